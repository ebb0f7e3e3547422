package org.pgrampart.ui;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.model.Status;
import org.pgrampart.reading.Server;
import org.pgrampart.ui.kit.Background;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Session;

/// The line at the bottom: whether anything can change, how the server is reached, what was checked, what is under way.
final class StatusBar extends HBox {
    private final Session session;
    private final Label mode = Parts.text("Read-only", "mode-read");
    private final Label reach = Parts.brief("");
    private final Label checks = Parts.brief("");
    private final HBox activity = Parts.row("activity");

    StatusBar(Session session) {
        this.session = session;
        getStyleClass().add("status-bar");
        getChildren().addAll(mode, reach, checks, Parts.space(), activity);
        session.writing().subscribe(this::mode);
        session.liveProperty().subscribe(_ -> reach());
        session.assessmentProperty().subscribe(_ -> checks());
        session.background().jobs().addListener((ListChangeListener<Background.Job>) _ -> activity());
    }

    private void mode(boolean writing) {
        mode.getStyleClass().removeAll("mode-read", "mode-write");
        mode.getStyleClass().add(writing ? "mode-write" : "mode-read");
        mode.setGraphic(Parts.icon(writing ? Feather.EDIT_3 : Feather.LOCK));
        mode.setText(writing ? "Changing" : "Read-only");
        mode.setTooltip(Parts.tip(
                writing
                        ? "A confirmed plan is being applied or waits for your decision."
                        : "Every statement runs in a read-only transaction. Nothing is created on the server."));
    }

    private void reach() {
        reach.setText(session.live().map(l -> words(l.server())).orElse("Not connected"));
        reach.setTooltip(Parts.tip(reach.getText()));
    }

    /// `Database as audit · SSH · root by sudo`.
    static String words(Server server) {
        StringBuilder words = new StringBuilder("Database as ").append(server.role());
        if (server.superuser()) {
            words.append(" (superuser)");
        }
        for (String way : server.via()) {
            switch (way) {
                case "ssh" -> words.append(" · SSH");
                case "sudo" -> words.append(" · root by sudo");
                case "local" -> words.append(" · this machine");
                case "tunnel" -> words.append(" · through SSH");
                default -> {}
            }
        }
        return words.toString();
    }

    private void checks() {
        checks.setText(session.assessment()
                .map(a -> {
                    int unknown = a.counts().getOrDefault(Status.UNKNOWN, 0);
                    String text = a.score().judged() + "/" + a.score().applicable() + " checks";
                    return unknown == 0 ? text : text + " · " + unknown + " could not run";
                })
                .orElse(""));
        checks.setTooltip(Parts.tip(checks.getText()));
    }

    private void activity() {
        activity.getChildren().clear();
        for (Background.Job job : session.background().jobs()) {
            ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
            bar.setAccessibleText(job.what());
            var stop = Parts.iconButton(Feather.X, "Stop: " + job.what(), job.cancel());
            activity.getChildren().addAll(Parts.text(job.what()), bar, stop);
            if (activity.getChildren().size() > 3) {
                break;
            }
        }
    }
}
