package org.pgrampart.ui.access;

import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.access.Client;
import org.pgrampart.access.Impact;
import org.pgrampart.format.Printable;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Parts;

/// Everybody who is connected, seen in the log or named by the project, and how each fares.
final class ClientRows extends TableView<Impact.Row> {
    private final AccessViewModel model;
    private final TableColumn<Impact.Row, Impact.Row> now = Decided.column("", 190, row -> Decided.cell(row.before()));
    private final TableColumn<Impact.Row, Impact.Row> then =
            Decided.column("After the plan", 190, row -> Decided.cell(row.after()));
    private final TableColumn<Impact.Row, Impact.Row> kind = Decided.column("Outcome", 125, this::badge);

    ClientRows(AccessViewModel model) {
        this.model = model;
        setId("access-clients");
        getStyleClass().add("access-rows");
        setAccessibleText("Known clients");
        setItems(model.clients());
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(Parts.prose(
                "No client matches. Nobody else is connected, seen in the log or named by the project.",
                "muted",
                "centred"));
        getColumns()
                .add(Decided.column(
                        "Client",
                        220,
                        row -> Decided.twoLines(
                                who(row.client()),
                                Decided.capital("from " + row.client().login().origin()))));
        getColumns().add(now);
        getColumns().add(then);
        getColumns().add(kind);
        setRowFactory(_ -> new Told());
        model.clients().addListener((ListChangeListener<Impact.Row>) _ -> sides());
        sides();
    }

    private void sides() {
        boolean planned = model.planned().isPresent();
        then.setVisible(planned);
        now.setText(planned ? "Today" : "How, and by which line");
    }

    /// `shop_app in shop`.
    static String who(Client client) {
        return client.login().role() + " in "
                + (client.login().replication() ? "replication" : client.login().database());
    }

    /// `Connected, seen in the log · gunicorn · this very login`.
    static String known(Client client) {
        String words = Decided.capital(
                client.sources().stream().map(Client.Source::words).sorted().collect(Collectors.joining(", ")));
        String application = client.application().isEmpty() ? "" : " · calls itself " + client.application();
        return words + application + (client.isLifeline() ? " · lifeline: " + client.lifeline() : "");
    }

    private Label badge(Impact.Row row) {
        if (model.planned().isEmpty()) {
            return switch (model.admission(row.client())) {
                case ENTERS -> Badges.badge("Gets in", Feather.CHECK_CIRCLE, "chip-good");
                case REFUSED -> Badges.badge("Refused", Feather.SLASH, "chip-bad");
                case UNKNOWN -> Badges.badge("Not known", Feather.HELP_CIRCLE, "chip-warn");
            };
        }
        return switch (row.kind()) {
            case REFUSED -> Badges.badge("Refused", Feather.SLASH, "chip-bad");
            case UNSURE -> Badges.badge("Not known", Feather.HELP_CIRCLE, "chip-warn");
            case OTHER_METHOD -> Badges.badge("Other proof", Feather.KEY, "chip-accent");
            case KEEPS -> Badges.badge("Keeps on", Feather.CHECK_CIRCLE, "chip-good");
            case GAINS -> Badges.badge("Gets in anew", Feather.LOG_IN, "chip-warn");
            case STAYS_OUT -> Badges.badge("Stays out", Feather.SLASH, "chip");
        };
    }

    private final class Told extends TableRow<Impact.Row> {
        @Override
        protected void updateItem(Impact.@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().remove("changed");
            if (empty || row == null) {
                setAccessibleText("");
                return;
            }
            if (row.kind() == Impact.Kind.REFUSED || row.kind() == Impact.Kind.UNSURE) {
                getStyleClass().add("changed");
            }
            setAccessibleText(Printable.line("%s: %s, today %s%s"
                    .formatted(
                            row.client().login().words(),
                            badge(row).getText(),
                            row.before().words(),
                            model.planned().isPresent()
                                    ? ", then " + row.after().words()
                                    : "")));
        }
    }
}
