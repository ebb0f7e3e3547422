package org.pgrampart.ui.kit;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The small building blocks of every screen, so that all look and read alike. Sizes and colours are in the stylesheet.
public final class Parts {
    private Parts() {}

    /// One line of text that is never cut.
    public static Label text(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    /// One line that may be cut; the whole of it is in the tooltip.
    public static Label brief(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        label.setMinWidth(0);
        Tooltip whole = tip(text);
        whole.textProperty().bind(label.textProperty());
        label.setTooltip(whole);
        return label;
    }

    /// Text that wraps and is always shown whole.
    public static Label prose(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }

    public static Tooltip tip(String text) {
        Tooltip tip = new Tooltip(text);
        tip.setWrapText(true);
        tip.setMaxWidth(420);
        return tip;
    }

    public static FontIcon icon(Feather shape, String... styles) {
        FontIcon icon = new FontIcon(shape);
        icon.getStyleClass().addAll(styles);
        return icon;
    }

    public static Button button(String text, Runnable action, String... styles) {
        Button button = new Button(text);
        button.getStyleClass().addAll(styles);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    public static Button button(String text, Feather shape, Runnable action, String... styles) {
        Button button = button(text, action, styles);
        button.setGraphic(icon(shape));
        return button;
    }

    /// A button without text; the name is for screen readers and the tooltip.
    public static Button iconButton(Feather shape, String name, Runnable action) {
        Button button = button("", shape, action, "flat", "button-icon");
        button.setAccessibleText(name);
        button.setTooltip(tip(name));
        return button;
    }

    /// A button that copies what `text` yields when it is pressed.
    public static Button copy(String name, java.util.function.Supplier<String> text) {
        return iconButton(Feather.COPY, name, () -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(text.get());
            Clipboard.getSystemClipboard().setContent(content);
        });
    }

    public static TextField field(String name, String hint) {
        TextField field = new TextField();
        field.setAccessibleText(name);
        field.setPromptText(hint);
        return field;
    }

    public static Region space() {
        Region region = new Region();
        HBox.setHgrow(region, Priority.ALWAYS);
        VBox.setVgrow(region, Priority.ALWAYS);
        return region;
    }

    public static HBox row(String style, Node... nodes) {
        HBox row = new HBox(nodes);
        row.getStyleClass().addAll("row", style);
        return row;
    }

    public static VBox column(String style, Node... nodes) {
        VBox column = new VBox(nodes);
        column.getStyleClass().addAll("column", style);
        return column;
    }

    /// A page that scrolls when it is too small, never sideways.
    public static ScrollPane scroll(Region content) {
        content.setMinWidth(0);
        ScrollPane pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        pane.getStyleClass().add("page-scroll");
        pane.setAccessibleText("Page");
        pane.setFocusTraversable(false);
        return pane;
    }

    /// The heading of a page with a line of explanation.
    public static VBox heading(String title, String explanation) {
        return column("page-heading", text(title, "page-title"), prose(explanation, "muted"));
    }

    /// A box that says something that must not be missed.
    ///
    /// @param kind `info`, `good`, `warn` or `bad`
    public static HBox notice(String kind, String title, String text, Node... more) {
        Feather shape = switch (kind) {
            case "good" -> Feather.CHECK_CIRCLE;
            case "warn" -> Feather.ALERT_CIRCLE;
            case "bad" -> Feather.ALERT_OCTAGON;
            default -> Feather.INFO;
        };
        VBox words = column("notice-words", prose(title, "strong"));
        if (!text.isEmpty()) {
            words.getChildren().add(prose(text));
        }
        words.getChildren().addAll(List.of(more));
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        HBox box = row("notice", icon(shape, "notice-icon"), words);
        box.getStyleClass().add("notice-" + kind);
        return box;
    }

    public static HBox notice(Problem problem) {
        return notice(problem.stopped() ? "info" : "bad", problem.happened(), problem.remedy());
    }

    /// What stands where there is nothing yet, with something to do about it.
    public static VBox empty(Feather shape, String title, String text, Node... actions) {
        VBox box = column("empty", icon(shape, "empty-icon"), prose(title, "empty-title"), prose(text, "muted"));
        if (actions.length > 0) {
            HBox row = row("actions", actions);
            row.getStyleClass().add("centred");
            box.getChildren().add(row);
        }
        return box;
    }

    /// Makes a node take no room while it is hidden.
    public static <N extends Node> N shown(N node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
        return node;
    }
}
