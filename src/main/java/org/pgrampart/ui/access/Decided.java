package org.pgrampart.ui.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.access.Decision;
import org.pgrampart.access.FileRule;
import org.pgrampart.format.Printable;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Parts;

/// How both tables of the page, and what is told of a row, show a decision.
final class Decided {
    private static final int MOST_NAMES = 24;

    private Decided() {}

    /// A badge with the method, and the line it comes from.
    static Node cell(Decision decision) {
        HBox box = Parts.row("decision", badge(decision));
        decision.rule().ifPresent(line -> box.getChildren().add(Parts.brief(place(line), "muted", "small")));
        box.setMinWidth(0);
        return box;
    }

    /// `line 12`, with its file where that is not pg_hba.conf itself.
    private static String place(FileRule line) {
        String place = Printable.line(line.shortPlace());
        return place.startsWith("pg_hba.conf:") ? "line " + line.rule().line() : place;
    }

    static Label badge(Decision decision) {
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

    /// What a decision means, in a sentence.
    static String meaning(Decision decision) {
        return switch (decision.verdict()) {
            case NO_RULE -> "No line matches, so the server refuses it.";
            case REJECTED -> "The line refuses it.";
            case DEPENDS -> decision.because();
            case ADMITS_BY ->
                switch (decision.method()) {
                    case "trust" -> "Nothing has to be proven: whoever gets this far is in.";
                    case "password" -> "The password is asked for as it is, readable unless TLS hides it.";
                    case "md5" -> "A password is asked for, and md5 guards it only where it is stored as SCRAM.";
                    case "scram-sha-256" -> "A password is asked for and never sent itself.";
                    case "peer" -> "The account on the host has to be that of the role, or mapped to it.";
                    case "cert" -> "A client certificate is asked for.";
                    default -> "The method " + decision.method() + " decides.";
                };
        };
    }

    /// Both sides of a row in full, next to each other where there is a plan.
    static Node sides(Decision before, Decision after, boolean planned) {
        List<Node> sides = new ArrayList<>(List.of(side(planned ? "Today" : "", before)));
        if (planned) {
            sides.add(side("After the plan", after));
        }
        GridPane pane = new GridPane();
        pane.getStyleClass().add("access-sides");
        share(pane, sides);
        return pane;
    }

    /// Puts these next to each other, equally wide.
    static void share(GridPane pane, List<? extends Node> nodes) {
        pane.getChildren().clear();
        pane.getColumnConstraints().clear();
        for (Node node : nodes) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / nodes.size());
            column.setFillWidth(true);
            pane.getColumnConstraints().add(column);
            pane.addColumn(pane.getColumnCount() - 1, node);
        }
    }

    private static Node side(String when, Decision decision) {
        HBox head = Parts.row("decision", badge(decision));
        if (!when.isEmpty()) {
            head.getChildren().addFirst(Parts.text(when, "muted"));
        }
        VBox side = Parts.column("access-side", head);
        decision.rule().ifPresent(line -> {
            head.getChildren().add(Parts.brief(Printable.line(line.shortPlace()), "muted", "small"));
            side.getChildren().add(Parts.brief(Printable.line(line.rule().words()), "mono", "small"));
        });
        side.getChildren().add(Parts.prose(Printable.line(meaning(decision)), "muted", "small"));
        side.setMinWidth(0);
        return side;
    }

    /// Names in order, and how many more there are.
    static String names(List<String> names) {
        List<String> first = names.stream().sorted().limit(MOST_NAMES).toList();
        int more = names.size() - first.size();
        return Printable.line(String.join(", ", first) + (more == 0 ? "" : " and " + more + " more"));
    }

    static String capital(String words) {
        return words.isEmpty() ? "" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /// How a row looks in a column.
    interface Look<T> {
        Node of(T row);
    }

    static <T> TableColumn<T, T> column(String title, double width, Look<T> look) {
        TableColumn<T, T> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(data -> new SimpleObjectProperty<>(data.getValue()));
        column.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable T row, boolean empty) {
                super.updateItem(row, empty);
                setGraphic(empty || row == null ? null : look.of(row));
            }
        });
        return column;
    }

    /// Something with a quieter second line, which may be empty.
    static Node twoLines(String first, String second) {
        VBox lines = Parts.column("access-lines", Parts.brief(Printable.line(first)));
        if (!second.isEmpty()) {
            lines.getChildren().add(Parts.brief(Printable.line(second), "muted", "small"));
        }
        lines.setMinWidth(0);
        return lines;
    }
}
