package org.pgrampart.ui.kit;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Result;
import org.pgrampart.model.Status;

/// A thin bar of passed, failed, doubtful and unchecked controls, in that order.
public final class ShareBar extends HBox {
    private static final List<Status> ORDER =
            List.of(Status.PASS, Status.FAIL, Status.WARN, Status.WAIVED, Status.UNKNOWN);

    public ShareBar() {
        getStyleClass().add("share-bar");
    }

    public void show(List<Result> results) {
        Map<Status, Integer> counts = Assessment.counts(results);
        int total = ORDER.stream().mapToInt(s -> counts.getOrDefault(s, 0)).sum();
        getChildren().clear();
        for (Status status : ORDER) {
            int count = counts.getOrDefault(status, 0);
            if (count == 0) {
                continue;
            }
            Region part = new Region();
            part.getStyleClass().addAll("share", "share-" + status.key());
            part.setMinWidth(2);
            part.setPrefWidth(0);
            part.prefWidthProperty().bind(widthProperty().multiply((double) count / total));
            HBox.setHgrow(part, Priority.SOMETIMES);
            getChildren().add(part);
        }
        setAccessibleText(words(results));
    }

    /// `12 pass, 3 fail, 1 attention`.
    public static String words(List<Result> results) {
        Map<Status, Integer> counts = Assessment.counts(results);
        return ORDER.stream()
                .filter(counts::containsKey)
                .map(s -> counts.get(s) + " " + s.word().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
