package org.pgrampart.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.model.Area;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.pgrampart.ui.review.ReviewViewModel;

/// What is always there: title bar, stages, areas, the page, the learn panel, the status bar, and the keys.
final class Frame extends StackPane {
    private static final double SMALL = 1000;
    private static final double SMALL_WITH_LEARNING = 1280;

    private final Session session;
    private final Screens screens;
    private final BorderPane frame = new BorderPane();
    private final StageStrip strip;
    private final AreaRail rail;
    private final LearnPanel learn;

    Frame(Session session) {
        this.session = session;
        screens = new Screens(session);
        strip = new StageStrip(session);
        rail = new AreaRail(session, screens.assess);
        learn = new LearnPanel(session);
        frame.setTop(new VBox(new TitleBar(session, this::palette), strip));
        frame.setBottom(new StatusBar(session));
        getChildren().add(frame);
        session.screen().subscribe(this::show);
        session.learning().subscribe(_ -> sides());
        session.liveProperty().subscribe(_ -> sides());
        session.assessmentProperty().subscribe(_ -> sides());
        widthProperty().subscribe(_ -> sides());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        sceneProperty().subscribe(_ -> focus(session.screen().get()));
        screens.welcome.refresh();
    }

    Screens screens() {
        return screens;
    }

    private void show(Screen screen) {
        Node view = screens.view(screen);
        frame.setCenter(view);
        if (screen == Screen.WELCOME) {
            screens.welcome.refresh();
        }
        sides();
        focus(screen);
    }

    /// Puts the focus where the work of a page begins.
    private void focus(Screen screen) {
        String where = switch (screen) {
            case WELCOME -> "#assess";
            case CONNECT -> "#paste";
            case ASSESS -> "#start-assessment";
            case REVIEW -> "#findings";
            case PLAN -> "#go-to-confirm";
            case CONFIRM -> "#confirm-focus";
            case APPLY -> "#undo-now";
            case VERIFY -> "#go-to-report";
            case REPORT -> "#export-html";
            case ACCESS -> "#access-rows";
        };
        if (getScene() != null) {
            // A scroll pane has its content only once it is styled.
            applyCss();
            layout();
            Optional.ofNullable(lookup(where)).ifPresent(Node::requestFocus);
        }
    }

    private void sides() {
        boolean rails = session.live().isPresent() && session.screen().get().number() >= Screen.ASSESS.number();
        frame.setLeft(rails ? rail : null);
        frame.setRight(session.learning().get() ? learn : null);
        double small = session.learning().get() ? SMALL_WITH_LEARNING : SMALL;
        rail.narrow(getWidth() > 0 && getWidth() < small);
    }

    private void key(KeyEvent key) {
        boolean used = key.isShortcutDown()
                ? shortcut(key.getCode())
                : key.isAltDown() ? stage(key.getCode()) : plain(key.getCode());
        if (used) {
            key.consume();
        }
    }

    private boolean shortcut(KeyCode code) {
        switch (code) {
            case K -> palette();
            case R -> assessAgain();
            case ENTER -> primary();
            case E -> strip.go(Screen.REPORT);
            default -> {
                int digit = digit(code);
                if (digit < 0 || session.assessment().isEmpty()) {
                    return false;
                }
                session.area().set(Optional.of(Area.values()[digit == 0 ? 9 : digit - 1]));
                session.go(Screen.REVIEW);
            }
        }
        return true;
    }

    private boolean stage(KeyCode code) {
        int digit = digit(code);
        if (digit < 1) {
            return false;
        }
        strip.go(Screen.values()[digit]);
        return true;
    }

    private boolean plain(KeyCode code) {
        switch (code) {
            case F1 -> session.learning().set(!session.learning().get());
            case F5 -> assessAgain();
            case ESCAPE -> {
                if (getChildren().size() > 1) {
                    closePalette();
                } else if (screens.confirm.reading().get()) {
                    screens.confirm.reading().set(false);
                } else if (session.learning().get()) {
                    session.learning().set(false);
                } else {
                    return false;
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int digit(KeyCode code) {
        String name = code.getName();
        return code.isDigitKey() ? name.charAt(name.length() - 1) - '0' : -1;
    }

    private void assessAgain() {
        strip.go(Screen.ASSESS);
        if (session.screen().get() == Screen.ASSESS) {
            screens.assess.start();
        }
    }

    /// What Ctrl+Enter does on each page.
    private void primary() {
        switch (session.screen().get()) {
            case CONNECT -> screens.connect.connect();
            case ASSESS -> screens.assess.start();
            case REVIEW -> strip.go(Screen.PLAN);
            case PLAN -> strip.go(Screen.CONFIRM);
            case CONFIRM -> screens.confirm.apply();
            case APPLY -> screens.apply.keep();
            case VERIFY -> strip.go(Screen.REPORT);
            case WELCOME, REPORT, ACCESS -> {}
        }
    }

    private void palette() {
        if (getChildren().size() == 1) {
            getChildren().add(new Palette(actions(), this::closePalette));
        }
    }

    private void closePalette() {
        getChildren().removeIf(Palette.class::isInstance);
    }

    private List<Palette.Action> actions() {
        List<Palette.Action> actions = new ArrayList<>();
        for (Screen screen : Screen.values()) {
            String name = screen == Screen.WELCOME
                    ? "Go to the start page"
                    : screen == Screen.ACCESS
                            ? "Who can log in, from where, by which line (Alt+9; network, authentication)"
                            : "Go to stage " + screen.number() + ", " + screen.title();
            actions.add(new Palette.Action(name, () -> strip.go(screen)));
        }
        actions.add(new Palette.Action("Practise on a safe local server", screens.welcome::practise));
        actions.add(new Palette.Action("Assess again (F5)", this::assessAgain));
        actions.add(new Palette.Action(
                "Switch between light and dark",
                () -> session.dark().set(!session.dark().get())));
        actions.add(new Palette.Action(
                "Open or close the learn panel (F1)",
                () -> session.learning().set(!session.learning().get())));
        if (session.assessment().isPresent()) {
            actions.add(new Palette.Action("Add all safe fixes to the plan", () -> {
                screens.review.addSafeFixes();
                session.go(Screen.REVIEW);
            }));
            for (Area area : Area.values()) {
                actions.add(new Palette.Action("Area " + area.number() + ", " + area.title(), () -> {
                    session.area().set(Optional.of(area));
                    session.go(Screen.REVIEW);
                }));
            }
            Catalogue.ALL.forEach(check -> actions.add(new Palette.Action(
                    check.control().number() + "  " + check.control().title(),
                    () -> find(check.control().number()))));
        }
        return actions;
    }

    private void find(String number) {
        session.area().set(Optional.empty());
        screens.review.show().set(ReviewViewModel.Show.ALL);
        screens.review.text().set(number);
        session.go(Screen.REVIEW);
    }
}
