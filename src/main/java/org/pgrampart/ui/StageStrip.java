package org.pgrampart.ui;

import java.util.EnumMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// The eight stages. One that cannot be reached yet can still be pressed: then it says why.
final class StageStrip extends VBox {
    private final Session session;
    private final Map<Screen, ToggleButton> stages = new EnumMap<>(Screen.class);
    private final Label reason = Parts.prose("");
    private final HBox reasonLine = Parts.row("stage-reason", Parts.icon(Feather.INFO), reason);

    StageStrip(Session session) {
        this.session = session;
        HBox strip = new HBox();
        strip.getStyleClass().add("stage-strip");
        for (Screen screen : Screen.values()) {
            if (!screen.isStage()) {
                continue;
            }
            ToggleButton stage = new ToggleButton(screen.number() + " " + screen.title());
            stage.setId("stage-" + screen.name().toLowerCase(java.util.Locale.ROOT));
            stage.getStyleClass().setAll("stage");
            stage.setAccessibleRole(AccessibleRole.TAB_ITEM);
            stage.setMinWidth(USE_PREF_SIZE);
            stage.setOnAction(_ -> go(screen));
            stages.put(screen, stage);
            strip.getChildren().add(stage);
        }
        getChildren().addAll(strip, reasonLine);
        Parts.shown(reasonLine, false);
        session.screen().subscribe(_ -> refresh());
        session.liveProperty().subscribe(_ -> refresh());
        session.assessmentProperty().subscribe(_ -> refresh());
        session.proposalProperty().subscribe(_ -> refresh());
        session.appliedProperty().subscribe(_ -> refresh());
        session.writing().subscribe(_ -> refresh());
        session.chosen().addListener((ListChangeListener<Chosen>) _ -> refresh());
    }

    /// Goes there, or says why not.
    void go(Screen screen) {
        session.whyNot(screen)
                .ifPresentOrElse(
                        why -> {
                            refresh();
                            reason.setText(screen.title() + ": " + why);
                            Parts.shown(reasonLine, true);
                        },
                        () -> session.go(screen));
    }

    private void refresh() {
        Parts.shown(reasonLine, false);
        stages.forEach((screen, stage) -> {
            boolean here = session.screen().get() == screen;
            String why = session.whyNot(screen).orElse("");
            stage.setSelected(here);
            stage.getStyleClass().remove("locked");
            if (!why.isEmpty()) {
                stage.getStyleClass().add("locked");
            }
            stage.setGraphic(null);
            if (done(screen) && !here) {
                stage.setGraphic(Parts.icon(Feather.CHECK));
            } else if (screen == Screen.PLAN && !session.chosen().isEmpty()) {
                stage.setGraphic(Parts.text(Integer.toString(session.chosen().size()), "stage-count"));
            }
            stage.setTooltip(why.isEmpty() ? null : Parts.tip(why));
            String state =
                    here ? "current stage" : done(screen) ? "done" : why.isEmpty() ? "" : "not reachable. " + why;
            stage.setAccessibleText(
                    "Stage " + screen.number() + ", " + screen.title() + (state.isEmpty() ? "" : ", " + state));
        });
    }

    private boolean done(Screen screen) {
        return switch (screen) {
            case CONNECT -> session.live().isPresent();
            case ASSESS -> session.assessment().isPresent();
            case CONFIRM, APPLY -> session.applied().isPresent();
            case WELCOME, REVIEW, PLAN, VERIFY, REPORT, ACCESS -> false;
        };
    }
}
