package org.pgrampart.ui.kit;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// SQL, shell, a difference or a transcript, line by line in a fixed-width font, with a button that copies all of it.
public final class CodeView extends VBox {
    private static final double ROW = 20;
    private static final int MOST_ROWS = 16;

    private final ListView<String> lines = new ListView<>();
    private String text = "";

    /// @param name what it is, for the header and for screen readers
    public CodeView(String name, String text) {
        getStyleClass().add("code");
        lines.getStyleClass().add("code-lines");
        lines.setFixedCellSize(ROW);
        lines.setCellFactory(_ -> new Line());
        lines.setAccessibleText(name);
        lines.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.C && key.isShortcutDown()) {
                ClipboardContent content = new ClipboardContent();
                content.putString(this.text);
                Clipboard.getSystemClipboard().setContent(content);
            }
        });
        HBox header = Parts.row(
                "code-header",
                Parts.brief(name, "code-name"),
                Parts.space(),
                Parts.copy("Copy " + name, () -> this.text));
        getChildren().addAll(header, lines);
        VBox.setVgrow(lines, Priority.ALWAYS);
        show(text);
    }

    /// What takes the focus.
    public Node focusable() {
        return lines;
    }

    public void show(String shown) {
        text = shown;
        List<String> split = shown.stripTrailing().lines().toList();
        lines.getItems().setAll(split);
        boolean wide = split.stream().anyMatch(l -> l.length() > 50);
        double height = Math.clamp(split.size(), 1, MOST_ROWS) * ROW + (wide ? 18 : 6);
        lines.setPrefHeight(height);
        lines.setMinHeight(Math.min(height, 3 * ROW));
    }

    private static final class Line extends ListCell<String> {
        @Override
        protected void updateItem(String line, boolean empty) {
            super.updateItem(line, empty);
            getStyleClass().removeAll("added", "removed", "place");
            if (empty || line == null) {
                setText(null);
                return;
            }
            setText(line.isEmpty() ? " " : line.replace("\t", "    "));
            if (line.startsWith("@@") || line.startsWith("+++") || line.startsWith("---")) {
                getStyleClass().add("place");
            } else if (line.startsWith("+")) {
                getStyleClass().add("added");
            } else if (line.startsWith("-") && !line.startsWith("--")) {
                getStyleClass().add("removed");
            }
        }
    }
}
