package org.pgrampart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.FileChange;
import org.pgrampart.change.Hazard;
import org.pgrampart.model.Finding;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.store.Folders;
import org.pgrampart.ui.Shots;
import org.pgrampart.ui.Window;
import org.pgrampart.ui.kit.Background;
import org.pgrampart.ui.kit.FxBackground;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The whole tour through the window on a real weak server: practise, assess, choose, plan, confirm, apply, keep, see
/// the
/// score rise, read the report, and roll everything back to exactly what was there before.
class HardeningTourIT {
    private static final Path SHOTS = Path.of("target/screenshots");

    @TempDir
    Path folder;

    private final FxRobot robot = new FxRobot();
    private final AtomicReference<PracticeServer> practice = new AtomicReference<>();
    private final FxBackground background = Background.window();
    private Stage stage;
    private Session session;

    @AfterEach
    void close() {
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            session.disconnect();
            stage.hide();
        });
        background.close();
    }

    @Test
    @Timeout(280)
    void aWeakServerIsHardenedAndPutBackExactly() throws Exception {
        open();
        take("tour-1-welcome");
        robot.clickOn("#practise");
        until(90, () -> session.screen().get() == Screen.ASSESS);
        ServerState before = ServerState.of(server());
        take("tour-2-assess");

        robot.clickOn("#start-assessment");
        until(90, () -> session.screen().get() == Screen.REVIEW);
        int weak = score();
        take("tour-3-review");

        robot.clickOn("#add-safe");
        chooseARuleThatMayCutAccess();
        assertFalse(session.chosen().isEmpty());
        take("tour-3-review-planned");

        robot.clickOn("#go-to-plan");
        until(60, () -> session.proposal().isPresent());
        take("tour-4-plan");
        assertTrue(session.proposal().orElseThrow().size() > 3, "hardly anything is planned");
        assertTrue(session.proposal().orElseThrow().mayCutAccess(), "nothing in the plan needs the countdown");

        robot.clickOn("#go-to-confirm");
        take("tour-5-confirm");
        robot.push(KeyCode.ENTER);
        assertEquals(Screen.CONFIRM, session.screen().get(), "Enter alone must not apply a plan");
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);

        until(120, () -> find("#keep") || find("#after-apply") || find(".notice-bad"));
        take("tour-6-apply");
        assertTrue(find("#keep"), "the countdown does not show");
        assertNotEquals(
                before.catalogs().get("login rules"),
                ServerState.of(server()).catalogs().get("login rules"));
        robot.clickOn("#keep");
        until(60, () -> find("#after-apply"));
        take("tour-6-kept");

        robot.clickOn("#after-apply");
        until(90, () -> find("#score-after"));
        take("tour-7-verify");
        assertTrue(score() > weak, "the score did not rise from " + weak + ": " + score());

        robot.clickOn("#go-to-report");
        until(60, () -> find("#roll-back"));
        take("tour-8-report");
        robot.interact(() -> robot.lookup(".scroll-pane")
                .queryAllAs(ScrollPane.class)
                .forEach(scroll -> scroll.setVvalue(scroll.getVmax())));
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("#roll-back");
        until(90, () -> find(".notice-good") || find(".notice-bad"));
        take("tour-9-rolled-back");
        assertFalse(find(".notice-bad"), "rolling back failed");

        ServerState after = ServerState.of(server());
        for (String catalog : before.catalogs().keySet()) {
            assertEquals(before.catalogs().get(catalog), after.catalogs().get(catalog), catalog);
        }
        assertEquals(before.files(), after.files());
    }

    private void open() throws Exception {
        Files.createDirectories(SHOTS);
        FxToolkit.registerPrimaryStage();
        Clock clock = Clock.systemUTC();
        Folders folders = Folders.of(Map.of("PGRAMPART_HOME", folder.toString()), Map.of());
        PracticeOptions options = PracticeOptions.weak().in(folder);
        Desktop desktop = new Desktop(clock, folders, Map.of(), progress -> {
            PracticeServer started = PracticeServer.start(options, clock, progress);
            practice.set(started);
            return started;
        });
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            session = new Session(desktop, background, clock);
            stage = new Stage();
            Window.show(stage, session);
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(1000);
            stage.setHeight(700);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private PracticeServer server() {
        return Objects.requireNonNull(practice.get(), "no practice server was started");
    }

    private int score() {
        return session.assessment().orElseThrow().score().points().orElseThrow();
    }

    /// Adds the first fix that may cut access and needs no restart, as a person with a keyboard would.
    private void chooseARuleThatMayCutAccess() {
        Finding wanted = session.assessment().orElseThrow().results().stream()
                .flatMap(result -> result.remedies().entrySet().stream())
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(c -> c.hazard() == Hazard.MAY_CUT_ACCESS && c instanceof FileChange))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no fix of a login rule is offered"));
        TextField filter = robot.lookup("#filter").queryAs(TextField.class);
        robot.clickOn(filter).write(wanted.control());
        WaitForAsyncUtils.waitForFxEvents();
        ListView<?> list = robot.lookup("#findings").queryListView();
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            list.requestFocus();
            for (int i = 0; i < list.getItems().size(); i++) {
                if (list.getItems().get(i).toString().contains(wanted.key())
                        || list.getItems().get(i).toString().contains(wanted.toString())) {
                    list.getSelectionModel().select(i);
                    break;
                }
            }
        });
        robot.push(KeyCode.P);
        WaitForAsyncUtils.waitForFxEvents();
        WaitForAsyncUtils.waitForAsyncFx(5_000, filter::clear);
    }

    private void until(int seconds, BooleanSupplier condition) throws IOException {
        try {
            Shots.waitUntil(seconds, condition);
        } catch (AssertionError e) {
            Shots.write(stage.getScene(), SHOTS.resolve("tour-stuck.png"));
            throw e;
        }
        WaitForAsyncUtils.waitForFxEvents();
    }

    private boolean find(String selector) {
        return robot.lookup(selector).tryQuery().filter(Node::isVisible).isPresent();
    }

    private void take(String name) throws IOException {
        Shots.write(stage.getScene(), SHOTS.resolve(name + ".png"));
    }
}
