package org.pgrampart.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.plan.Mode;
import org.pgrampart.plan.Reach;
import org.pgrampart.reading.Server;
import org.pgrampart.ui.kit.Background;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The whole undo script can be read, copied and saved on the Confirm page, before anything is applied.
class UndoSheetIT {
    private static final Path FOLDER = Path.of("target/screenshots");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

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

    private void confirm(Reach reach, String... numbers) {
        Server server = Samples.server(false);
        engine.mode = Mode.of(
                new Server(
                        server.version(),
                        server.versionText(),
                        server.role(),
                        true,
                        false,
                        server.host(),
                        reach == Reach.SQL ? List.of("jdbc") : List.of("jdbc", "ssh", "sudo"),
                        Optional.empty(),
                        false,
                        List.of("shop"),
                        Map.of()),
                reach);
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
            frame.screens().assess.start();
            for (String number : numbers) {
                var result = session.assessment().orElseThrow().find(number).orElseThrow();
                var remedy = result.remedies().entrySet().iterator().next();
                session.choose(new Chosen(result, remedy.getKey(), remedy.getValue()));
            }
            session.go(Screen.PLAN);
            session.go(Screen.CONFIRM);
            frame.applyCss();
            frame.layout();
        });
    }

    private Button button(String id) {
        return (Button) frame.lookup(id);
    }

    private void read() {
        onStage(() -> button("#read-undo").fire());
    }

    private void press(KeyCode code, boolean control) {
        onStage(() -> {
            var focused = stage.getScene().getFocusOwner();
            focused.fireEvent(
                    new KeyEvent(focused, focused, KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
        });
    }

    private String text() {
        var shown = new AtomicReference<>("");
        onStage(() -> shown.set(((TextArea) frame.lookup("#undo-text")).getText()));
        return shown.get();
    }

    private boolean told(String words) {
        var told = new AtomicReference<>(false);
        onStage(() -> told.set(frame.lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Label label && label.getText().contains(words))));
        return told.get();
    }

    private void take(String name) throws IOException {
        for (boolean dark : List.of(false, true)) {
            onStage(() -> session.dark().set(dark));
            Shots.write(stage.getScene(), FOLDER.resolve(name + (dark ? "-dark" : "-light") + ".png"));
        }
        assertEquals(List.of(), Shots.cut(frame), "cut text on " + name);
    }

    @Test
    void whatWillLieOnTheServerIsReadCopiedAndSavedBeforeItIsApplied() throws IOException {
        confirm(Reach.ROOT, "AUTH-02", "AUTH-10");
        take("13-confirm-under-a-timer");
        read();
        String text = text();
        assertEquals(UndoSamples.text(Reach.ROOT), text);
        assertTrue(text.contains("sudo sh /var/lib/pgrampart/txn/" + UndoSamples.ID + "/rollback.sh manual"), text);
        assertFalse(text.contains(UndoSamples.OLD_VERIFIER), text);
        assertEquals("undo-text", stage.getScene().getFocusOwner().getId());
        take("13-undo-script");
        for (String next : List.of("copy-undo", "save-undo", "close-undo")) {
            press(KeyCode.TAB, false);
            assertEquals(next, stage.getScene().getFocusOwner().getId());
        }
        onStage(() -> button("#copy-undo").fire());
        var copied = new AtomicReference<>("");
        onStage(() -> copied.set(Clipboard.getSystemClipboard().getString()));
        assertEquals(UndoSamples.text(Reach.ROOT), copied.get());
        Path file = home.resolve("undo.txt");
        onStage(() -> frame.screens().confirm.save(file));
        assertEquals(UndoSamples.text(Reach.ROOT), Files.readString(file));
        assertTrue(told("It is written to " + file));
        onStage(() -> frame.screens().confirm.save(file.resolve("below")));
        assertTrue(told("could not be written"));
        take("13-undo-script-not-saved");
    }

    @Test
    void escapeClosesItAndNothingCanBeAppliedWhileItIsOpen() {
        confirm(Reach.ROOT, "AUTH-02");
        onStage(() -> {
            frame.screens().confirm.typed().set("db1");
            session.learning().set(true);
        });
        read();
        assertNotNull(frame.lookup("#undo-text"));
        press(KeyCode.ENTER, true);
        assertEquals(Screen.CONFIRM, session.screen().get(), "it was applied behind the sheet");
        press(KeyCode.ESCAPE, false);
        assertNull(frame.lookup("#undo-text"));
        assertEquals("read-undo", stage.getScene().getFocusOwner().getId());
        read();
        onStage(() -> session.go(Screen.PLAN));
        onStage(() -> session.go(Screen.CONFIRM));
        assertNull(frame.lookup("#undo-text"), "it is open after the page was left");
        press(KeyCode.ENTER, true);
        assertEquals(Screen.APPLY, session.screen().get());
    }

    @Test
    void statementsAloneShowWhatIsKeptOnThisComputerAndWhere() throws IOException {
        confirm(Reach.SQL, "AUTH-02");
        read();
        String text = text();
        assertTrue(text.contains(UndoSamples.CHANGES + "/" + UndoSamples.ID), text);
        assertTrue(text.contains("ALTER ROLE \"shop_app\" PASSWORD"), text);
        assertFalse(text.contains(UndoSamples.OLD_VERIFIER), text);
        assertTrue(told("kept on this computer"));
        take("13-undo-script-sql");
        onStage(() -> button("#close-undo").fire());
        assertNull(frame.lookup("#undo-text"));
    }

    @Test
    void aTimeToDecideIsOfferedOnlyWhereThereIsATimer() throws IOException {
        confirm(Reach.ROOT, "AUTH-02", "AUTH-10");
        assertNotNull(frame.lookup(".combo-box"));
        onStage(() -> stage.hide());
        confirm(Reach.ROOT, "AUTH-02");
        assertNull(frame.lookup(".combo-box"));
        assertTrue(told("Kept at once when all is proven; what stays unproven waits 2 minutes."));
        take("13-confirm-kept-at-once");
        onStage(() -> stage.hide());
        confirm(Reach.SQL, "AUTH-02");
        assertNull(frame.lookup(".combo-box"));
        assertTrue(told("Not needed: it is kept at once, or undone if a proof fails."));
    }
}
