package org.pgrampart.ui.confirm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Reversal;
import org.pgrampart.plan.Mode;
import org.pgrampart.ui.kit.Band;
import org.pgrampart.ui.kit.CodeView;
import org.pgrampart.ui.kit.ImpactCard;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.ModeCard;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Screen;

/// The Confirm page: one page with everything that must be known, and a verb.
public final class ConfirmView extends StackPane {
    private static final List<Duration> WINDOWS =
            List.of(Duration.ofSeconds(60), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(15));

    private final ConfirmViewModel model;
    private final VBox body = Parts.column("confirm-body");
    private final Button apply;
    private final Button read;
    private final Label why = Parts.brief("", "muted");

    public ConfirmView(ConfirmViewModel model) {
        this.model = model;
        apply = Parts.button("Apply", Feather.SHIELD, model::apply, "danger");
        apply.setId("apply");
        read = Parts.button("Read the undo script", Feather.FILE_TEXT, model::read);
        read.setId("read-undo");
        read.setAccessibleHelp("Opens everything that takes this plan back; nothing is changed by that.");
        // Enter must not run a plan by accident; the frame binds Ctrl+Enter.
        apply.setDefaultButton(false);
        VBox page = Parts.column("page", body);
        page.setMaxWidth(860);
        var scroll = Parts.scroll(page);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox whole = new VBox(
                new Band(model.session()),
                scroll,
                Parts.row(
                        "footer",
                        Parts.button(
                                "Back to Plan",
                                Feather.ARROW_LEFT,
                                () -> model.session().go(Screen.PLAN)),
                        Parts.space(),
                        why,
                        Parts.text("Ctrl+Enter", "badge", "chip"),
                        apply));
        getChildren().add(whole);
        model.reading().subscribe(reading -> {
            getChildren().setAll(whole);
            whole.setDisable(reading);
            if (reading) {
                getChildren().add(new UndoSheet(model));
            } else {
                read.requestFocus();
            }
        });
        model.session().proposalProperty().subscribe(_ -> refresh());
        model.session().liveProperty().subscribe(_ -> refresh());
        model.typed().subscribe(_ -> ready());
        model.otherWay().subscribe(_ -> ready());
    }

    private void ready() {
        String missing = model.missing().orElse("");
        why.setText(missing);
        apply.setDisable(!missing.isEmpty());
        apply.setAccessibleHelp(missing);
    }

    private void refresh() {
        body.getChildren().clear();
        model.session().proposal().ifPresent(this::show);
        ready();
    }

    private void show(Proposal proposal) {
        apply.setText("Apply " + proposal.count());
        read.setDisable(proposal.size() == 0);
        Optional<Mode> mode = model.session().live().map(Live::mode);
        long noUndo = proposal.running().stream()
                .filter(e -> e.reversal() instanceof Reversal.None)
                .count();
        VBox facts = Parts.column(
                "card",
                fact("Server", model.name()),
                fact(
                        "What it is for",
                        model.session().live().map(l -> l.environment().word()).orElse("")),
                fact(
                        "Restart",
                        proposal.effect() == Effect.RESTART ? "Some settings wait for the next restart" : "No restart"),
                fact("Undo", noUndo == 0 ? "Everything can be undone" : noUndo + " cannot be undone, see Plan"),
                fact("Way back", mode.map(Mode::wayBack).orElse("")),
                undoCommand(proposal),
                window());
        if (proposal.access().isEmpty()) {
            facts.getChildren()
                    .add(Parts.row(
                            "fact",
                            Parts.text("Logins", "fact-label"),
                            ImpactCard.link(() -> model.session().go(Screen.ACCESS))));
        }
        body.getChildren()
                .addAll(
                        Parts.prose(model.sentence(), "confirm-count"),
                        Parts.prose(
                                mode.map(m -> m.unlessKept(proposal.mayCutAccess()))
                                        .orElse(""),
                                "muted"),
                        facts);
        mode.ifPresent(m -> body.getChildren().add(new ModeCard(m)));
        proposal.access()
                .ifPresent(access -> body.getChildren()
                        .add(new ImpactCard(
                                access.impact(), () -> model.session().go(Screen.ACCESS))));
        if (proposal.mayCutAccess()) {
            body.getChildren()
                    .add(Parts.notice(
                            "warn",
                            "This plan touches how people log in.",
                            "It runs last, under a timer. New connections are tried before you can keep it."));
        }
        if (model.mustPromise()) {
            CheckBox other = new CheckBox("I have another way into this server, such as its console.");
            other.setId("other-way");
            other.setWrapText(true);
            other.selectedProperty().bindBidirectional(model.otherWay());
            body.getChildren().add(other);
        }
        if (model.mustType()) {
            TextField name = Parts.field("Type the server's name to confirm", model.name());
            name.setId("confirm-focus");
            name.setMaxWidth(320);
            name.textProperty().bindBidirectional(model.typed());
            Label label = Parts.text("This is a production server. Type its name: " + model.name());
            label.setLabelFor(name);
            body.getChildren().addAll(label, name);
        }
        CodeView text = new CodeView("Everything that will run", proposal.text());
        if (!model.mustType()) {
            // Somewhere the focus must be, and Enter must do nothing there.
            text.focusable().setId("confirm-focus");
        }
        body.getChildren()
                .addAll(
                        text,
                        Parts.row(
                                "digest",
                                Parts.text("Digest of this text", "muted", "small"),
                                Parts.brief(proposal.digest(), "mono", "small")));
    }

    /// Told before, because afterwards there may be no way to read it.
    private Node undoCommand(Proposal proposal) {
        String command =
                model.session().live().map(live -> live.undoCommand(proposal)).orElse("");
        if (command.isEmpty()) {
            return fact("Undo by hand", "From here, in Report: statements alone leave no script on the server", read);
        }
        Label text = Parts.prose(command, "mono", "small");
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMinWidth(0);
        HBox line = Parts.row(
                "undo-command", text, Parts.copy("Copy the command that undoes it on the server", () -> command));
        VBox both = Parts.column("undo-by-hand", line, read);
        HBox.setHgrow(both, Priority.ALWAYS);
        return Parts.row("fact", Parts.text("Undo by hand", "fact-label"), both);
    }

    private static Node fact(String name, String value, Node... more) {
        Label text = Parts.prose(value, "strong");
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMinWidth(0);
        HBox row = Parts.row("fact", Parts.text(name, "fact-label"), text);
        row.getChildren().addAll(List.of(more));
        return row;
    }

    private Node window() {
        Optional<String> atOnce = model.keptAtOnce();
        if (atOnce.isPresent()) {
            return fact("Time to decide", atOnce.get());
        }
        ComboBox<Duration> choice = new ComboBox<>();
        choice.setAccessibleText("Time to decide");
        choice.getItems().setAll(WINDOWS);
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(Duration time) {
                return time == null ? "" : ConfirmViewModel.words(time);
            }

            @Override
            public Duration fromString(String text) {
                return Duration.ofMinutes(Long.parseLong(text.split(" ")[0]));
            }
        });
        choice.valueProperty().bindBidirectional(model.window());
        return Parts.row("fact", Parts.text("Time to decide", "fact-label"), choice);
    }
}
