package org.pgrampart.ui.confirm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.pgrampart.plan.Reach;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.WholeFile;
import org.pgrampart.target.Environment;
import org.pgrampart.target.TargetException;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// What must be said before a plan runs.
public final class ConfirmViewModel {
    private final Session session;
    private final BiConsumer<Proposal, Duration> apply;
    private final StringProperty typed = new SimpleStringProperty("");
    private final BooleanProperty otherWay = new SimpleBooleanProperty();
    private final BooleanProperty reading = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Path>> saved = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Duration> window = new SimpleObjectProperty<>(Duration.ofMinutes(2));

    /// @param apply what runs the plan, with the time in which it must be kept
    public ConfirmViewModel(Session session, BiConsumer<Proposal, Duration> apply) {
        this.session = session;
        this.apply = apply;
        session.proposalProperty().subscribe(_ -> {
            typed.set("");
            otherWay.set(false);
            reading.set(false);
        });
        session.screen().subscribe(screen -> {
            if (screen != Screen.CONFIRM) {
                reading.set(false);
            }
        });
    }

    /// Whether the server's name has to be typed.
    public boolean mustType() {
        return session.live()
                .map(l -> l.environment() == Environment.PRODUCTION)
                .orElse(false);
    }

    /// Whether another way into the server has to be promised.
    public boolean mustPromise() {
        return session.proposal().map(Proposal::mayCutAccess).orElse(false)
                && session.live()
                        .map(l -> l.environment() != Environment.PRACTICE)
                        .orElse(true);
    }

    public String name() {
        return session.live().map(l -> l.name()).orElse("");
    }

    /// Why it cannot be applied yet; empty when it can.
    public Optional<String> missing() {
        if (session.proposal().isEmpty()) {
            return Optional.of("The plan is not worked out.");
        }
        if (session.proposal().get().size() == 0) {
            return Optional.of("None of it can be run from here. Export it in Plan.");
        }
        if (mustType() && !typed.get().strip().equals(name())) {
            return Optional.of("Type the server's name, " + name() + ".");
        }
        if (mustPromise() && !otherWay.get()) {
            return Optional.of("Say that you have another way into this server.");
        }
        return Optional.empty();
    }

    public void apply() {
        if (missing().isEmpty() && !reading.get()) {
            session.proposal().ifPresent(p -> apply.accept(p, window.get()));
        }
    }

    /// The sentence that says it all.
    public String sentence() {
        return session.proposal()
                .map(p -> "Apply %s to %s (%s)."
                        .formatted(
                                p.count(),
                                name(),
                                session.live().map(l -> l.environment().word()).orElse("")))
                .orElse("");
    }

    /// What is said in place of a time to decide; empty where the plan runs under a timer and the time can be chosen.
    public Optional<String> keptAtOnce() {
        if (session.proposal().map(Proposal::mayCutAccess).orElse(true)) {
            return Optional.empty();
        }
        return Optional.of(
                alone()
                        ? "Not needed: it is kept at once, or undone if a proof fails."
                        : "Kept at once when all is proven; what stays unproven waits " + words(window.get()) + ".");
    }

    /// `2 minutes`.
    static String words(Duration time) {
        return time.toSeconds() <= 60 ? "1 minute" : time.toMinutes() + " minutes";
    }

    /// Where the way back will lie, in a sentence.
    public String undoPlace() {
        return alone()
                ? "It is kept on this computer before anything is changed. Old passwords are hidden here."
                : "It lies on the server before anything is changed. Old passwords are hidden here.";
    }

    private boolean alone() {
        return session.live().map(l -> l.mode().reach() == Reach.SQL).orElse(false);
    }

    /// The whole way back as it can be read now.
    public String undoText() {
        return session.live()
                .flatMap(live -> session.proposal().map(live::undoText))
                .orElse("");
    }

    /// Opens the way back to be read; nothing can be applied while it is open.
    public void read() {
        saved.set(Optional.empty());
        problem.set(Optional.empty());
        reading.set(true);
    }

    /// Writes the way back to a file of the person's choice.
    public void save(Path file) {
        String text = undoText();
        saved.set(Optional.empty());
        problem.set(Optional.empty());
        session.background()
                .run(
                        "Writing the way back",
                        () -> {},
                        () -> written(file, text),
                        path -> saved.set(Optional.of(path)),
                        trouble -> problem.set(Optional.of(trouble)));
    }

    private static Path written(Path file, String text) throws TargetException {
        try {
            WholeFile.write(file, text);
            return file;
        } catch (StoreException e) {
            throw new TargetException(TargetException.Kind.BROKEN, e.happened(), e.remedy(), e);
        }
    }

    /// Whether the way back is being read.
    public BooleanProperty reading() {
        return reading;
    }

    public ObjectProperty<Optional<Path>> saved() {
        return saved;
    }

    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    public StringProperty typed() {
        return typed;
    }

    public BooleanProperty otherWay() {
        return otherWay;
    }

    public ObjectProperty<Duration> window() {
        return window;
    }

    public Session session() {
        return session;
    }
}
