package org.pgrampart.ui;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.assess.Result;
import org.pgrampart.assess.Score;
import org.pgrampart.model.Area;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Status;
import org.pgrampart.ui.assess.AssessViewModel;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.pgrampart.ui.kit.ShareBar;

/// The ten areas at the left: number, name, score, how its controls stand, and the worst that is open.
final class AreaRail extends VBox {
    private static final double WIDE = 232;
    private static final double NARROW = 74;

    private final Session session;
    private final AssessViewModel assess;
    private final ToggleGroup group = new ToggleGroup();

    AreaRail(Session session, AssessViewModel assess) {
        this.session = session;
        this.assess = assess;
        getStyleClass().add("rail");
        narrow(false);
        for (int number = 0; number <= Area.values().length; number++) {
            getChildren().add(row(number == 0 ? null : Area.values()[number - 1]));
        }
        session.assessmentProperty().subscribe(_ -> refresh());
        assess.running().subscribe(_ -> refresh());
        session.area().subscribe(_ -> refresh());
        session.chosen().addListener((javafx.collections.ListChangeListener<Object>) _ -> refresh());
    }

    /// Only numbers, where the window is small.
    void narrow(boolean narrow) {
        double width = narrow ? NARROW : WIDE;
        setMinWidth(width);
        setPrefWidth(width);
        setMaxWidth(width);
        getStyleClass().removeAll("rail-narrow");
        if (narrow) {
            getStyleClass().add("rail-narrow");
        }
        refresh();
    }

    private ToggleButton row(@Nullable Area area) {
        ToggleButton row = new ToggleButton();
        row.setToggleGroup(group);
        row.getStyleClass().setAll("rail-row");
        row.setId("rail-" + (area == null ? "all" : area.key()));
        row.setMaxWidth(Double.MAX_VALUE);
        row.setUserData(Optional.ofNullable(area));
        row.setOnAction(_ -> {
            row.setSelected(true);
            session.area().set(Optional.ofNullable(area));
            session.go(Screen.REVIEW);
        });
        return row;
    }

    private void refresh() {
        int index = 0;
        for (var child : getChildren()) {
            ToggleButton row = (ToggleButton) child;
            Area area = index == 0 ? null : Area.values()[index - 1];
            show(row, area);
            row.setSelected(session.area().get().equals(Optional.ofNullable(area)));
            index++;
        }
    }

    private void show(ToggleButton row, @Nullable Area area) {
        boolean narrow = getStyleClass().contains("rail-narrow");
        List<Result> results = session.assessment()
                .map(a -> area == null ? a.results() : a.in(area))
                .orElse(List.of());
        Score score = Score.of(results);
        String points =
                score.points().isPresent() ? Integer.toString(score.points().getAsInt()) : "–";
        String name = area == null ? "All areas" : shortName(area);
        Label number = Parts.text(area == null ? "" : Integer.toString(area.number()), "rail-number");
        Optional<Severity> worst = worst(results);
        HBox top = narrow
                ? Parts.row("rail-top", number, Parts.text(points, "rail-score"))
                : Parts.row("rail-top", number, Parts.text(name), Parts.space());
        if (!narrow) {
            badge(worst, results).ifPresent(top.getChildren()::add);
            top.getChildren().add(Parts.text(points, "rail-score"));
        }
        top.setSpacing(3);
        VBox lines = new VBox(top);
        lines.setSpacing(3);
        boolean reading =
                assess.running().get() && (area == null || assess.wanted(area).get());
        if (reading) {
            ProgressBar bar = new ProgressBar();
            bar.progressProperty().bind(assess.share());
            bar.setMaxWidth(Double.MAX_VALUE);
            bar.setAccessibleText("Reading " + name);
            lines.getChildren().add(bar);
        } else {
            ShareBar bar = new ShareBar();
            if (!results.isEmpty()) {
                bar.show(results);
            }
            lines.getChildren().add(bar);
        }
        StackPane whole = new StackPane(lines);
        HBox.setHgrow(lines, Priority.ALWAYS);
        whole.prefWidthProperty().bind(row.widthProperty().subtract(22));
        row.setGraphic(whole);
        String title = area == null ? "All areas" : area.number() + ", " + area.title();
        String said = results.isEmpty()
                ? "not assessed"
                : "score " + points + ", " + ShareBar.words(results)
                        + worst.map(s -> ", worst open " + Badges.word(s)).orElse("");
        row.setAccessibleText(title + ", " + said);
        row.setTooltip(Parts.tip((area == null ? "All areas" : area.number() + " " + area.title()) + "\n" + said));
    }

    private static Optional<Label> badge(Optional<Severity> worst, List<Result> results) {
        Label badge;
        if (worst.isPresent()) {
            badge = new Label(worst.get().name().substring(0, 1), Parts.icon(Badges.shape(worst.get())));
            badge.getStyleClass().addAll("badge", "sev-" + worst.get().key());
        } else if (!results.isEmpty()
                && results.stream()
                        .allMatch(r -> r.status() == Status.UNKNOWN || r.status() == Status.NOT_APPLICABLE)) {
            badge = new Label("", Parts.icon(Feather.SLASH));
            badge.getStyleClass().addAll("badge", "status-unknown");
        } else {
            return Optional.empty();
        }
        badge.getStyleClass().add("rail-badge");
        badge.setMinWidth(USE_PREF_SIZE);
        return Optional.of(badge);
    }

    private static Optional<Severity> worst(List<Result> results) {
        return results.stream()
                .filter(r -> r.status() == Status.FAIL || r.status() == Status.WARN)
                .map(r -> r.control().severity())
                .min(Severity::compareTo);
    }

    /// A name that fits the rail; the whole one is in the tooltip and the heading.
    private static String shortName(Area area) {
        return switch (area) {
            case AUTHENTICATION -> "Authentication";
            case CONNECTIONS -> "Connections";
            case ENCRYPTION -> "Encryption";
            case BACKUP -> "Backups";
            case MONITORING -> "Monitoring";
            case UPDATES -> "Updates";
            case NETWORK -> "Network";
            case INJECTION -> "SQL injection";
            case APPLICATION -> "Application";
            case AUDITS -> "Audits";
        };
    }
}
