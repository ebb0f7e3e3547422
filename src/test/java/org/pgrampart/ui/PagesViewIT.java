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
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgrampart.model.Area;
import org.pgrampart.target.Environment;
import org.pgrampart.target.TargetException;
import org.pgrampart.ui.kit.Background;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Every page in every state worth looking at, on a real stage, light and dark, small and tall.
class PagesViewIT {
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

    private void open(Background background) {
        onStage(() -> {
            session = new Session(engine, background, Clock.fixed(Samples.AT, ZoneOffset.UTC));
            stage = new Stage();
            frame = Window.open(stage, session);
            stage.setX(0);
            stage.setY(0);
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

    private void take(String name) throws IOException {
        List<String> nameless = new ArrayList<>();
        for (boolean dark : List.of(false, true)) {
            for (int height : List.of(700, 1000)) {
                onStage(() -> {
                    session.dark().set(dark);
                    stage.setWidth(1000);
                    stage.setHeight(height);
                });
                Shots.write(
                        stage.getScene(),
                        FOLDER.resolve(name + "-" + (dark ? "dark" : "light") + "-" + height + ".png"));
            }
        }
        onStage(() -> walk(frame, nameless));
        assertEquals(List.of(), nameless, "nodes that take the focus without a name on " + name);
        assertEquals(List.of(), Shots.cut(frame), "cut text on " + name);
    }

    /// Everything that takes the focus has something that a screen reader can say.
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

    private void connect() {
        onStage(() -> {
            frame.screens().connect.pasted().set("postgresql://audit@db1.example.org/shop");
            frame.screens().connect.connect();
        });
    }

    private void assess() {
        connect();
        onStage(() -> frame.screens().assess.start());
    }

    private void planned() {
        assess();
        onStage(() -> {
            frame.screens().review.addSafeFixes();
            session.assessment()
                    .orElseThrow()
                    .find("AUTH-10")
                    .orElseThrow()
                    .remedies()
                    .forEach((finding, changes) -> {
                        if (finding.subject().name().endsWith("_1")) {
                            session.choose(new org.pgrampart.ui.kit.Chosen(
                                    session.assessment()
                                            .orElseThrow()
                                            .find("AUTH-10")
                                            .orElseThrow(),
                                    finding,
                                    changes));
                        }
                    });
            session.go(Screen.PLAN);
        });
    }

    @Test
    void theStartShowsThreeWaysInAndTheServersUsedBefore() throws IOException {
        open(Background.immediate());
        take("01-welcome");
    }

    @Test
    void aFailedConnectionNamesItsCause() throws IOException {
        engine.refusal = Optional.of(new TargetException(
                TargetException.Kind.LOGIN,
                "All 100 connection slots are taken.",
                "max_connections is reached; your password is fine. Try again, or use the reserved superuser slot."));
        open(Background.immediate());
        onStage(() -> session.go(Screen.CONNECT));
        take("02-connect-empty");
        connect();
        assertEquals(Screen.CONNECT, session.screen().get());
        take("02-connect-failed");
    }

    @Test
    void anUnknownHostKeyIsShownAsAFingerprint() throws IOException {
        engine.askAboutHostKey = true;
        var background = Background.window();
        open(background);
        onStage(() -> session.go(Screen.CONNECT));
        connect();
        Shots.waitUntil(() -> frame.screens().connect.question().get().isPresent());
        take("02-connect-host-key");
        onStage(() -> frame.screens().connect.stop());
        Shots.waitUntil(() -> frame.screens().connect.problem().get().isPresent());
        background.close();
    }

    @Test
    void assessingIsChosenByArea() throws IOException {
        open(Background.immediate());
        connect();
        assertEquals(Screen.ASSESS, session.screen().get());
        take("03-assess");
    }

    @Test
    void reviewShowsFindingsAndFourTabs() throws IOException {
        open(Background.immediate());
        assess();
        take("04-review");
        onStage(() -> {
            session.area().set(Optional.of(Area.CONNECTIONS));
            Shots.tabs(frame).getSelectionModel().select(1);
        });
        take("04-review-change");
        onStage(() -> Shots.tabs(frame).getSelectionModel().select(2));
        take("04-review-by-hand");
        onStage(() -> Shots.tabs(frame).getSelectionModel().select(4));
        take("04-review-evidence");
        onStage(() -> {
            session.area().set(Optional.of(Area.NETWORK));
            frame.screens().review.show().set(org.pgrampart.ui.review.ReviewViewModel.Show.UNCHECKED);
        });
        take("04-review-unchecked");
        onStage(() -> {
            session.area().set(Optional.of(Area.UPDATES));
            frame.screens().review.show().set(org.pgrampart.ui.review.ReviewViewModel.Show.UNCHECKED);
        });
        take("04-review-nothing");
        onStage(() -> {
            session.area().set(Optional.of(Area.AUTHENTICATION));
            frame.screens().review.show().set(org.pgrampart.ui.review.ReviewViewModel.Show.OPEN);
            frame.screens().review.text().set("AUTH-01");
        });
        onStage(() -> ((javafx.scene.control.Button) frame.lookup("#toggle-plan")).fire());
        take("04-review-asks");
        onStage(() -> session.learning().set(true));
        take("04-review-learning");
    }

    @Test
    void aPlanIsExportedForOthersAndItsUndoCommandIsToldBeforeItIsApplied() throws IOException {
        open(Background.immediate());
        planned();
        onStage(() -> ((javafx.scene.control.Button) frame.lookup("#export-plan")).fire());
        assertTrue(texts(frame).contains("change-6f1c0e8a.sh"), "the written file is not named");
        take("plan-exported");
        onStage(() -> session.go(Screen.CONFIRM));
        assertTrue(
                texts(frame).contains("sudo sh /var/lib/pgrampart/txn/20261123T201442Z-3f9c1a/rollback.sh manual"),
                "the undo command is not told");
    }

    private static String texts(Parent parent) {
        StringBuilder texts = new StringBuilder();
        parent.lookupAll(".label").forEach(node -> {
            if (node instanceof javafx.scene.control.Label label) {
                texts.append(label.getText()).append('\n');
            }
        });
        return texts.toString();
    }

    @Test
    void planConfirmApplyVerifyAndReport() throws IOException {
        open(Background.immediate());
        planned();
        take("05-plan");
        onStage(() -> session.go(Screen.CONFIRM));
        take("06-confirm");
        onStage(() -> {
            frame.screens().confirm.typed().set("db1");
            frame.screens().confirm.otherWay().set(true);
            frame.screens().confirm.apply();
        });
        assertEquals(Screen.APPLY, session.screen().get());
        take("07-apply-countdown");
        onStage(() -> ((javafx.scene.control.Button) frame.lookup("#keep")).fire());
        take("07-apply-kept");
        onStage(() -> session.go(Screen.VERIFY));
        take("08-verify");
        onStage(() -> session.go(Screen.REPORT));
        take("09-report");
    }

    @Test
    void lostContactSaysThatNothingHasToBeDone() throws IOException {
        engine.environment = Environment.STAGING;
        engine.lostContact = true;
        open(Background.immediate());
        planned();
        onStage(() -> {
            session.go(Screen.CONFIRM);
            frame.screens().confirm.otherWay().set(true);
            frame.screens().confirm.apply();
            frame.screens().apply.keep();
        });
        take("07-apply-lost");
    }

    @Test
    void aStageOutOfReachSaysWhy() throws IOException {
        open(Background.immediate());
        onStage(() -> ((javafx.scene.control.ToggleButton) frame.lookup("#stage-plan")).fire());
        take("10-stage-out-of-reach");
        assess();
        onStage(() -> session.go(Screen.PLAN));
        take("05-plan-empty");
    }

    @Test
    void practiceIsViolet() throws IOException {
        open(Background.immediate());
        onStage(() -> frame.screens().welcome.practise());
        take("03-assess-practice");
    }
}
