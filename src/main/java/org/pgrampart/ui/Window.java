package org.pgrampart.ui;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.stage.Stage;
import org.pgrampart.ui.apply.ApplyViewModel.Phase;
import org.pgrampart.ui.kit.Background;
import org.pgrampart.ui.kit.Engine;
import org.pgrampart.ui.kit.FxBackground;
import org.pgrampart.ui.kit.Session;

/// The program's window.
public final class Window {
    private static final double WIDTH = 1240;
    private static final double HEIGHT = 820;
    private static final double SMALLEST_WIDTH = 900;
    private static final double SMALLEST_HEIGHT = 640;

    private Window() {}

    /// Whether this session has a display: where it has none, JavaFX can only fail.
    ///
    /// @param environment the process's
    /// @param system `os.name`
    public static boolean canShow(java.util.Map<String, String> environment, String system) {
        return !system.startsWith("Linux")
                || "Headless".equals(System.getProperty("glass.platform"))
                || !environment.getOrDefault("DISPLAY", "").isBlank();
    }

    /// Opens the window and returns when it is closed and every connection is ended.
    ///
    /// @throws UnsupportedOperationException when there is no display after all
    public static void show(Engine engine, Clock clock) {
        CountDownLatch closed = new CountDownLatch(1);
        FxBackground background = Background.window();
        Platform.startup(() -> {
            Session session = new Session(engine, background, clock);
            Stage stage = new Stage();
            open(stage, session);
            stage.setOnHidden(_ -> {
                session.disconnect();
                closed.countDown();
            });
        });
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        background.close();
        Platform.exit();
    }

    /// Shows the window on a stage of the caller's own.
    public static void show(Stage stage, Session session) {
        open(stage, session);
    }

    /// Fills a stage and shows it.
    static Frame open(Stage stage, Session session) {
        Frame frame = new Frame(session);
        var screen = javafx.stage.Screen.getPrimary().getVisualBounds();
        Scene scene = new Scene(frame, Math.min(WIDTH, screen.getWidth()), Math.min(HEIGHT, screen.getHeight()));
        session.dark().set(Platform.getPreferences().getColorScheme() == ColorScheme.DARK);
        Platform.getPreferences()
                .colorSchemeProperty()
                .subscribe(s -> session.dark().set(s == ColorScheme.DARK));
        session.dark().subscribe(dark -> Theme.dress(scene, dark));
        stage.setTitle("PgRampart");
        session.liveProperty()
                .subscribe(_ -> stage.setTitle(session.live()
                        .map(l -> l.name() + " (" + l.environment().word() + ") – PgRampart")
                        .orElse("PgRampart")));
        stage.setMinWidth(SMALLEST_WIDTH);
        stage.setMinHeight(SMALLEST_HEIGHT);
        stage.setScene(scene);
        stage.setOnCloseRequest(request -> mayClose(request, stage, session, frame));
        stage.show();
        return frame;
    }

    /// Nobody leaves changes undecided by accident: undoing them is the default.
    private static void mayClose(Event request, Stage stage, Session session, Frame frame) {
        if (!session.writing().get()) {
            return;
        }
        request.consume();
        var apply = frame.screens().apply;
        if (apply.phase().get() != Phase.DECIDING) {
            session.go(org.pgrampart.ui.kit.Screen.APPLY);
            return;
        }
        ButtonType undo = new ButtonType("Undo now and close", ButtonBar.ButtonData.OK_DONE);
        ButtonType stay = new ButtonType("Stay", ButtonBar.ButtonData.CANCEL_CLOSE);
        Alert alert = new Alert(
                Alert.AlertType.WARNING,
                "The changes are applied but not kept. If you leave without deciding, the server undoes them.",
                undo,
                stay);
        alert.initOwner(stage);
        alert.setTitle("Changes wait for your decision");
        alert.setHeaderText("Keep these changes?");
        Optional<ButtonType> answer = alert.showAndWait();
        if (answer.filter(a -> a == undo).isPresent()) {
            apply.phase().subscribe(phase -> {
                if (phase == Phase.UNDONE) {
                    stage.hide();
                }
            });
            apply.undo();
        }
    }
}
