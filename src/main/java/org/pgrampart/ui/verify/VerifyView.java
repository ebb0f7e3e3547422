package org.pgrampart.ui.verify;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Score;
import org.pgrampart.model.Area;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.ScoreRing;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.verify.VerifyViewModel.Line;

/// The Verify page: scores before and after, and every control that changed.
public final class VerifyView extends VBox {
    private final VerifyViewModel model;
    private final VBox body = Parts.column("verify-body");
    private final ListView<Line> list = new ListView<>();

    public VerifyView(VerifyViewModel model) {
        this.model = model;
        list.getStyleClass().add("findings");
        list.setAccessibleText("Controls that changed");
        list.setId("changed-controls");
        list.setItems(model.lines());
        list.setCellFactory(_ -> new Cell());
        list.setPlaceholder(Parts.prose("No control changed its outcome.", "muted"));
        VBox.setVgrow(list, Priority.ALWAYS);
        VBox.setVgrow(body, Priority.ALWAYS);
        VBox page = Parts.column(
                "page", Parts.heading("Verify", "Read again over new connections, after the changes."), body);
        VBox.setVgrow(page, Priority.ALWAYS);
        HBox footer = Parts.row(
                "footer",
                Parts.button("Read again", Feather.REFRESH_CW, model::verify),
                Parts.space(),
                Parts.button(
                        "Go to Report", Feather.FILE_TEXT, () -> model.session().go(Screen.REPORT), "accent"));
        footer.getChildren().getLast().setId("go-to-report");
        getChildren().addAll(page, footer);
        model.reading().subscribe(_ -> refresh());
        model.problem().subscribe(_ -> refresh());
        model.lines().addListener((ListChangeListener<Line>) _ -> refresh());
        model.session().assessmentProperty().subscribe(_ -> refresh());
    }

    private void refresh() {
        body.getChildren().clear();
        model.problem().get().ifPresent(p -> body.getChildren().add(Parts.notice(p)));
        if (model.reading().get()) {
            ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
            bar.setAccessibleText("Verifying");
            body.getChildren().add(Parts.row("working", bar, Parts.text("Reading the server again", "muted")));
            return;
        }
        var before = model.session().before();
        var after = model.session().assessment();
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        body.getChildren().addAll(scores(before.get(), after.get()), areas(before.get(), after.get()));
        long worse = model.lines().stream().filter(l -> l.better() < 0).count();
        if (worse > 0) {
            body.getChildren()
                    .add(Parts.notice(
                            "bad",
                            worse + " became worse and " + (worse == 1 ? "stands" : "stand") + " first.",
                            "Roll the change set back on the Report page if that was not wanted."));
        }
        body.getChildren().addAll(Parts.text("What changed", "section"), list);
    }

    private static Node scores(Assessment before, Assessment after) {
        ScoreRing then = new ScoreRing(30);
        then.show(before.score());
        ScoreRing now = new ScoreRing(40);
        now.show(after.score());
        now.setId("score-after");
        Label sentence = Parts.prose(words(before.score(), after.score()), "card-title");
        HBox.setHgrow(sentence, Priority.ALWAYS);
        return Parts.row("scores", then, Parts.icon(Feather.ARROW_RIGHT), now, sentence);
    }

    private static String words(Score before, Score after) {
        if (before.points().isEmpty() || after.points().isEmpty()) {
            return "There is no score to compare.";
        }
        int change = after.points().getAsInt() - before.points().getAsInt();
        String numbers =
                "from " + before.points().getAsInt() + " to " + after.points().getAsInt() + ".";
        return change > 0
                ? "The score rose " + numbers
                : change < 0
                        ? "The score fell " + numbers
                        : "The score stays at " + after.points().getAsInt() + ".";
    }

    private static Node areas(Assessment before, Assessment after) {
        FlowPane flow = new FlowPane(8, 8);
        for (Area area : Area.values()) {
            var then = before.score(area).points();
            var now = after.score(area).points();
            if (then.isPresent() && now.isPresent() && then.getAsInt() != now.getAsInt()) {
                boolean up = now.getAsInt() > then.getAsInt();
                flow.getChildren()
                        .add(Badges.badge(
                                area.title() + "  " + then.getAsInt() + " → " + now.getAsInt(),
                                up ? Feather.TRENDING_UP : Feather.TRENDING_DOWN,
                                up ? "chip-good" : "chip-bad"));
            }
        }
        return flow;
    }

    private static final class Cell extends ListCell<Line> {
        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            if (empty || line == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            HBox row = Parts.row(
                    "verify-row",
                    Badges.status(line.before().status()),
                    Parts.icon(Feather.ARROW_RIGHT),
                    Badges.status(line.after().status()),
                    Parts.text(line.after().control().number(), "muted", "small"),
                    Parts.brief(line.after().control().title(), "strong"),
                    Parts.space(),
                    Parts.text(open(line.before().open(), line.after().open()), "muted", "small"));
            row.setPrefWidth(0);
            setGraphic(row);
            setAccessibleText(line.after().control().title() + ", from "
                    + line.before().status().word() + " to "
                    + line.after().status().word());
        }

        private static String open(List<?> before, List<?> after) {
            return before.size() + " → " + after.size() + " open";
        }
    }
}
