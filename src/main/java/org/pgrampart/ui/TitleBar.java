package org.pgrampart.ui;

import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.ui.kit.Band;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// The bar at the top: which server this is and what it is for, in tint and word, and what is always at hand.
final class TitleBar extends HBox {
    private final Session session;
    private final Label server = Parts.brief("", "server-name");
    private final Label environment = Parts.text("", "environment");
    private final Label release = Parts.text("");

    TitleBar(Session session, Runnable palette) {
        this.session = session;
        var home = Parts.iconButton(Feather.HOME, "Start page", () -> session.go(Screen.WELCOME));
        home.setId("home");
        var search = Parts.button("Ctrl+K", Feather.SEARCH, palette, "flat");
        search.setAccessibleText("Find an action, area or check");
        search.setTooltip(Parts.tip("Find an action, area or check (Ctrl+K)"));
        var theme = Parts.iconButton(
                Feather.MOON,
                "Dark theme",
                () -> session.dark().set(!session.dark().get()));
        theme.setId("theme");
        session.dark().subscribe(dark -> {
            theme.setGraphic(Parts.icon(dark ? Feather.SUN : Feather.MOON));
            theme.setAccessibleText(dark ? "Switch to the light theme" : "Switch to the dark theme");
            theme.setTooltip(Parts.tip(dark ? "Light theme" : "Dark theme"));
        });
        ToggleButton learn = new ToggleButton("F1", Parts.icon(Feather.BOOK_OPEN));
        learn.getStyleClass().setAll("button", "flat");
        learn.setId("learn");
        learn.setAccessibleText("Learn panel");
        learn.setTooltip(Parts.tip("What this page is about (F1)"));
        learn.setMinWidth(USE_PREF_SIZE);
        learn.selectedProperty().bindBidirectional(session.learning());
        getChildren()
                .addAll(
                        home,
                        Parts.icon(Feather.SHIELD),
                        server,
                        environment,
                        release,
                        Parts.space(),
                        search,
                        theme,
                        learn);
        session.liveProperty().subscribe(_ -> refresh());
    }

    private void refresh() {
        getStyleClass().setAll("title-bar");
        var live = session.live();
        live.ifPresent(l -> getStyleClass().add(Band.style(l.environment())));
        server.setText(live.map(Live::name).orElse("PgRampart"));
        environment.setText(live.map(l -> Band.word(l.environment())).orElse(""));
        Parts.shown(environment, live.isPresent());
        release.setText(
                live.map(l -> "connected · PostgreSQL " + number(l.server().versionText()))
                        .orElse(""));
    }

    /// `15.18` of `15.18 (Debian 15.18-0+deb12u1)`.
    private static String number(String version) {
        int blank = version.indexOf(' ');
        return blank < 0 ? version : version.substring(0, blank);
    }
}
