package org.pgrampart.ui.apply;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Pending;

/// Keep these changes? The clock runs; undoing is the default, keeping needs every proof, or a tick for what is not
/// proven.
final class CountdownSheet extends HBox {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final Set<Long> SPOKEN = Set.of(60L, 30L, 10L, 5L);

    private static final int MOST_PROOFS = 3;

    private final ApplyViewModel model;
    private final Label clock = Parts.text("", "clock");
    private final Label at = Parts.prose("");

    CountdownSheet(ApplyViewModel model) {
        this.model = model;
        getStyleClass().add("countdown");
        Button undo = Parts.button("Undo now", Feather.ROTATE_CCW, model::undo, "accent");
        undo.setId("undo-now");
        Button more = Parts.button("2 more minutes", Feather.CLOCK, model::extend);
        more.setId("more-time");
        Button keep = Parts.button("Keep changes", Feather.CHECK, model::keep);
        keep.setId("keep");
        keep.setDisable(!model.mayKeep());
        VBox words = Parts.column("words", Parts.text("Keep these changes?", "question"), at);
        model.pending().get().ifPresent(p -> proofs(p.proofs(), words));
        if (!model.mayKeep()) {
            String why = "Not everything was proven. Undo, or let the time run out.";
            words.getChildren().add(Parts.prose(why, "strong"));
            keep.setAccessibleHelp(why);
            CheckBox accept = new CheckBox("I keep them all the same, though this is not proven.");
            accept.setId("accept-unproven");
            accept.setWrapText(true);
            accept.setOnAction(_ -> {
                model.accept();
                keep.setDisable(!model.mayKeep());
                accept.setDisable(true);
            });
            words.getChildren().add(accept);
        }
        words.getChildren().add(Parts.row("actions", undo, more, keep));
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        VBox left = Parts.column("clock-box", clock);
        getChildren().addAll(words, left);
        Timeline timeline = new Timeline(new KeyFrame(javafx.util.Duration.millis(250), _ -> tick()));
        timeline.setCycleCount(Animation.INDEFINITE);
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                timeline.stop();
            } else {
                timeline.play();
                undo.requestFocus();
            }
        });
        tick();
    }

    private void tick() {
        Duration left = model.remaining();
        clock.setText(ApplyViewModel.clock(left));
        model.deadline().ifPresent(d -> at.setText("If you do nothing, the server undoes them at " + time(d) + "."));
        if (SPOKEN.contains(left.toSeconds())) {
            setAccessibleText("Keep these changes? " + left.toSeconds() + " seconds left.");
        }
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    /// All that failed, then a few that hold: the buttons must stay in sight. The whole list is in the transcript.
    private static void proofs(List<Pending.Proof> proofs, VBox words) {
        List<Pending.Proof> good = proofs.stream().filter(Pending.Proof::holds).toList();
        proofs.stream()
                .filter(p -> !p.holds())
                .limit(MOST_PROOFS)
                .forEach(p -> words.getChildren().add(proof(p)));
        good.stream().limit(MOST_PROOFS).forEach(p -> words.getChildren().add(proof(p)));
        int more = good.size() - MOST_PROOFS;
        if (more > 0) {
            String text = more == 1 ? "One more proof holds." : more + " more proofs hold.";
            words.getChildren().add(proof(new Pending.Proof(text, true, "")));
        }
    }

    private static Node proof(Pending.Proof proof) {
        Label text = Parts.prose(proof.what() + (proof.detail().isEmpty() ? "" : ": " + proof.detail()));
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMinWidth(0);
        return Parts.row(
                "proof",
                Parts.icon(
                        proof.holds() ? Feather.CHECK_CIRCLE : Feather.X_OCTAGON,
                        proof.holds() ? "state-ok" : "state-fail"),
                text);
    }
}
