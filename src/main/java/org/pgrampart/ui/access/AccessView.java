package org.pgrampart.ui.access;

import java.util.EnumMap;
import java.util.Map;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.access.AccessComparison;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.Impact;
import org.pgrampart.format.Printable;
import org.pgrampart.ui.access.AccessViewModel.Said;
import org.pgrampart.ui.access.AccessViewModel.Show;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Screen;

/// Who can log in: a question about one login, then the table of all of them or of everybody who is known.
public final class AccessView extends VBox {
    private final AccessViewModel model;
    private final VBox body = Parts.column("access-body");
    private final AccessRows table;
    private final ClientRows clients;
    private final Map<Show, ToggleButton> filters = new EnumMap<>(Show.class);
    private final GridPane answers = new GridPane();
    private final VBox detail = Parts.column("access-detail");
    private final Node question;
    private final Node filterBar;
    private final Button back;
    private final Button again;

    public AccessView(AccessViewModel model) {
        this.model = model;
        table = new AccessRows(model);
        clients = new ClientRows(model);
        question = question();
        filterBar = filterBar();
        back = Parts.button("Back to Review", Feather.ARROW_LEFT, model::back);
        answers.getStyleClass().add("access-answers");
        again = Parts.button("Read again", Feather.REFRESH_CW, model::read);
        VBox page = Parts.column(
                "page",
                Parts.heading(
                        "Who can log in",
                        "The server takes the first line of pg_hba.conf that matches. This is what it makes of each login."),
                body);
        VBox.setVgrow(page, Priority.ALWAYS);
        VBox.setVgrow(body, Priority.ALWAYS);
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox.setVgrow(clients, Priority.ALWAYS);
        table.setMinHeight(90);
        clients.setMinHeight(90);
        getChildren().addAll(page, Parts.row("footer", back, Parts.space(), again));
        model.today().subscribe(_ -> refresh());
        model.working().subscribe(_ -> refresh());
        model.problem().subscribe(_ -> refresh());
        model.said().subscribe(_ -> answer());
        model.rows().addListener((ListChangeListener<AccessComparison.Row>) _ -> count());
        model.show().subscribe(_ -> tables());
        told(table.getSelectionModel().selectedItemProperty());
        told(clients.getSelectionModel().selectedItemProperty());
    }

    private void refresh() {
        body.getChildren().clear();
        back.setText(model.backTo());
        Parts.shown(again, model.problem().get().isEmpty());
        again.setDisable(model.working().get());
        model.problem().get().ifPresent(problem -> {
            Button retry = Parts.button("Try again", Feather.REFRESH_CW, model::read);
            body.getChildren().addAll(Parts.notice(problem), retry);
            focus(retry);
        });
        if (model.working().get()) {
            ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
            bar.setAccessibleText("Reading who can log in");
            body.getChildren()
                    .add(Parts.row(
                            "working", bar, Parts.text("Reading the rules, the roles and who is connected", "muted")));
            return;
        }
        model.today().get().filter(_ -> model.problem().get().isEmpty()).ifPresent(this::show);
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
            focus(again);
            return;
        }
        model.planned()
                .ifPresent(plan -> body.getChildren()
                        .add(Parts.notice(
                                plan.impact().having(Impact.Kind.REFUSED).isEmpty() ? "info" : "warn",
                                "With the plan",
                                plan.impact().sentence())));
        picture.gaps().forEach(gap -> body.getChildren().add(Parts.notice("info", Printable.line(gap), "")));
        body.getChildren().addAll(question, answers, filterBar, table, clients, detail);
        tables();
        focus(model.show().get() == Show.CLIENTS ? clients : table);
    }

    /// Takes the focus that fell elsewhere while there was nothing here to have it.
    private void focus(Node node) {
        if (getScene() == null || model.session().screen().get() != Screen.ACCESS) {
            return;
        }
        Node owner = getScene().getFocusOwner();
        for (Node at = owner; at != null; at = at.getParent()) {
            if (at == this) {
                return;
            }
        }
        if (!(owner instanceof TextInputControl)) {
            node.requestFocus();
        }
    }

    private Node question() {
        TextField role = Parts.field("Role", "Role");
        role.setId("access-role");
        TextField database = Parts.field("Database, nothing for the one called like the role", "Database");
        TextField from = Parts.field("From this address, nothing for the local socket", "Address or socket");
        from.setId("access-from");
        CheckBox tls = new CheckBox("with TLS");
        role.textProperty().bindBidirectional(model.role());
        database.textProperty().bindBidirectional(model.database());
        from.textProperty().bindBidirectional(model.from());
        tls.selectedProperty().bindBidirectional(model.tls());
        tls.disableProperty().bind(model.from().isEmpty());
        tls.setMinWidth(USE_PREF_SIZE);
        for (TextField field : new TextField[] {role, database, from}) {
            HBox.setHgrow(field, Priority.ALWAYS);
            field.setMinWidth(80);
            field.setPrefWidth(125);
        }
        from.setPrefWidth(200);
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
                    .add(show == Show.OPEN ? "left-pill" : show == Show.CLIENTS ? "right-pill" : "center-pill");
            button.setOnAction(_ -> {
                button.setSelected(true);
                model.show().set(show);
            });
            filters.put(show, button);
            row.getChildren().add(button);
        }
        TextField text = Parts.field("Filter the table", "Filter: role, database, address, method");
        text.textProperty().bindBidirectional(model.text());
        HBox.setHgrow(text, Priority.ALWAYS);
        return Parts.row("access-filter", row, text);
    }

    private void answer() {
        Decided.share(
                answers,
                model.said().get().stream()
                        .map((Said said) ->
                                Parts.notice(said.kind(), Printable.line(said.title()), Printable.text(said.text())))
                        .toList());
        Parts.shown(answers, !answers.getChildren().isEmpty());
    }

    private void tables() {
        boolean known = model.show().get() == Show.CLIENTS;
        Parts.shown(table, !known);
        Parts.shown(clients, known);
        count();
        tell();
    }

    private void count() {
        boolean planned = model.planned().isPresent();
        filters.forEach((show, button) -> {
            button.setText(show.word() + " " + model.count(show));
            button.setSelected(model.show().get() == show);
            Parts.shown(button, planned || show != Show.CHANGES);
        });
    }

    private void told(ObservableValue<?> selected) {
        selected.subscribe(_ -> tell());
    }

    /// The selected row in full, below the table.
    private void tell() {
        detail.getChildren().clear();
        boolean planned = model.planned().isPresent();
        if (model.show().get() == Show.CLIENTS) {
            Impact.Row row = clients.getSelectionModel().getSelectedItem();
            if (row != null) {
                String because = row.because().isEmpty() ? "" : ". " + Decided.capital(row.because());
                detail.getChildren()
                        .addAll(
                                Parts.prose(
                                        Printable.line(Decided.capital(
                                                row.client().login().words())),
                                        "strong"),
                                Parts.prose(Printable.line(ClientRows.known(row.client()) + because), "muted", "small"),
                                Decided.sides(row.before(), row.after(), planned));
            }
        } else {
            AccessComparison.Row row = table.getSelectionModel().getSelectedItem();
            if (row != null) {
                String to = row.replication() ? "replication" : Decided.names(row.databases());
                detail.getChildren()
                        .addAll(
                                Parts.prose(
                                        Decided.names(row.roles()) + "  →  " + to + "  from "
                                                + Printable.line(row.from()),
                                        "strong"),
                                Decided.sides(row.before(), row.after(), planned));
            }
        }
        Parts.shown(detail, !detail.getChildren().isEmpty());
    }
}
