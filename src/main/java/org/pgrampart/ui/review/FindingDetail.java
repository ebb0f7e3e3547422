package org.pgrampart.ui.review;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Reversal;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Status;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.CodeView;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Steps;

/// One finding: why it matters, what exactly will change, by hand, how to undo, and what it was judged from.
final class FindingDetail extends VBox {
    private final ReviewViewModel model;
    private final Row row;
    private final VBox change = Parts.column("tab-body");
    private final VBox undo = Parts.column("tab-body");
    private boolean asked;

    FindingDetail(ReviewViewModel model, Row row, Runnable toggle) {
        this.model = model;
        this.row = row;
        getStyleClass().add("detail");
        setMinWidth(0);
        getChildren().addAll(head(toggle), tabs());
    }

    private Node head(Runnable toggle) {
        FlowPane badges = new FlowPane(6, 6);
        badges.getChildren().add(Badges.status(row.status()));
        if (row.open()) {
            badges.getChildren().add(Badges.severity(row.control().severity()));
        }
        badges.getChildren().add(Badges.badge(row.control().number(), Feather.HASH, "chip"));
        row.changes().stream()
                .map(Change::effect)
                .max(Effect::compareTo)
                .ifPresent(effect -> badges.getChildren().add(Badges.effect(effect)));
        if (row.changes().stream().anyMatch(c -> c.hazard() == Hazard.MAY_CUT_ACCESS)) {
            badges.getChildren().add(Badges.hazard());
        }
        VBox head = Parts.column("detail-head", Parts.prose(row.control().title(), "detail-title"), badges);
        row.finding()
                .ifPresent(f -> head.getChildren()
                        .addAll(fact("Where", f.subject().name()), fact("Seen", f.seen()), fact("Wanted", f.wanted())));
        if (row.finding().isEmpty()) {
            head.getChildren().add(Parts.prose(row.result().outcome().reason()));
        }
        if (row.status() == Status.UNKNOWN) {
            head.getChildren()
                    .add(Parts.notice(
                            "warn",
                            "This could not be checked, so nothing is claimed.",
                            row.missing().isEmpty() ? "" : "It needs " + row.missing() + ".",
                            row.missing().isEmpty() ? Parts.space() : Parts.copy("Copy what is needed", row::missing)));
        }
        row.waiver()
                .ifPresent(
                        w -> head.getChildren().add(Parts.notice("info", "Waived by " + w.who(), w.justification())));
        Node action = action(toggle);
        head.getChildren().add(action);
        return head;
    }

    private static Node fact(String name, String value) {
        var label = Parts.text(name, "muted");
        label.setMinWidth(62);
        var text = Parts.prose(value);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMinWidth(0);
        HBox line = Parts.row("fact", label, text);
        line.setAlignment(javafx.geometry.Pos.TOP_LEFT);
        return line;
    }

    private Node action(Runnable toggle) {
        if (!row.open()) {
            return Parts.shown(new HBox(), false);
        }
        if (row.changes().isEmpty() && row.asks().isEmpty()) {
            return Parts.prose("No automatic change. The steps are under “By hand”.", "muted");
        }
        Button add = Parts.button("", toggle);
        add.setId("toggle-plan");
        Runnable show = () -> {
            boolean planned = model.planned(row);
            add.setText(
                    planned ? "Remove from plan" : row.changes().isEmpty() ? "Answer and add to plan…" : "Add to plan");
            add.setGraphic(Parts.icon(planned ? Feather.MINUS : Feather.PLUS));
            add.getStyleClass().remove("accent");
            if (!planned) {
                add.getStyleClass().add("accent");
            }
        };
        show.run();
        model.session().chosen().addListener((javafx.collections.ListChangeListener<Object>) _ -> show.run());
        return Parts.row("then", add, Parts.text("P", "badge", "chip"));
    }

    private Node tabs() {
        Tab changes = tab("What changes", "What exactly will change", change);
        Tab back = tab("How to undo", "How to undo", undo);
        TabPane tabs = new TabPane(
                tab("Why it matters", "Why it matters", why()),
                changes,
                tab("By hand", "Do it by hand", byHand()),
                back,
                tab("Evidence", "What it was judged from", evidence()));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setAccessibleText("About this finding");
        VBox.setVgrow(tabs, Priority.ALWAYS);
        describe(null);
        changes.selectedProperty().subscribe(this::ask);
        back.selectedProperty().subscribe(this::ask);
        return tabs;
    }

    private static Tab tab(String word, String whole, Region body) {
        Tab tab = new Tab(word, Parts.scroll(body));
        tab.setTooltip(Parts.tip(whole));
        return tab;
    }

