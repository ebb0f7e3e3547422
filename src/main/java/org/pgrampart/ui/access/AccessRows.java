package org.pgrampart.ui.access;

import javafx.collections.ListChangeListener;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;
import org.pgrampart.access.AccessComparison.Row;
import org.pgrampart.format.Printable;
import org.pgrampart.ui.kit.Parts;

/// The table of places, roles and lines; with a plan both decisions stand side by side.
final class AccessRows extends TableView<Row> {
    private final AccessViewModel model;
    private final TableColumn<Row, Row> now = Decided.column("", 195, row -> Decided.cell(row.before()));
    private final TableColumn<Row, Row> then = Decided.column("After the plan", 195, row -> Decided.cell(row.after()));

    AccessRows(AccessViewModel model) {
        this.model = model;
        setId("access-rows");
        getStyleClass().add("access-rows");
        setAccessibleText("Who can log in from where");
        setItems(model.rows());
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(Parts.prose("Nobody matches. Change or clear the filter.", "muted", "centred"));
        getColumns()
                .add(Decided.column(
                        "From", 145, row -> Decided.twoLines(row.origin().label(), encryption(row))));
        getColumns()
                .add(Decided.column(
                        "Role and database",
                        190,
                        row -> Decided.twoLines(
                                model.who(row), row.replication() ? "replication" : "in " + model.what(row))));
        getColumns().add(now);
        getColumns().add(then);
        setRowFactory(_ -> new Marked());
        model.rows().addListener((ListChangeListener<Row>) _ -> sides());
        sides();
    }

    private void sides() {
        boolean planned = model.planned().isPresent();
        then.setVisible(planned);
        now.setText(planned ? "Today" : "How, and by which line");
    }

    private static String encryption(Row row) {
        return switch (row.encryption()) {
            case NONE -> "";
            case EITHER -> "with or without TLS";
            case TLS -> "with TLS";
            case PLAIN -> "without TLS";
        };
    }

    /// What a plan changes stands out by an edge and is told to screen readers.
    private final class Marked extends TableRow<Row> {
        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().remove("changed");
            if (empty || row == null) {
                setAccessibleText("");
                return;
            }
            boolean planned = model.planned().isPresent();
            if (planned && row.changes()) {
                getStyleClass().add("changed");
            }
            setAccessibleText(Printable.line("%s, %s, from %s: %s%s"
                    .formatted(
                            model.who(row),
                            model.what(row),
                            row.from(),
                            row.before().words(),
                            planned && row.changes() ? ", then " + row.after().words() : "")));
        }
    }
}
