package org.pgrampart.ui.plan;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Reversal;
import org.pgrampart.ui.kit.Badges;
import org.pgrampart.ui.kit.Band;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.CodeView;
import org.pgrampart.ui.kit.ImpactCard;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Screen;

/// The Plan page: every change in the order it will run, with its exact text and its way back.
public final class PlanView extends VBox {
    private final PlanViewModel model;
    private final VBox body = Parts.column("plan-body");

    public PlanView(PlanViewModel model) {
        this.model = model;
        VBox page = Parts.column(
                "page",
                Parts.heading("Plan", "Every change in the order it will run. Nothing is changed before you confirm."),
                body);
        var scroll = Parts.scroll(page);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(new Band(model.session()), scroll, footer());
        model.session().proposalProperty().subscribe(_ -> refresh());
        model.working().subscribe(_ -> refresh());
        model.problem().subscribe(_ -> refresh());
        model.written().subscribe(_ -> refresh());
        model.session().chosen().addListener((ListChangeListener<Chosen>) _ -> refresh());
    }

    private void refresh() {
        body.getChildren().clear();
        if (model.session().chosen().isEmpty()) {
            body.getChildren()
                    .add(Parts.empty(
                            Feather.LIST,
                            "Your plan is empty.",
                            "Add fixes in Review. “Add all safe fixes” takes those that need no restart and shut nobody"
                                    + " out.",
                            Parts.button(
                                    "Go to Review",
                                    Feather.ARROW_LEFT,
                                    () -> model.session().go(Screen.REVIEW),
                                    "accent")));
            return;
        }
        model.problem().get().ifPresent(problem -> {
            body.getChildren().add(Parts.notice(problem));
            body.getChildren().add(Parts.button("Try again", Feather.REFRESH_CW, model::again));
        });
        if (model.working().get()) {
            ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
            bar.setAccessibleText("Working out the plan");
            body.getChildren()
                    .add(Parts.row(
                            "working",
                            bar,
                            Parts.text("Reading the present values and working out the way back", "muted")));
        }
        model.session().proposal().ifPresent(this::show);
        if (model.session().proposal().isEmpty()) {
            model.session().chosen().forEach(c -> body.getChildren().add(choice(c)));
        }
    }

    private void show(Proposal proposal) {
        Label interruption = Parts.prose(PlanViewModel.interruption(proposal), "muted");
        HBox.setHgrow(interruption, Priority.ALWAYS);
        HBox head = Parts.row("plan-head", interruption);
        if (proposal.access().isEmpty()) {
            head.getChildren().add(ImpactCard.link(() -> model.session().go(Screen.ACCESS)));
        }
        body.getChildren().add(head);
        model.written().get().forEach(file -> body.getChildren().add(Parts.notice("info", "Written: " + file, "")));
        proposal.notes().forEach(note -> body.getChildren().add(Parts.notice("info", note, "")));
        proposal.access()
                .ifPresent(access -> body.getChildren()
                        .add(new ImpactCard(
                                access.impact(), () -> model.session().go(Screen.ACCESS))));
        int number = 0;
        for (Effect effect : Effect.values()) {
            var entries = PlanViewModel.having(proposal, effect);
            if (!entries.isEmpty()) {
                body.getChildren().add(Parts.text(group(effect), "step-group"));
            }
            for (Proposal.Entry entry : entries) {
                body.getChildren().add(step(++number, entry));
            }
        }
        body.getChildren().add(Parts.text("Chosen fixes", "step-group"));
        model.session().chosen().forEach(c -> body.getChildren().add(choice(c)));
        body.getChildren()
                .add(Parts.row(
                        "digest",
                        Parts.text("Digest of this text", "muted", "small"),
                        Parts.brief(proposal.digest(), "mono", "small"),
                        Parts.copy("Copy the digest", proposal::digest),
                        Parts.space(),
                        export(),
                        Parts.button("Empty the plan", Feather.TRASH_2, model::clear, "flat")));
    }

