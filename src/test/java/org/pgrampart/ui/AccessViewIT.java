package org.pgrampart.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgrampart.model.Area;
import org.pgrampart.target.TargetException;
import org.pgrampart.ui.access.AccessViewModel;
import org.pgrampart.ui.access.AccessViewModel.Show;
import org.pgrampart.ui.kit.Background;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The page that tells who can log in, in every state, and the impact of a plan on Plan and Confirm.
class AccessViewIT {
    private static final Path FOLDER = Path.of("target/screenshots");

    private final FakeEngine engine = FakeEngine.withServers();
    private Stage stage;
    private Session session;
    private Frame frame;

    @BeforeAll
    static void start() throws Exception {
        FxToolkit.registerPrimaryStage();
        Files.createDirectories(FOLDER);
    }

    private void open() {
        onStage(() -> {
            session = new Session(engine, Background.immediate(), Clock.fixed(Samples.AT, ZoneOffset.UTC));
            stage = new Stage();
            frame = Window.open(stage, session);
            stage.setX(0);
            stage.setY(0);
            frame.screens().connect.pasted().set("postgresql://audit@db1.example.org/shop");
            frame.screens().connect.connect();
        });
    }

    @AfterEach
    void close() {
        onStage(() -> stage.hide());
    }

    private static void onStage(Runnable action) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, action);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private AccessViewModel model() {
        return frame.screens().access;
    }

    private void take(String name) throws IOException {
        for (boolean dark : List.of(false, true)) {
            onStage(() -> {
                session.dark().set(dark);
                stage.setWidth(1000);
                stage.setHeight(700);
            });
            Shots.write(stage.getScene(), FOLDER.resolve(name + (dark ? "-dark" : "-light") + ".png"));
        }
        List<String> nameless = new ArrayList<>();
        onStage(() -> walk(frame, nameless));
        assertEquals(List.of(), nameless, "nodes that take the focus without a name on " + name);
        assertEquals(List.of(), Shots.cut(frame), "cut text on " + name);
    }

    private static void walk(Parent parent, List<String> nameless) {
        for (Node node : parent.getChildrenUnmodifiable()) {
            if (node.isFocusTraversable()
                    && node.isVisible()
                    && Shots.name(node).isBlank()) {
                nameless.add(node.toString());
            }
            if (node instanceof Parent inner) {
                walk(inner, nameless);
            }
        }
    }

    @Test
    void theTableSaysWhoComesInByWhichLineAndOneLoginCanBeAskedAbout() throws IOException {
        open();
        onStage(() -> session.go(Screen.ACCESS));
        assertEquals(Screen.ACCESS, session.screen().get());
        take("11-access");
        int open = model().rows().size();
        onStage(() -> model().show().set(Show.ALL));
        assertTrue(model().rows().size() > open, "refused logins are shown as well");
        onStage(() -> {
            model().show().set(Show.OPEN);
            model().role().set("shop_app");
            model().database().set("shop");
            model().from().set("203.0.113.5");
        });
        assertEquals("warn", model().said().get().getFirst().kind(), "trust lets everybody in");
        assertEquals(
                "Gets in by trust, without any proof",
                model().said().get().getFirst().title());
        take("11-access-asked");
        onStage(() -> model().text().set("analysts"));
        assertEquals(0, model().rows().size(), "a group is no role that logs in");
        onStage(() -> model().text().set("reporting"));
        assertTrue(!model().rows().isEmpty());
    }

    @Test
    void aChosenRowIsToldInFullAndEveryKnownClientIsListed() throws IOException {
        open();
        onStage(() -> session.go(Screen.ACCESS));
        assertEquals(frame.lookup("#access-rows"), stage.getScene().getFocusOwner());
        new FxRobot().type(KeyCode.DOWN);
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(shown(".access-detail").contains("local all postgres peer"), shown(".access-detail"));
        new FxRobot().type(KeyCode.UP);
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(shown(".access-detail").contains("local all all md5"), shown(".access-detail"));
        assertTrue(shown(".access-detail").contains("kim, nagios, reporting, shop_app"), shown(".access-detail"));
        take("11-access-chosen");
        onStage(() -> model().show().set(Show.CLIENTS));
        assertEquals(8, model().clients().size());
        onStage(() -> ((TableView<?>) frame.lookup("#access-clients"))
                .getSelectionModel()
                .select(0));
        assertTrue(shown(".access-detail").contains("host all all 0.0.0.0/0 trust"), shown(".access-detail"));
        take("11-access-clients");
        onStage(() -> model().text().set("gunicorn"));
        assertEquals(2, model().clients().size());
    }

    private String shown(String style) {
        StringBuilder words = new StringBuilder();
        onStage(() -> frame.lookup(style)
                .lookupAll(".label")
                .forEach(label -> words.append(((Label) label).getText()).append('\n')));
        return words.toString();
    }

    @Test
    void aPlanPutsBothSidesNextToEachOther() throws IOException {
        open();
        onStage(() -> {
            frame.screens().assess.start();
            var result = session.assessment().orElseThrow().find("AUTH-10").orElseThrow();
            result.remedies().entrySet().stream()
                    .findFirst()
                    .ifPresent(e -> session.choose(new Chosen(result, e.getKey(), e.getValue())));
            session.go(Screen.PLAN);
        });
        take("11-access-in-plan");
        onStage(() -> session.go(Screen.CONFIRM));
        take("11-access-in-confirm");
        onStage(() -> session.go(Screen.ACCESS));
        assertEquals(Show.CHANGES, model().show().get());
        assertTrue(model().rows().stream().allMatch(row -> row.changes()));
        onStage(() -> {
            model().role().set("shop_app");
            model().database().set("shop");
            model().from().set("192.0.2.44");
        });
        assertEquals(2, model().said().get().size());
        assertEquals("bad", model().said().get().getLast().kind());
        take("11-access-planned");
        onStage(() -> {
            model().role().set("");
            ((TableView<?>) frame.lookup("#access-rows")).getSelectionModel().select(0);
        });
        take("11-access-planned-chosen");
        onStage(() -> model().show().set(Show.CLIENTS));
        take("11-access-planned-clients");
        onStage(() -> model().back());
        assertEquals(Screen.CONFIRM, session.screen().get());
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        engine.accessGaps =
                List.of("The server's log could not be read, so clients that are not connected now may be missing.");
        open();
        onStage(() -> session.go(Screen.ACCESS));
        take("11-access-partial");
    }

    @Test
    void troubleIsToldWithAWayOn() throws IOException {
        engine.accessTrouble = Optional.of(new TargetException(
                TargetException.Kind.RIGHTS,
                "The login rules could not be read: this role may not read pg_hba_file_rules.",
                "It needs GRANT SELECT ON pg_hba_file_rules."));
        open();
        onStage(() -> session.go(Screen.ACCESS));
        take("11-access-error");
        engine.accessTrouble = Optional.empty();
        onStage(() -> model().read());
        assertTrue(model().today().get().isPresent());
    }

    @Test
    void rulesThatDoNotLoadAreNamed() throws IOException {
        engine.accessRules = AccessSamples.WEAK + "host all all nonsense\n";
        open();
        onStage(() -> session.go(Screen.ACCESS));
        take("11-access-broken");
    }

    @Test
    void readingShowsThatItIsUnderWay() throws IOException {
        open();
        onStage(() -> {
            session.go(Screen.ACCESS);
            model().working().set(true);
        });
        take("11-access-loading");
    }

    private static Button link(Parent page) {
        return page.lookupAll(".button").stream()
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .filter(button -> button.getText().equals("Who can log in") && button.isVisible())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itIsReachedFromReviewAndByTheKeyboard() {
        open();
        onStage(() -> {
            frame.screens().assess.start();
            session.area().set(Optional.of(Area.NETWORK));
        });
        Button button = (Button) frame.lookup("#who-can-log-in");
        assertTrue(button.isVisible());
        onStage(() -> session.area().set(Optional.of(Area.BACKUP)));
        assertTrue(!button.isVisible());
        onStage(() -> session.area().set(Optional.of(Area.AUTHENTICATION)));
        onStage(button::fire);
        assertEquals(Screen.ACCESS, session.screen().get());
        onStage(() -> frame.lookup("#access-role").requestFocus());
        new FxRobot().type(KeyCode.K, KeyCode.I, KeyCode.M);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals("kim", model().role().get());
        assertEquals(1, model().said().get().size());
        for (Screen screen : List.of(Screen.REVIEW, Screen.PLAN, Screen.CONFIRM)) {
            onStage(() -> {
                var result = session.assessment().orElseThrow().find("AUTH-02").orElseThrow();
                if (session.chosen().isEmpty()) {
                    var remedy = result.remedies().entrySet().iterator().next();
                    session.choose(new Chosen(result, remedy.getKey(), remedy.getValue()));
                }
                session.area().set(Optional.empty());
                session.go(Screen.PLAN);
                session.go(screen);
            });
            assertEquals(screen, session.screen().get());
            new FxRobot().press(KeyCode.ALT, KeyCode.DIGIT9).release(KeyCode.DIGIT9, KeyCode.ALT);
            WaitForAsyncUtils.waitForFxEvents();
            assertEquals(Screen.ACCESS, session.screen().get(), "by the keyboard from " + screen);
            onStage(() -> model().back());
            assertEquals(screen, session.screen().get());
            onStage(() -> link(frame).fire());
            assertEquals(Screen.ACCESS, session.screen().get(), "by its button from " + screen);
        }
    }
}
