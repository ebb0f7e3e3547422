package org.pgrampart.ui.access;

import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.access.AccessComparison.Row;
import org.pgrampart.access.Decision;
import org.pgrampart.access.FileRule;
import org.pgrampart.format.Printable;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Parts;

/// The table of places, roles and lines; with a plan both decisions stand side by side.
final class AccessRows extends TableView<Row> {
    private final AccessViewModel model;
    private final TableColumn<Row, Row> then;
    private final TableColumn<Row, Row> now;

    AccessRows(AccessViewModel model) {
        this.model = model;
        setId("access-rows");
        getStyleClass().add("access-rows");
        setAccessibleText("Who can log in from where");
        setItems(model.rows());
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(Parts.prose("Nobody matches. Change or clear the filter.", "muted"));
        TableColumn<Row, Row> from = column("From", 140, row -> text(row.from()));
        TableColumn<Row, Row> who = column("Role", 150, row -> text(model.who(row)));
        TableColumn<Row, Row> what = column("Database", 115, row -> text(model.what(row)));
        now = column("How, and by which line", 190, row -> decision(row.before()));
        then = column("After the plan", 190, row -> decision(row.after()));
        getColumns().add(from);
        getColumns().add(who);
        getColumns().add(what);
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

    private static TableColumn<Row, Row> column(String title, double width, Function<Row, Node> look) {
        TableColumn<Row, Row> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(data -> new javafx.beans.property.SimpleObjectProperty<>(data.getValue()));
        column.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable Row row, boolean empty) {
                super.updateItem(row, empty);
                setGraphic(empty || row == null ? null : look.apply(row));
            }
        });
        return column;
    }

    private static Node text(String words) {
        return Parts.brief(Printable.line(words));
    }

    private static Node decision(Decision decision) {
        Label badge = badge(decision);
        Label place = Parts.brief(
                decision.rule().map(AccessRows::place).orElseGet(() -> Printable.line(decision.because())),
                "muted",
                "small");
        HBox box = Parts.row("decision", badge, place);
        box.setMinWidth(0);
        return box;
    }

    /// `line 12`, with its file where that is not pg_hba.conf itself.
    private static String place(FileRule line) {
        String place = Printable.line(line.shortPlace());
        return place.startsWith("pg_hba.conf:") ? "line " + line.rule().line() : place;
    }

    private static Label badge(Decision decision) {
        return switch (decision.verdict()) {
            case NO_RULE -> Badges.badge("no line", Feather.MINUS, "chip");
            case REJECTED -> Badges.badge("rejected", Feather.SLASH, "chip");
            case DEPENDS -> Badges.badge("depends", Feather.HELP_CIRCLE, "chip-warn");
            case ADMITS_BY -> {
                String method = Printable.line(decision.method());
                yield switch (method) {
                    case "trust" -> Badges.badge(method, Feather.ALERT_OCTAGON, "chip-bad");
                    case "md5", "password" -> Badges.badge(method, Feather.ALERT_CIRCLE, "chip-warn");
                    case "scram-sha-256", "peer", "cert" -> Badges.badge(method, Feather.CHECK_CIRCLE, "chip-good");
                    default -> Badges.badge(method, Feather.INFO, "chip-accent");
                };
            }
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
            if (row.changes()) {
                getStyleClass().add("changed");
            }
            setAccessibleText(Printable.line("%s, %s, from %s: %s%s"
                    .formatted(
                            model.who(row),
                            model.what(row),
                            row.from(),
                            row.before().words(),
                            row.changes() ? ", then " + row.after().words() : "")));
        }
    }
}