    private Button export() {
        Button export = Parts.button("Export", Feather.DOWNLOAD, model::export, "flat");
        export.setId("export-plan");
        export.setAccessibleHelp("Writes a script, a playbook and a change request for people who carry it out.");
        return export;
    }

    private static String group(Effect effect) {
        return switch (effect) {
            case AT_ONCE -> "Counts at once";
            case NEW_SESSIONS -> "Counts for new sessions";
            case RELOAD -> "Needs a reload";
            case RESTART -> "Needs a restart";
        };
    }

    private static Node step(int number, Proposal.Entry entry) {
        Label count = Parts.text(Integer.toString(number), "step-number");
        FlowPane badges = new FlowPane(6, 4, Badges.effect(entry.effect()), Badges.reversal(entry.reversal()));
        if (entry.hazard() == Hazard.MAY_CUT_ACCESS) {
            badges.getChildren().add(Badges.hazard());
        }
        if (!entry.runs()) {
            badges.getChildren().add(Badges.badge("Not run from here", Feather.DOWNLOAD, "chip-warn"));
        }
        VBox details = Parts.column(
                "tab-body",
                badges,
                Parts.prose("Clears " + String.join(", ", entry.clears()), "muted", "small"),
                new CodeView("What will run", entry.preview()),
                new CodeView("What takes it back", entry.undo()));
        entry.heldBack().ifPresent(because -> details.getChildren().add(1, Parts.prose(because, "muted")));
        switch (entry.reversal()) {
            case Reversal.Exact _ -> {}
            case Reversal.Equivalent(String because) ->
                details.getChildren().add(Parts.prose("Undoing: " + because, "muted"));
            case Reversal.None(String because) ->
                details.getChildren().add(Parts.notice("bad", "This cannot be undone.", because));
        }
        HBox head = Parts.row("step-head", count, Parts.brief(entry.summary(), "strong"));
        TitledPane pane = new TitledPane(entry.summary(), details);
        pane.setGraphic(head);
        pane.setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
        pane.setExpanded(number == 1);
        pane.setAnimated(false);
        pane.setMinWidth(0);
        head.setMinWidth(0);
        pane.setAccessibleText("Step " + number + ": " + entry.summary());
        return pane;
    }

    private Node choice(Chosen chosen) {
        Button drop = Parts.iconButton(
                Feather.X,
                "Remove " + chosen.finding().subject().name() + " from the plan",
                () -> model.drop(chosen.finding()));
        Label title = Parts.brief(chosen.result().control().title());
        return Parts.row(
                "chosen",
                Badges.severity(chosen.result().control().severity()),
                Parts.text(chosen.result().control().number(), "muted", "small"),
                title,
                Parts.brief(chosen.finding().subject().name(), "muted", "small"),
                Parts.space(),
                drop);
    }

    private Node footer() {
        Label why = Parts.brief("", "muted");
        Button confirm = Parts.button("Continue to Confirm", Feather.ARROW_RIGHT, model::goToConfirm, "accent");
        confirm.setId("go-to-confirm");
        confirm.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        Runnable show = () -> {
            boolean ready = model.session().proposal().filter(p -> p.size() > 0).isPresent();
            confirm.setDisable(!ready);
            String reason = ready
                    ? model.session().proposal().map(PlanViewModel::count).orElse("")
                    : model.session().chosen().isEmpty()
                            ? "The plan is empty."
                            : model.working().get()
                                    ? "The plan is being worked out."
                                    : "There is nothing in this plan that can be run here.";
            why.setText(reason);
            confirm.setAccessibleHelp(ready ? "" : reason);
        };
        model.session().proposalProperty().subscribe(_ -> show.run());
        model.working().subscribe(_ -> show.run());
        model.session().chosen().addListener((ListChangeListener<Chosen>) _ -> show.run());
        return Parts.row(
                "footer",
                Parts.button(
                        "Back to Review",
                        Feather.ARROW_LEFT,
                        () -> model.session().go(Screen.REVIEW)),
                Parts.space(),
                why,
                confirm);
    }
}
