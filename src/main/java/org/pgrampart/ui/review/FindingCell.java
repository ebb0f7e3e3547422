package org.pgrampart.ui.review;

import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Parts;

/// One finding in the list: how bad, what, where, and what putting it right needs.
final class FindingCell extends ListCell<Row> {
    private static final double SCROLL_BAR = 12;

    private final ReviewViewModel model;

    FindingCell(ReviewViewModel model) {
        this.model = model;
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        boolean planned = model.planned(row);
        HBox badges = Parts.row(
                "finding-head",
                row.open() ? Badges.severity(row.control().severity()) : Badges.status(row.status()),
                Parts.text(row.control().number(), "muted", "small"),
                Parts.space());
        if (planned) {
            badges.getChildren().add(Badges.planned());
        } else if (row.open()) {
            badges.getChildren().add(Parts.text(effort(row), "muted", "small"));
        }
        VBox lines = Parts.column(
                "finding-line",
                badges,
                Parts.prose(row.control().title(), "finding-title"),
                Parts.brief(row.seen(), "muted", "small"));
        lines.setPrefWidth(0);
        setPrefWidth(0);
        setGraphic(lines);
        setAccessibleText(row.spoken(planned));
    }

    /// The title wraps, so the height depends on the width of the list, which a cell's own skin does not ask for.
    @Override
    protected double computePrefHeight(double width) {
        if (getGraphic() == null || getListView() == null) {
            return super.computePrefHeight(width);
        }
        double room = getListView().getWidth() - snappedLeftInset() - snappedRightInset() - SCROLL_BAR;
        return snappedTopInset() + getGraphic().prefHeight(Math.max(room, 100)) + snappedBottomInset();
    }

    private static String effort(Row row) {
        if (row.changes().isEmpty()) {
            return row.asks().isEmpty() ? "by hand" : "asks you first";
        }
        Effect effect = row.changes().stream()
                .map(Change::effect)
                .max(Effect::compareTo)
                .orElse(Effect.AT_ONCE);
        return switch (effect) {
            case AT_ONCE -> "at once";
            case NEW_SESSIONS -> "new sessions";
            case RELOAD -> "reload";
            case RESTART -> "restart";
        };
    }
}