    private VBox why() {
        VBox body = Parts.column(
                "tab-body",
                Parts.prose(row.control().why()),
                Parts.text("When it is fine to leave this, and what the fix costs", "strong"),
                Parts.prose(row.control().cost()));
        body.getChildren().add(Parts.text("References", "strong"));
        row.control().references().forEach(r -> {
            var line = Parts.prose(r, "muted");
            HBox.setHgrow(line, Priority.ALWAYS);
            line.setMinWidth(0);
            body.getChildren()
                    .add(r.startsWith("http") ? Parts.row("ref", line, Parts.copy("Copy link " + r, () -> r)) : line);
        });
        return body;
    }

    private VBox byHand() {
        VBox body = Parts.column("tab-body", Parts.prose(row.control().fix()));
        if (!row.changes().isEmpty()) {
            body.getChildren().addAll(new CodeView("The same as statements", Steps.text(row.changes())));
            row.changes().stream().map(Change::effect).max(Effect::compareTo).ifPresent(effect -> {
                switch (effect) {
                    case RELOAD -> body.getChildren().add(new CodeView("Then reload", "SELECT pg_reload_conf();"));
                    case RESTART ->
                        body.getChildren()
                                .add(Parts.prose("Then restart the server; it drops every session.", "muted"));
                    case NEW_SESSIONS -> {
                        body.getChildren().add(new CodeView("Then reload", "SELECT pg_reload_conf();"));
                        body.getChildren().add(Parts.prose("It counts for sessions that begin afterwards.", "muted"));
                    }
                    case AT_ONCE -> body.getChildren().add(Parts.prose("It counts at once.", "muted"));
                }
            });
        }
        return body;
    }

    private VBox evidence() {
        VBox body = Parts.column("tab-body");
        List<Evidence> evidence = row.result().outcome().evidence();
        if (evidence.isEmpty()) {
            body.getChildren().add(Parts.prose(row.result().outcome().reason(), "muted"));
        }
        evidence.stream()
                .collect(Collectors.groupingBy(
                        Evidence::source,
                        java.util.LinkedHashMap::new,
                        Collectors.mapping(Evidence::text, Collectors.toList())))
                .forEach((source, texts) -> body.getChildren().add(new CodeView(source, String.join("\n", texts))));
        return body;
    }

    /// Asks the server once what the exact differences are, when somebody looks.
    private void ask(boolean looked) {
        if (looked && !asked && !row.changes().isEmpty()) {
            asked = true;
            model.preview(row, this::describe, this::trouble);
        }
    }

    private void trouble(Problem problem) {
        change.getChildren().addFirst(Parts.notice(problem));
    }

    private void describe(@org.jspecify.annotations.Nullable Proposal exact) {
        change.getChildren().clear();
        undo.getChildren().clear();
        if (row.changes().isEmpty()) {
            String text = row.asks().isEmpty()
                    ? "The program changes nothing here. What to do is under “By hand”."
                    : "What will change depends on your answer. Add it to the plan to be asked.";
            change.getChildren().add(Parts.prose(text));
            undo.getChildren().add(Parts.prose("Nothing is changed by the program, so there is nothing to undo."));
            return;
        }
        List<Node> changes = new ArrayList<>();
        if (exact == null || exact.entries().isEmpty()) {
            row.changes().forEach(c -> changes.add(Parts.prose(c.summary(), "strong")));
            changes.add(new CodeView("What will run", Steps.text(row.changes())));
            undo.getChildren().add(Parts.prose("The exact way back is worked out from the server's present state."));
        } else {
            exact.entries().forEach(e -> {
                changes.add(new CodeView(e.summary(), e.preview()));
                undo.getChildren().addAll(reversal(e.reversal()), new CodeView("Undo: " + e.summary(), e.undo()));
            });
            exact.notes().forEach(note -> changes.add(Parts.notice("info", note, "")));
        }
        row.changes().stream().map(Change::effect).max(Effect::compareTo).ifPresent(e -> changes.add(who(e)));
        change.getChildren().addAll(changes);
        undo.getChildren()
                .add(Parts.prose(
                        "After applying, the Report page lists the change set with “Roll everything back”, and a script"
                                + " that needs nothing of this program lies on the server.",
                        "muted"));
    }

    private static Node reversal(Reversal reversal) {
        return switch (reversal) {
            case Reversal.Exact _ -> Parts.prose("It can be undone exactly.");
            case Reversal.Equivalent(String because) ->
                Parts.prose("It can be undone with the same effect: " + because);
            case Reversal.None(String because) -> Parts.notice("bad", "It cannot be undone.", because);
        };
    }

    private static Node who(Effect effect) {
        return Parts.prose(
                switch (effect) {
                    case AT_ONCE -> "It counts at once. Existing sessions stay open.";
                    case NEW_SESSIONS ->
                        "It counts for new sessions. Existing sessions stay open and stay as they are.";
                    case RELOAD -> "The server reloads its settings. Nobody is disconnected.";
                    case RESTART -> "The server has to restart: every session is dropped for a few seconds.";
                },
                "muted");
    }
}
