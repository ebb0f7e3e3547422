package org.pgrampart.ui.apply;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.target.TargetException;
import org.pgrampart.ui.kit.ApplyListener;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.Pending;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// A plan while it runs, and the decision about it.
public final class ApplyViewModel {
    /// Where applying is.
    public enum Phase {
        IDLE,
        RUNNING,
        /// The changes stand and wait to be kept.
        DECIDING,
        /// The decision is being carried out.
        ENDING,
        KEPT,
        UNDONE,
        FAILED,
        /// The server cannot be reached; it undoes the changes by itself at the deadline.
        LOST
    }

    /// One line of what is done.
    public record Step(String stage, String text, ApplyListener.State state, String transcript) {}

    private final Session session;
    private final ObservableList<Step> steps = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.IDLE);
    private final ReadOnlyObjectWrapper<Optional<Pending>> pending = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private Optional<Proposal> proposal = Optional.empty();
    private Optional<Instant> deadline = Optional.empty();

    public ApplyViewModel(Session session) {
        this.session = session;
    }

    /// Runs a confirmed plan.
    public void start(Proposal confirmed, Duration window) {
        Optional<Live> live = session.live();
        if (live.isEmpty() || session.writing().get()) {
            return;
        }
        proposal = Optional.of(confirmed);
        steps.clear();
        problem.set(Optional.empty());
        pending.set(Optional.empty());
        session.startWriting();
        session.go(Screen.APPLY);
        phase.set(Phase.RUNNING);
        // Stopping half way would be worse than going on: what fails is undone, what stands can be undone.
        session.background()
                .run(
                        "Applying " + confirmed.count(),
                        () -> {},
                        () -> live.get().apply(confirmed, window, this::news),
                        this::stands,
                        this::failed);
    }

    private void news(String stage, String step, ApplyListener.State state, String transcript) {
        session.background().show(() -> {
            Step now = new Step(stage, step, state, transcript);
            for (int i = steps.size() - 1; i >= 0; i--) {
                if (steps.get(i).stage().equals(stage) && steps.get(i).text().equals(step)) {
                    String before = steps.get(i).transcript();
                    steps.set(i, transcript.isEmpty() ? new Step(stage, step, state, before) : now);
                    return;
                }
            }
            steps.add(now);
        });
    }

    private void stands(Pending waiting) {
        deadline = waiting.deadline();
        pending.set(Optional.of(waiting));
        if (deadline.isPresent()) {
            phase.set(Phase.DECIDING);
        } else {
            session.stopWriting(proposal);
            phase.set(Phase.KEPT);
        }
    }

    private void failed(Problem trouble) {
        problem.set(Optional.of(trouble));
        session.stopWriting(Optional.empty());
        phase.set(Phase.FAILED);
    }

    public boolean mayKeep() {
        return phase.get() == Phase.DECIDING
                && pending.get().map(Pending::mayKeep).orElse(false);
    }

    /// The person takes upon themselves what is not proven.
    public void accept() {
        if (phase.get() == Phase.DECIDING) {
            pending.get().ifPresent(Pending::accept);
        }
    }

    public void keep() {
        if (mayKeep()) {
            decide("Keeping the changes", Pending::keep, () -> {
                session.stopWriting(proposal);
                phase.set(Phase.KEPT);
            });
        }
    }

    public void undo() {
        if (phase.get() == Phase.DECIDING || phase.get() == Phase.LOST) {
            decide("Undoing the changes", Pending::undo, () -> {
                session.stopWriting(Optional.empty());
                phase.set(Phase.UNDONE);
            });
        }
    }

    public void extend() {
        if (phase.get() == Phase.DECIDING) {
            decide("Taking two more minutes", Pending::extend, () -> {
                pending.get().ifPresent(p -> deadline = p.deadline());
                phase.set(Phase.DECIDING);
            });
        }
    }

    private interface Decision {
        void on(Pending waiting) throws TargetException, ApplyException;
    }

    private void decide(String what, Decision decision, Runnable done) {
        Pending waiting = pending.get().orElseThrow();
        phase.set(Phase.ENDING);
        session.background()
                .run(
                        what,
                        () -> {},
                        () -> {
                            decision.on(waiting);
                            return true;
                        },
                        _ -> done.run(),
                        this::lost);
    }

    private void lost(Problem trouble) {
        problem.set(Optional.of(trouble));
        phase.set(Phase.LOST);
    }

    /// Ends this page after the deadline has passed without contact: what the server says then is what counts.
    public void lookAgain() {
        session.stopWriting(Optional.empty());
        phase.set(Phase.UNDONE);
    }

    /// The time until the server undoes the changes by itself; zero when it is over.
    public Duration remaining() {
        Duration left = deadline.map(d -> Duration.between(session.clock().instant(), d))
                .orElse(Duration.ZERO);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// When the server undoes the changes by itself.
    public Optional<Instant> deadline() {
        return deadline;
    }

    /// `02:00`.
    public static String clock(Duration left) {
        long seconds = (left.toMillis() + 999) / 1000;
        return "%02d:%02d".formatted(seconds / 60, seconds % 60);
    }

    /// Called as time goes by: once the deadline has passed the server has decided.
    public void tick() {
        if (phase.get() == Phase.DECIDING && remaining().isZero()) {
            decide("Seeing to the undo", Pending::undo, () -> {
                session.stopWriting(Optional.empty());
                phase.set(Phase.UNDONE);
            });
        }
    }

    public ObservableList<Step> steps() {
        return steps;
    }

    public ReadOnlyObjectProperty<Phase> phase() {
        return phase.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Pending>> pending() {
        return pending.getReadOnlyProperty();
    }

    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    public Session session() {
        return session;
    }
}
