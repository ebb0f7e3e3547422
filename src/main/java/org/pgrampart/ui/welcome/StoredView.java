package org.pgrampart.ui.welcome;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import javafx.collections.FXCollections;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.model.Status;
import org.pgrampart.store.StoredAssessment;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Parts;

/// An assessment read from a file, worst first. It only shows: nothing can be done without the server.
final class StoredView extends VBox {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    StoredView(StoredAssessment stored, Runnable close) {
        getStyleClass().addAll("column", "page");
        setStyle("-fx-background-color: -pgr-page;");
        String score = stored.score().isPresent() ? stored.score().getAsInt() + " of 100" : "no score";
        HBox top = Parts.row(
                "stored-head",
                Parts.heading(
                        stored.target(),
                        "%s, assessed %s. Score %s, %d %% checked. Read from a file; connect to the server to change anything."
                                .formatted(
                                        stored.server(),
                                        WHEN.format(stored.started()),
                                        score,
                                        Math.round(stored.coverage() * 100))),
                Parts.button("Close file", Feather.X, close));
        HBox.setHgrow(top.getChildren().getFirst(), Priority.ALWAYS);
        ListView<StoredAssessment.Entry> list =
                new ListView<>(FXCollections.observableArrayList(stored.entries().stream()
                        .sorted(Comparator.comparing(StoredView::order).thenComparing(StoredAssessment.Entry::severity))
                        .toList()));
        list.setAccessibleText("Controls of the stored assessment");
        list.getStyleClass().add("findings");
        list.setCellFactory(_ -> new Cell());
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(top, list);
    }

    private static int order(StoredAssessment.Entry entry) {
        return switch (entry.status()) {
            case FAIL -> 0;
            case WARN -> 1;
            case UNKNOWN -> 2;
            case WAIVED -> 3;
            case PASS -> 4;
            case INFO -> 5;
            case NOT_APPLICABLE -> 6;
        };
    }

    private static final class Cell extends ListCell<StoredAssessment.Entry> {
        @Override
        protected void updateItem(StoredAssessment.Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            HBox head = Parts.row(
                    "finding-head",
                    entry.status() == Status.FAIL ? Badges.severity(entry.severity()) : Badges.status(entry.status()),
                    Parts.text(entry.number(), "muted", "mono"),
                    Parts.brief(entry.title(), "finding-title"));
            VBox lines = Parts.column("finding-line", head, Parts.brief(entry.reason(), "muted"));
            lines.setPrefWidth(0);
            setGraphic(lines);
            setAccessibleText(entry.status().word() + ", " + entry.title() + ", " + entry.reason());
        }
    }
}
