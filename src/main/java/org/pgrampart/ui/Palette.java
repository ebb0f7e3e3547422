package org.pgrampart.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.pgrampart.ui.kit.Parts;

/// Finds every action, stage, area and check by a few letters, with the keyboard alone.
final class Palette extends StackPane {
    /// Something that can be done.
    record Action(String name, Runnable run) {
        boolean matches(String text) {
            String own = name.toLowerCase(Locale.ROOT);
            for (String word : text.toLowerCase(Locale.ROOT).split("\\s+")) {
                if (!own.contains(word)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final ListView<Action> list = new ListView<>();
    private final Runnable close;

    Palette(List<Action> actions, Runnable close) {
        this.close = close;
        getStyleClass().add("veil");
        TextField text = Parts.field("Find an action, area or check", "Type a few letters");
        text.setId("palette");
        list.setAccessibleText("Matching actions");
        list.getItems().setAll(actions);
        list.getSelectionModel().selectFirst();
        list.setPrefHeight(320);
        list.setCellFactory(_ -> new ListCell<>() {
            @Override
            protected void updateItem(@Nullable Action action, boolean empty) {
                super.updateItem(action, empty);
                setText(empty || action == null ? null : action.name());
            }
        });
        list.setOnMouseClicked(_ -> run());
        list.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ENTER) {
                run();
            }
        });
        text.textProperty().subscribe(typed -> {
            var found = new ArrayList<Action>();
            actions.stream().filter(a -> a.matches(typed)).limit(80).forEach(found::add);
            list.getItems().setAll(found);
            list.getSelectionModel().selectFirst();
        });
        text.setOnAction(_ -> run());
        text.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.DOWN || key.getCode() == KeyCode.UP) {
                int step = key.getCode() == KeyCode.DOWN ? 1 : -1;
                int next = Math.clamp(
                        list.getSelectionModel().getSelectedIndex() + step,
                        0,
                        Math.max(0, list.getItems().size() - 1));
                list.getSelectionModel().select(next);
                list.scrollTo(next);
                key.consume();
            }
        });
        VBox sheet = Parts.column("overlay-sheet", text, list);
        sheet.setMaxSize(560, Region.USE_PREF_SIZE);
        setAlignment(sheet, Pos.TOP_CENTER);
        setMargin(sheet, new javafx.geometry.Insets(60, 0, 0, 0));
        getChildren().add(sheet);
        setOnMousePressed(press -> {
            if (press.getTarget() == this) {
                close.run();
            }
        });
        sceneProperty().subscribe(scene -> {
            if (scene != null) {
                text.requestFocus();
            }
        });
    }

    private void run() {
        Action chosen = list.getSelectionModel().getSelectedItem();
        close.run();
        if (chosen != null) {
            chosen.run().run();
        }
    }
}
