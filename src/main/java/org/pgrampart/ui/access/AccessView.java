package org.pgrampart.ui.access;

import java.util.EnumMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.access.AccessComparison;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.format.Printable;
import org.pgrampart.ui.access.AccessViewModel.Said;
import org.pgrampart.ui.access.AccessViewModel.Show;
import org.pgrampart.ui.kit.Parts;

/// Who can log in: a question about one login, then the table of all of them.
public final class AccessView extends VBox {
    private final AccessViewModel model;
    private final VBox body = Parts.column("access-body");
    private final AccessRows table;
    private final Map<Show, ToggleButton> filters = new EnumMap<>(Show.class);
    private final VBox answers = Parts.column("access-answers");
    private final Node question;
    private final Node filterBar;
    private final Button back;

    public AccessView(AccessViewModel model) {
        this.model = model;
        table = new AccessRows(model);
        question = question();
        filterBar = filterBar();
        back = Parts.button("Back to Review", Feather.ARROW_LEFT, model::back);
        VBox page = Parts.column(
                "page",
                Parts.heading(
                        "Who can log in",
                        "The server takes the first line of pg_hba.conf that matches. This is what it makes of each login."),
                body);
        VBox.setVgrow(page, Priority.ALWAYS);
        VBox.setVgrow(body, Priority.ALWAYS);
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren()
                .addAll(
                        page,
                        Parts.row(
                                "footer",
                                back,
                                Parts.space(),
                                Parts.button("Read again", Feather.REFRESH_CW, model::read)));
        model.today().subscribe(_ -> refresh());
        model.working().subscribe(_ -> refresh());
        model.problem().subscribe(_ -> refresh());
        model.said().subscribe(_ -> answer());
        model.rows().addListener((ListChangeListener<AccessComparison.Row>) _ -> count());
    }

    private void refresh() {
        body.getChildren().clear();
        back.setText(model.backTo());
        model.problem()
                .get()
                .ifPresent(problem -> body.getChildren()
                        .addAll(Parts.notice(problem), Parts.button("Try again", Feather.REFRESH_CW, model::read)));
        if (model.working().get()) {
            ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
            bar.setAccessibleText("Reading who can log in");
            body.getChildren()
                    .add(Parts.row(
                            "working", bar, Parts.text("Reading the rules, the roles and who is connected", "muted")));
            return;
        }
        model.today().get().ifPresent(this::show);
    }

    private void show(AccessPicture picture) {
        var rules = picture.simulator().rules();
        if (!rules.loads()) {
            body.getChildren()
                    .add(Parts.notice(
                            "bad",
                            Printable.line(rules.problems().getFirst()),
                            "The server keeps the rules it loaded before and would not start again with these. Mend this"
                                    + " line first."));
            return;
        }
        model.planned()
                .ifPresent(plan -> body.getChildren()
                        .add(Parts.notice(
                                plan.impact()
                                                .having(org.pgrampart.access.Impact.Kind.REFUSED)
                                                .isEmpty()
                                        ? "info"
                                        : "warn",
                                "With the plan",
                                plan.impact().sentence())));
        picture.gaps().forEach(gap -> body.getChildren().add(Parts.notice("info", gap, "")));
        body.getChildren().addAll(question, answers, filterBar, table);
        count();
    }

    private Node question() {
        TextField role = Parts.field("Role", "Role");
        role.setId("access-role");
        TextField database = Parts.field("Database", "Database");
        TextField from = Parts.field("From this address, nothing for the local socket", "Address, or local socket");
        from.setId("access-from");
        CheckBox tls = new CheckBox("with TLS");
        role.textProperty().bindBidirectional(model.role());
        database.textProperty().bindBidirectional(model.database());
        from.textProperty().bindBidirectional(model.from());
        tls.selectedProperty().bindBidirectional(model.tls());
        tls.setMinWidth(USE_PREF_SIZE);
        for (TextField field : new TextField[] {role, database, from}) {
            HBox.setHgrow(field, Priority.ALWAYS);
            field.setMinWidth(80);
            field.setPrefWidth(150);
        }
        return Parts.row(
                "access-question",
                Parts.text("Can", "strong"),
                role,
                Parts.text("reach"),
                database,
                Parts.text("from"),
                from,
                tls);
    }

    private Node filterBar() {
        ToggleGroup group = new ToggleGroup();
        HBox row = new HBox();
        for (Show show : Show.values()) {
            ToggleButton button = new ToggleButton(show.word());
            button.setToggleGroup(group);
            button.setMinWidth(USE_PREF_SIZE);
            button.getStyleClass()
                    .add(show == Show.OPEN ? "left-pill" : show == Show.ALL ? "right-pill" : "center-pill");
            button.setOnAction(_ -> {
                button.setSelected(true);
                model.show().set(show);
            });
            filters.put(show, button);
            row.getChildren().add(button);
        }
        model.show().subscribe(_ -> count());
        TextField text = Parts.field("Filter the table", "Filter: role, database, address, method");
        text.textProperty().bindBidirectional(model.text());
        HBox.setHgrow(text, Priority.ALWAYS);
        return Parts.row("access-filter", row, text);
    }

    private void answer() {
        answers.getChildren().clear();
        for (Said said : model.said().get()) {
            answers.getChildren()
                    .add(Parts.notice(said.kind(), Printable.line(said.title()), Printable.text(said.text())));
        }
        Parts.shown(answers, !answers.getChildren().isEmpty());
    }

    private void count() {
        boolean planned = model.planned().isPresent();
        filters.forEach((show, button) -> {
            button.setText(show.word() + " " + model.count(show));
            button.setSelected(model.show().get() == show);
            Parts.shown(button, planned || show != Show.CHANGES);
        });
    }
}
