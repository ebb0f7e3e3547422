package org.pgrampart.ui.assess;

import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.model.Area;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.ModeCard;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.ShareBar;

/// The Assess page: ten areas to choose from, then how far reading them is.
public final class AssessView extends VBox {
    private final AssessViewModel model;
    private final VBox notices = Parts.column("notices");

    public AssessView(AssessViewModel model) {
        this.model = model;
        VBox areas = Parts.column("card");
        areas.setSpacing(9);
        for (Area area : Area.values()) {
            areas.getChildren().add(row(area));
        }
        VBox page = Parts.column(
                "page",
                Parts.heading(
                        "Assess",
                        "This reads settings, roles and files. It writes nothing to the server. About 20 seconds."),
                notices,
                areas);
        var scroll = Parts.scroll(page);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, footer());
        model.problem().subscribe(_ -> notices());
        model.session().liveProperty().subscribe(_ -> notices());
        model.session().assessmentProperty().subscribe(_ -> notices());
    }

    private void notices() {
        notices.getChildren().clear();
        model.problem().get().ifPresent(p -> notices.getChildren().add(Parts.notice(p)));
        Optional<Live> live = model.session().live();
        live.ifPresent(l -> {
            if (!l.server().hasShell()) {
                notices.getChildren()
                        .add(Parts.notice(
                                "warn",
                                "There is no SSH connection.",
                                "What can only be seen on the host will be marked as not checked, with what would allow"
                                        + " it."));
            } else if (!l.server().hasRoot() && !l.server().practice()) {
                notices.getChildren()
                        .add(Parts.notice(
                                "warn",
                                "The SSH user has no root rights.",
                                "Files of the server that this user cannot read will be marked as not checked."));
            }
            notices.getChildren().add(new ModeCard(l.mode()));
            if (!l.caveat().isEmpty()) {
                notices.getChildren().add(Parts.notice("warn", l.caveat(), ""));
            }
            if (l.server().practice()) {
                notices.getChildren()
                        .add(Parts.notice(
                                "info",
                                "This server lives on your computer. Break what you like.",
                                "Firewall, packages and SSH of your own machine are neither read nor touched."));
            }
        });
        model.session()
                .assessment()
                .ifPresent(a -> notices.getChildren()
                        .add(Parts.notice("good", "This server is assessed.", AssessViewModel.cost(a))));
        Parts.shown(notices, !notices.getChildren().isEmpty());
    }

    private Node row(Area area) {
        CheckBox box = new CheckBox(area.number() + "  " + area.title());
        box.setId("area-" + area.key());
        box.setAccessibleText("Assess area " + area.number() + ", " + area.title());
        box.selectedProperty().bindBidirectional(model.wanted(area));
        box.disableProperty().bind(model.running());
        box.setMinWidth(USE_PREF_SIZE);
        ProgressBar bar = new ProgressBar(0);
        bar.setAccessibleText("Progress of " + area.title());
        bar.setPrefWidth(130);
        bar.visibleProperty().bind(model.running().and(model.wanted(area)));
        bar.managedProperty().bind(bar.visibleProperty());
        bar.progressProperty().bind(model.share());
        ShareBar shares = new ShareBar();
        shares.setPrefWidth(130);
        shares.setMaxWidth(130);
        Label state = Parts.text("", "muted");
        state.setPrefWidth(250);
        Runnable show = () -> {
            var results = model.session().assessment().map(a -> a.in(area)).orElse(java.util.List.of());
            Parts.shown(shares, !results.isEmpty() && !model.running().get());
            if (model.running().get()) {
                state.setText(model.wanted(area).get() ? "reading" : "left out");
            } else if (results.isEmpty()) {
                long checks = AssessViewModel.checks(area);
                state.setText(checks == 1 ? "1 check" : checks + " checks");
            } else {
                shares.show(results);
                state.setText(ShareBar.words(results));
            }
        };
        onChange(show, model.running(), model.session().assessmentProperty(), model.wanted(area));
        show.run();
        return Parts.row("area-row", box, Parts.space(), bar, shares, state);
    }

    private static void onChange(Runnable show, ObservableValue<?>... values) {
        for (ObservableValue<?> value : values) {
            value.subscribe(_ -> show.run());
        }
    }

    private Node footer() {
        Button start = Parts.button("Start assessment", Feather.PLAY, model::start, "accent");
        start.setId("start-assessment");
        Button stop = Parts.button("Stop", Feather.SQUARE, model::stop);
        Button review = Parts.button("Go to Review", () -> model.session().go(Screen.REVIEW));
        Label doing = Parts.brief("", "muted");
        HBox footer = Parts.row("footer", doing, Parts.space(), stop, review, start);
        Runnable show = () -> {
            boolean running = model.running().get();
            boolean done = model.session().assessment().isPresent();
            String missing = model.missing().orElse("");
            start.setDisable(running || !missing.isEmpty());
            start.setAccessibleHelp(missing);
            start.setText(done ? "Assess again" : "Start assessment");
            doing.setText(running ? model.doing().get() : missing);
            Parts.shown(stop, running);
            Parts.shown(review, done && !running);
        };
        for (Area area : Area.values()) {
            model.wanted(area).subscribe(_ -> show.run());
        }
        onChange(show, model.running(), model.doing(), model.session().assessmentProperty());
        return footer;
    }
}
