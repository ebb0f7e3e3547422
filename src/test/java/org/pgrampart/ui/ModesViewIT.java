package org.pgrampart.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgrampart.plan.Mode;
import org.pgrampart.plan.Reach;
import org.pgrampart.reading.Server;
import org.pgrampart.ui.kit.Background;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Every way of reaching a server states in the window what it cannot do, before there is a plan and before it is run.
class ModesViewIT {
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

    @AfterEach
    void close() {
        onStage(() -> stage.hide());
    }

    private static void onStage(Runnable action) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, action);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void open(Mode mode) {
        engine.mode = mode;
        onStage(() -> {
            session = new Session(engine, Background.immediate(), Clock.fixed(Samples.AT, ZoneOffset.UTC));
            stage = new Stage();
            frame = Window.open(stage, session);
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(1000);
            stage.setHeight(700);
            frame.screens().connect.pasted().set("postgresql://audit@db1.example.org/shop");
            frame.screens().connect.connect();
        });
    }

    private static Mode mode(Reach reach, boolean superuser, String... via) {
        Server server = new Server(
                180_006,
                "18.6",
                superuser ? "postgres" : "dba",
                superuser,
                false,
                "db1.example.org",
                List.of(via),
                Optional.empty(),
                false,
                List.of("shop"),
                Map.of());
        return Mode.of(server, reach);
    }

    private String words() {
        List<String> words = new ArrayList<>();
        onStage(() -> {
            frame.applyCss();
            frame.layout();
            frame.lookupAll(".label").forEach(label -> words.add(((Label) label).getText()));
        });
        return String.join("\n", words);
    }

    private void stated(Mode mode) {
        String words = words();
        assertTrue(words.contains(mode.title()), words);
        mode.limits().forEach(limit -> assertTrue(words.contains(limit), () -> limit + " is not in\n" + words));
        assertEquals(List.of(), Shots.cut(frame));
    }

    private void plan(String... numbers) {
        onStage(() -> {
            frame.screens().assess.start();
            for (String number : numbers) {
                var result = session.assessment().orElseThrow().find(number).orElseThrow();
                var remedy = result.remedies().entrySet().iterator().next();
                session.choose(new Chosen(result, remedy.getKey(), remedy.getValue()));
            }
            session.go(Screen.PLAN);
        });
    }

    private void take(String name) throws IOException {
        for (boolean dark : List.of(false, true)) {
            onStage(() -> session.dark().set(dark));
            Shots.write(stage.getScene(), FOLDER.resolve(name + (dark ? "-dark" : "-light") + ".png"));
        }
    }

    @Test
    void eachModeStatesBeforePlanningAndBeforeConfirmingWhatItCannotDo() throws IOException {
        Map<String, Mode> modes = Map.of(
                "root", mode(Reach.ROOT, true, "jdbc", "ssh", "sudo"),
                "owner", mode(Reach.OWNER, true, "jdbc", "ssh"),
                "sql", mode(Reach.SQL, true, "jdbc"),
                "managed", mode(Reach.SQL, false, "jdbc"));
        for (Map.Entry<String, Mode> each : modes.entrySet()) {
            Mode mode = each.getValue();
            open(mode);
            assertEquals(Screen.ASSESS, session.screen().get());
            stated(mode);
            take("12-mode-" + each.getKey() + "-assess");
            plan("AUTH-02");
            onStage(() -> session.go(Screen.CONFIRM));
            stated(mode);
            String words = words();
            assertTrue(words.contains(mode.unlessKept(false)), words);
            assertTrue(words.contains(mode.wayBack()), words);
            assertEquals(mode.reach() != Reach.SQL, words.contains("rollback.sh manual"), words);
            take("12-mode-" + each.getKey() + "-confirm");
            onStage(() -> stage.hide());
        }
    }

    @Test
    void whatAModeCannotRunIsMarkedNotCountedAndCannotBeApplied() throws IOException {
        open(mode(Reach.SQL, true, "jdbc"));
        plan("AUTH-02", "AUTH-10");
        assertTrue(words().contains("1 change in the plan, 1 more only to export."), this::words);
        assertTrue(words().contains("Not run from here"), this::words);
        take("12-mode-held-back-plan");
        onStage(() -> session.go(Screen.CONFIRM));
        assertEquals("Apply 1 change", ((Button) frame.lookup("#apply")).getText());
        assertFalse(words().contains("This plan touches how people log in."), "what is not run touches nothing");
        onStage(() -> session.choices().stream()
                .filter(chosen -> chosen.result().control().number().equals("AUTH-02"))
                .forEach(chosen -> session.drop(chosen.finding())));
        onStage(() -> session.go(Screen.PLAN));
        assertTrue(words().contains("There is nothing in this plan that can be run here."), this::words);
        onStage(() -> session.go(Screen.CONFIRM));
        assertTrue(((Button) frame.lookup("#apply")).isDisabled());
    }
}
