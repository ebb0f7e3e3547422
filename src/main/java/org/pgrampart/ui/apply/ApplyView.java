package org.pgrampart.ui.apply;

import java.util.HashSet;
import java.util.Set;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.ui.apply.ApplyViewModel.Phase;
import org.pgrampart.ui.kit.ApplyListener;
import org.pgrampart.ui.kit.Band;
import org.pgrampart.ui.kit.CodeView;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Screen;

/// The Apply page: what is done, step by step, and the question whether to keep it, against a clock that runs.
public final class ApplyView extends VBox {
    private final ApplyViewModel model;
    private final VBox decision = Parts.column("decision");
    private final VBox steps = Parts.column("steps");
    private final Set<String> open = new HashSet<>();
    private final Timeline timeline;

    public ApplyView(ApplyViewModel model) {
        this.model = model;
        // The decision stays in sight however long the list of steps is.
        VBox top = Parts.column(
                "page",
                Parts.heading("Apply", "The server's own way back is armed before the first change."),
                decision);
        top.setMinHeight(USE_PREF_SIZE);
        VBox page = Parts.column("page", steps);
        page.getStyleClass().add("under");
        var scroll = Parts.scroll(page);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(new Band(model.session()), top, scroll);
        timeline = new Timeline(new KeyFrame(javafx.util.Duration.millis(250), _ -> model.tick()));
        timeline.setCycleCount(Animation.INDEFINITE);
        model.steps().addListener((ListChangeListener<ApplyViewModel.Step>) _ -> list());
        model.phase().subscribe(this::show);
        model.session().screen().subscribe(screen -> {
            if (screen == Screen.APPLY) {
                timeline.play();
            } else {
                timeline.stop();
            }
        });
    }

    private void show(Phase phase) {
        decision.getChildren()
                .setAll(
                        switch (phase) {
                            case IDLE ->
                                Parts.empty(Feather.SHIELD, "Nothing is being applied.", "Confirm a plan first.");
                            case RUNNING -> busy("Applying. Every step is undone if one fails.");
                            case ENDING -> busy("Carrying out your decision.");
                            case DECIDING -> new CountdownSheet(model);
                            case KEPT ->
                                Parts.notice(
                                        "good",
                                        "The changes are kept.",
                                        "The timer on the server is disarmed. The Report page can still roll everything"
                                                + " back.",
                                        next("See what became better", Screen.VERIFY));
                            case UNDONE ->
                                Parts.notice(
                                        "info",
                                        "Everything was undone.",
                                        "Assess again to see for yourself that the server is as it was.",
                                        next("Go to Assess", Screen.ASSESS));
                            case FAILED -> failure();
                            case LOST -> lost();
                        });
        if (getScene() != null && phase != Phase.DECIDING) {
            applyCss();
            java.util.Optional.ofNullable(decision.lookup(".button")).ifPresent(Node::requestFocus);
        }
    }

    private Node next(String text, Screen to) {
        Button button =
                Parts.button(text, Feather.ARROW_RIGHT, () -> model.session().go(to), "accent");
        button.setId("after-apply");
        return Parts.row("actions", button);
    }

    private static Node busy(String text) {
        ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        bar.setAccessibleText(text);
        bar.setPrefWidth(160);
        return Parts.row("working", bar, Parts.prose(text, "muted"));
    }

    private Node failure() {
        VBox box = Parts.column("failure");
        model.problem().get().ifPresent(p -> box.getChildren().add(Parts.notice(p)));
        box.getChildren()
                .add(Parts.row(
                        "actions",
                        Parts.button(
                                "Back to Plan",
                                Feather.ARROW_LEFT,
                                () -> model.session().go(Screen.PLAN))));
        return box;
    }

    private Node lost() {
        String name = model.session().live().map(l -> l.name()).orElse("the server");
        String at = model.deadline().map(CountdownSheet::time).orElse("the end of the window");
        VBox box = Parts.column(
                "lost",
                Parts.notice(
                        "bad",
                        "We cannot reach " + name + ".",
                        "Nothing for you to do: the server undoes the change itself at " + at + "."));
        model.problem()
                .get()
                .ifPresent(p -> box.getChildren().add(Parts.prose(p.happened() + " " + p.remedy(), "muted")));
        box.getChildren()
                .add(Parts.row(
                        "actions",
                        Parts.button("Try to undo now", Feather.ROTATE_CCW, model::undo, "accent"),
                        Parts.button("Assess again later", () -> {
                            model.lookAgain();
                            model.session().go(Screen.ASSESS);
                        })));
        return box;
    }

    private void list() {
        steps.getChildren().clear();
        String stage = "";
        for (ApplyViewModel.Step step : model.steps()) {
            if (!step.stage().equals(stage)) {
                stage = step.stage();
                steps.getChildren().add(Parts.text(stage, "step-group"));
            }
            steps.getChildren().add(row(step));
        }
    }

    private Node row(ApplyViewModel.Step step) {
        StackPane mark = new StackPane(Parts.icon(shape(step.state()), style(step.state())));
        mark.setMinWidth(20);
        HBox line = Parts.row(
                "step",
                mark,
                Parts.brief(step.text()),
                Parts.space(),
                Parts.text(word(step.state()), "muted", "small"));
        line.setAccessibleText(step.text() + ", " + word(step.state()));
        VBox box = Parts.column("step-box", line);
        if (!step.transcript().isBlank()) {
            String key = step.stage() + "/" + step.text();
            boolean shown = open.contains(key) || step.state() == ApplyListener.State.FAILED;
            Hyperlink toggle = new Hyperlink(shown ? "Hide transcript" : "Transcript");
            toggle.setMinWidth(USE_PREF_SIZE);
            toggle.setAccessibleText((shown ? "Hide" : "Show") + " the transcript of " + step.text());
            toggle.setOnAction(_ -> {
                if (!open.remove(key)) {
                    open.add(key);
                }
                list();
            });
            line.getChildren().add(toggle);
            if (shown) {
                VBox transcript = Parts.column("transcript", new CodeView("Transcript", step.transcript()));
                box.getChildren().add(transcript);
            }
        }
        return box;
    }

    private static Feather shape(ApplyListener.State state) {
        return switch (state) {
            case WAITING -> Feather.CIRCLE;
            case RUNNING -> Feather.LOADER;
            case DONE -> Feather.CHECK_CIRCLE;
            case FAILED -> Feather.X_OCTAGON;
            case UNDONE -> Feather.ROTATE_CCW;
        };
    }

    private static String style(ApplyListener.State state) {
        return switch (state) {
            case WAITING -> "state-waiting";
            case RUNNING -> "state-running";
            case DONE -> "state-ok";
            case FAILED -> "state-fail";
            case UNDONE -> "state-warn";
        };
    }

    private static String word(ApplyListener.State state) {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }
}
