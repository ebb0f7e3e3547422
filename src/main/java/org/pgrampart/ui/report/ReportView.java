package org.pgrampart.ui.report;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.assess.Assessment;
import org.pgrampart.model.Area;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.ScoreRing;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.ShareBar;
import org.pgrampart.ui.report.ReportViewModel.Form;

/// The Report page: the verdict, the areas, what to do first, the files, and the change sets.
public final class ReportView extends VBox {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private final ReportViewModel model;
    private final VBox notices = Parts.column("notices");
    private final VBox summary = Parts.column("summary");
    private final VBox changes = Parts.column("changes");

    public ReportView(ReportViewModel model) {
        this.model = model;
        VBox page = Parts.column(
                "page",
                Parts.heading("Report", "One file that opens in every browser, or JSON for other programs."),
                notices,
                summary,
                changes);
        var scroll = Parts.scroll(page);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        Button html = Parts.button("Export HTML", Feather.FILE_TEXT, () -> choose(Form.HTML), "accent");
        html.setId("export-html");
        Button json = Parts.button("Export JSON", Feather.CODE, () -> choose(Form.JSON));
        json.setId("export-json");
        getChildren()
                .addAll(
                        scroll,
                        Parts.row(
                                "footer",
                                Parts.button(
                                        "Assess again",
                                        Feather.REFRESH_CW,
                                        () -> model.session().go(Screen.ASSESS)),
                                Parts.space(),
                                json,
                                html));
        model.problem().subscribe(_ -> notices());
        model.done().subscribe(_ -> notices());
        model.session().assessmentProperty().subscribe(_ -> summary());
        model.changes().addListener((ListChangeListener<Live.ChangeSet>) _ -> changes());
        model.busy().subscribe(_ -> changes());
        changes();
    }

    private void choose(Form form) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Export the report");
        Optional<Path> suggested = model.suggested(form);
        suggested.ifPresent(
                path -> chooser.setInitialFileName(path.getFileName().toString()));
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(form.name(), "*." + form.ending()));
        Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()))
                .ifPresent(file -> model.export(form, file.toPath()));
    }

    private void notices() {
        notices.getChildren().clear();
        model.problem().get().ifPresent(p -> notices.getChildren().add(Parts.notice(p)));
        model.done().get().ifPresent(text -> notices.getChildren().add(Parts.notice("good", text, "")));
        Parts.shown(notices, !notices.getChildren().isEmpty());
    }

    private void summary() {
        summary.getChildren().clear();
        model.session().assessment().ifPresent(this::show);
    }

    private void show(Assessment assessment) {
        ScoreRing ring = new ScoreRing(42);
        ring.show(assessment.score());
        VBox words = Parts.column(
                "words",
                Parts.prose(model.verdict(), "card-title"),
                Parts.prose(
                        "%s, assessed %s, PostgreSQL %s, baseline %s. %d %% of what applies was checked."
                                .formatted(
                                        assessment.target(),
                                        WHEN.format(assessment.started()),
                                        assessment.answers().server().versionText(),
                                        assessment.baseline().name(),
                                        Math.round(assessment.score().coverage() * 100)),
                        "muted"));
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        summary.getChildren().addAll(Parts.row("verdict", ring, words), areas(assessment));
        if (!model.worst().isEmpty()) {
            summary.getChildren().add(Parts.text("Do these first", "section"));
            model.worst()
                    .forEach(r -> summary.getChildren()
                            .add(Parts.column(
                                    "finding-line",
                                    Parts.row(
                                            "worst",
                                            Badges.severity(r.control().severity()),
                                            Parts.text(r.control().number(), "muted", "small"),
                                            Parts.brief(r.control().title(), "strong")),
                                    Parts.prose(r.outcome().reason(), "muted", "small"))));
        }
    }

    private static Node areas(Assessment assessment) {
        GridPane grid = new GridPane();
        grid.setHgap(28);
        grid.setVgap(8);
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        grid.getColumnConstraints().addAll(half, half);
        for (Area area : Area.values()) {
            ShareBar bar = new ShareBar();
            bar.show(assessment.in(area));
            var points = assessment.score(area).points();
            Label score = Parts.text(points.isPresent() ? Integer.toString(points.getAsInt()) : "–", "rail-score");
            Label name = Parts.brief(area.number() + "  " + area.title());
            HBox head = Parts.row("area-head", name, Parts.space(), score);
            VBox box = new VBox(head, bar);
            box.setSpacing(3);
            grid.add(box, area.ordinal() / 5, area.ordinal() % 5);
        }
        return grid;
    }

    private void changes() {
        changes.getChildren().setAll(Parts.text("Change sets", "section"));
        if (model.session().live().isEmpty()) {
            changes.getChildren().add(Parts.prose("Connect to the server to see what was changed there.", "muted"));
            return;
        }
        if (model.changes().isEmpty()) {
            changes.getChildren().add(Parts.prose("Nothing was changed on this server.", "muted"));
        }
        boolean first = true;
        for (Live.ChangeSet set : model.changes()) {
            changes.getChildren().add(row(set, first));
            first &= !set.canRollBack();
        }
    }

    private Node row(Live.ChangeSet set, boolean newest) {
        VBox words = new VBox(
                Parts.brief(set.summary(), "strong"),
                Parts.brief(set.id() + ", " + WHEN.format(set.at()) + ", by " + set.who(), "muted", "small"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = Parts.row("change-set", words, Badges.badge(set.state(), Feather.GIT_COMMIT, "chip"));
        row.getStyleClass().add("card");
        if (set.canRollBack()) {
            Button back = Parts.button("Roll everything back", Feather.ROTATE_CCW, () -> model.rollBack(set));
            back.setId(newest ? "roll-back" : "roll-back-" + set.id());
            back.setAccessibleText("Roll back change set " + set.id());
            back.setDisable(model.busy().get());
            row.getChildren().add(back);
        }
        return row;
    }
}
