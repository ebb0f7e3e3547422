package org.pgrampart.ui.confirm;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.pgrampart.target.Environment;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Session;

/// What must be said before a plan runs.
public final class ConfirmViewModel {
    private final Session session;
    private final BiConsumer<Proposal, Duration> apply;
    private final StringProperty typed = new SimpleStringProperty("");
    private final BooleanProperty otherWay = new SimpleBooleanProperty();
    private final ObjectProperty<Duration> window = new SimpleObjectProperty<>(Duration.ofMinutes(2));

    /// @param apply what runs the plan, with the time in which it must be kept
    public ConfirmViewModel(Session session, BiConsumer<Proposal, Duration> apply) {
        this.session = session;
        this.apply = apply;
        session.proposalProperty().subscribe(_ -> {
            typed.set("");
            otherWay.set(false);
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
        if (missing().isEmpty()) {
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
