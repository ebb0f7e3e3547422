package org.pgrampart.ui.welcome;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Engine;
import org.pgrampart.ui.kit.Parts;

/// The start page: three cards and the servers that were used before, or an assessment opened from a file.
public final class WelcomeView extends StackPane {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private final WelcomeViewModel model;
    private final VBox trouble = Parts.column("trouble");
    private final VBox servers = Parts.column("servers");
    private final VBox start;

    public WelcomeView(WelcomeViewModel model) {
        this.model = model;
        Button assess = card(
                "assess",
                Feather.SERVER,
                "Assess a server",
                "Connect with what you have: a connection string, a service name, an SSH alias. Looking changes nothing.");
        assess.setOnAction(_ -> model.assess());
        Button practise = card(
                "practise",
                Feather.LIFE_BUOY,
                "Practise on a safe local server",
                "A weak PostgreSQL starts on your own computer and goes away without a trace. Break what you like.");
        practise.getStyleClass().add("violet");
        practise.setOnAction(_ -> model.practise());
        practise.disableProperty().bind(model.busy());
        Button open = card(
                "open",
                Feather.FILE_TEXT,
                "Open an assessment file",
                "Read an earlier result as JSON. No server and no network needed.");
        open.setOnAction(_ -> choose());
        HBox cards = Parts.row("cards", assess, practise, open);
        cards.setFillHeight(true);
        cards.getChildren().forEach(c -> {
            HBox.setHgrow(c, Priority.ALWAYS);
            ((Button) c).setMaxWidth(Double.MAX_VALUE);
            ((Button) c).setMaxHeight(Double.MAX_VALUE);
            ((Button) c).setPrefWidth(280);
        });

        Label doing = Parts.text("", "muted");
        doing.textProperty().bind(model.starting());
        ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        bar.setAccessibleText("The practice server is starting");
        HBox starting = Parts.row("starting", bar, doing);
        starting.visibleProperty().bind(model.busy());
        starting.managedProperty().bind(model.busy());

        start = Parts.column(
                "page",
                Parts.heading(
                        "How well is your PostgreSQL protected?",
                        "See how well a PostgreSQL server is protected, and put right what is not. Looking changes"
                                + " nothing."),
                trouble,
                cards,
                starting,
                servers);
        start.setMaxWidth(1080);
        StackPane centred = new StackPane(start);
        getChildren().add(Parts.scroll(centred));

        model.problem().subscribe(problem -> {
            trouble.getChildren().clear();
            problem.ifPresent(p -> trouble.getChildren().add(Parts.notice(p)));
            Parts.shown(trouble, problem.isPresent());
        });
        model.known().addListener((ListChangeListener<Engine.Known>) _ -> list());
        list();
        model.opened().subscribe(stored -> {
            getChildren().removeIf(StoredView.class::isInstance);
            stored.ifPresent(s -> getChildren().add(new StoredView(s, model::closeFile)));
            getChildren().getFirst().setVisible(stored.isEmpty());
        });
    }

    private static Button card(String id, Feather shape, String title, String text) {
        VBox words = Parts.column(
                "choice", Parts.icon(shape, "card-icon"), Parts.prose(title, "card-title"), Parts.prose(text, "muted"));
        words.setMaxWidth(Double.MAX_VALUE);
        Button card = new Button(title, words);
        card.setId(id);
        card.getStyleClass().setAll("choice-card");
        card.setAccessibleText(title + ". " + text);
        words.prefWidthProperty().bind(card.widthProperty().subtract(40));
        return card;
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open an assessment file");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Assessments", "*.json"));
        Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow())).ifPresent(f -> model.open(f.toPath()));
    }

    private void list() {
        servers.getChildren().clear();
        servers.getChildren().add(Parts.text("Your servers", "section"));
        if (model.known().isEmpty()) {
            servers.getChildren()
                    .add(Parts.prose(
                            "None yet. A server you connect to is listed here with its last score; its passwords are not"
                                    + " kept.",
                            "muted"));
        }
        model.known().forEach(known -> servers.getChildren().add(row(known)));
    }

    private Node row(Engine.Known known) {
        String name = known.form().get(org.pgrampart.ui.kit.TargetForm.Field.NAME);
        String environment = known.form().get(org.pgrampart.ui.kit.TargetForm.Field.ENVIRONMENT);
        String when = known.assessed().map(at -> "assessed " + WHEN.format(at)).orElse("not assessed yet");
        String score = known.score().isPresent() ? known.score().getAsInt() + " of 100" : "–";
        HBox line = Parts.row(
                "server",
                Parts.icon(Feather.DATABASE),
                Parts.brief(name, "strong"),
                Badges.badge(environment, Feather.TAG, "chip"),
                Parts.space(),
                Parts.text(when, "muted"),
                Parts.text(score, "strong"));
        Button button = new Button(name, line);
        button.getStyleClass().setAll("list-row");
        button.setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
        button.setMaxWidth(Double.MAX_VALUE);
        line.prefWidthProperty().bind(button.widthProperty().subtract(24));
        button.setAccessibleText(name + ", " + environment + ", " + when + ", score " + score);
        button.setOnAction(_ -> model.assess(known));
        return button;
    }
}
