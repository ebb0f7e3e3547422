package org.pgrampart.ui.connect;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.target.Checklist;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.TargetForm.Field;

/// The Connect page: one field that understands everything, the parts below it, the live checklist beside them.
public final class ConnectView extends StackPane {
    private final ConnectViewModel model;
    private final VBox trouble = Parts.column("trouble");

    public ConnectView(ConnectViewModel model) {
        this.model = model;
        TextField paste = Parts.field(
                "Connection string, service name, host or SSH alias",
                "postgresql://audit@db1.example.org/shop   ·   service=shop   ·   an SSH alias");
        paste.setId("paste");
        paste.getStyleClass().add("paste");
        paste.textProperty().bindBidirectional(model.pasted());
        paste.setOnAction(_ -> model.connect());

        VBox form = Parts.column("form", columns(), bottom());
        HBox.setHgrow(form, Priority.ALWAYS);
        VBox checks = checklist();
        checks.setMinWidth(270);
        checks.setPrefWidth(300);
        HBox body = new HBox(form, checks);
        body.setSpacing(24);

        VBox page = Parts.column(
                "page",
                Parts.heading(
                        "Connect to a server",
                        "Paste what you already have. Looking changes nothing, and nothing is created on the server."),
                paste,
                trouble,
                body);
        VBox whole = new VBox(Parts.scroll(page), footer());
        VBox.setVgrow(whole.getChildren().getFirst(), Priority.ALWAYS);
        getChildren().add(whole);

        model.problem().subscribe(problem -> {
            trouble.getChildren().clear();
            problem.ifPresent(p -> trouble.getChildren().add(Parts.notice(p)));
            Parts.shown(trouble, problem.isPresent());
        });
        model.question().subscribe(question -> {
            getChildren().removeIf(QuestionSheet.class::isInstance);
            question.ifPresent(q -> getChildren().add(new QuestionSheet(q)));
        });
    }

    private Node columns() {
        GridPane grid = new GridPane();
        grid.setHgap(24);
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        grid.getColumnConstraints().addAll(half, half);
        grid.add(column("Database", false), 0, 0);
        grid.add(column("Server (SSH), optional", true), 1, 0);
        return grid;
    }

    private VBox column(String title, boolean host) {
        VBox column = Parts.column("form-column", Parts.text(title, "section"));
        for (Field field : Field.values()) {
            if (field.host() == host && field != Field.NAME && field != Field.ENVIRONMENT) {
                column.getChildren().add(input(field));
                if (field == Field.USER) {
                    column.getChildren().add(password());
                }
            }
        }
        return column;
    }

    private Node bottom() {
        GridPane grid = new GridPane();
        grid.setHgap(24);
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        grid.getColumnConstraints().addAll(half, half);
        grid.add(input(Field.NAME), 0, 0);
        grid.add(input(Field.ENVIRONMENT), 1, 0);
        return grid;
    }

    private Node input(Field field) {
        Label label = Parts.text(field.label(), "form-label");
        Label origin = Parts.brief("", "form-origin");
        origin.textProperty().bind(model.origin(field));
        Node control;
        if (field.choices().isEmpty()) {
            TextField text = Parts.field(field.label(), field.hint());
            text.textProperty().bindBidirectional(model.property(field));
            text.setOnAction(_ -> model.connect());
            control = text;
        } else {
            ComboBox<String> choice = new ComboBox<>();
            choice.getItems().setAll(field.choices());
            choice.valueProperty().bindBidirectional(model.property(field));
            choice.setMaxWidth(Double.MAX_VALUE);
            choice.setAccessibleText(field.label());
            control = choice;
        }
        control.setId("field-" + field.name().toLowerCase(java.util.Locale.ROOT));
        label.setLabelFor(control);
        VBox box = Parts.column("field", Parts.row("field-head", label, origin), control);
        box.setSpacing(2);
        if (field == Field.TLS) {
            Label lowered = Parts.prose(
                    "Below verify-full somebody in between can read along. It is recorded with the target.",
                    "small",
                    "muted");
            model.property(field).subscribe(mode -> Parts.shown(lowered, !mode.equals("verify-full")));
            box.getChildren().add(lowered);
        }
        return box;
    }

    private Node password() {
        PasswordField password = new PasswordField();
        password.setId("field-password");
        password.setAccessibleText("Password");
        password.setPromptText("from ~/.pgpass, or asked when needed");
        password.textProperty().bindBidirectional(model.password());
        password.setOnAction(_ -> model.connect());
        Label label = Parts.text("Password", "form-label");
        label.setLabelFor(password);
        VBox box = Parts.column("field", label, password);
        box.setSpacing(2);
        return box;
    }

    private VBox checklist() {
        List<Node> rows = new ArrayList<>();
        rows.add(Parts.text("How far the connection is", "section"));
        for (Checklist.Line line : Checklist.Line.values()) {
            rows.add(line(line));
        }
        return Parts.column("card", rows.toArray(Node[]::new));
    }

    private Node line(Checklist.Line line) {
        StackPane mark = new StackPane();
        mark.setMinWidth(18);
        mark.setAlignment(javafx.geometry.Pos.TOP_CENTER);
        Label title = Parts.prose(line.title());
        Label detail = Parts.prose("", "small", "muted");
        Label remedy = Parts.prose("", "small", "strong");
        VBox words = new VBox(title, detail, remedy);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        HBox row = new HBox(mark, words);
        row.getStyleClass().add("check-line");
        model.line(line).subscribe(now -> {
            mark.getChildren().setAll(Parts.icon(shape(now.state()), "state-" + key(now.state())));
            detail.setText(now.detail());
            remedy.setText(now.remedy());
            Parts.shown(detail, !now.detail().isEmpty());
            Parts.shown(remedy, !now.remedy().isEmpty());
            row.setAccessibleText(line.title() + ": " + key(now.state()) + ". " + now.detail() + " " + now.remedy());
        });
        return row;
    }

    private static String key(Checklist.State state) {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Feather shape(Checklist.State state) {
        return switch (state) {
            case WAITING -> Feather.CIRCLE;
            case RUNNING -> Feather.LOADER;
            case OK -> Feather.CHECK_CIRCLE;
            case WARN -> Feather.ALERT_CIRCLE;
            case FAIL -> Feather.X_OCTAGON;
            case SKIPPED -> Feather.MINUS;
        };
    }

    private Node footer() {
        Button connect = Parts.button("Connect", Feather.LOG_IN, model::connect, "accent");
        connect.setId("connect");
        Button stop = Parts.button("Stop", model::stop);
        stop.visibleProperty().bind(model.connecting());
        stop.managedProperty().bind(model.connecting());
        Label why = Parts.brief("", "muted");
        Runnable refresh = () -> {
            String missing = model.missing().orElse("");
            why.setText(missing);
            connect.setAccessibleHelp(missing);
            connect.setDisable(!missing.isEmpty() || model.connecting().get());
        };
        model.property(Field.HOST).subscribe(_ -> refresh.run());
        model.property(Field.SSH_HOST).subscribe(_ -> refresh.run());
        model.connecting().subscribe(_ -> refresh.run());
        return Parts.row("footer", why, Parts.space(), stop, connect);
    }
}
