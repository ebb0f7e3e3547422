package org.pgrampart.plan;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pgrampart.target.TargetException;

/// An applied plan that waits for somebody to keep it, or that is kept already because nothing in it may cut access.
/// Unless it is kept by the deadline, the server undoes it alone.
public final class Pending {
    private final Keeper keeper;
    private final List<Proof> proofs;
    private final Duration window;
    private final Clock clock;
    private Optional<Instant> deadline;
    private boolean accepted;
    private Runnable decided = () -> {};

    Pending(Keeper keeper, List<Proof> proofs, Duration window, Clock clock, Optional<Instant> deadline) {
        this.keeper = keeper;
        this.proofs = List.copyOf(proofs);
        this.window = window;
        this.clock = clock;
        this.deadline = deadline;
    }

    /// The change set's name on the server.
    public String id() {
        return keeper.id();
    }

    /// When the server undoes it, by this computer's clock; empty when it is decided.
    public synchronized Optional<Instant> deadline() {
        return deadline;
    }

    public List<Proof> proofs() {
        return proofs;
    }

    /// What is done once it is kept or undone; at once where it is already.
    synchronized void whenDecided(Runnable then) {
        if (deadline.isEmpty()) {
            then.run();
        } else {
            decided = then;
        }
    }

    /// What could be neither shown nor ruled out; it has to be accepted before anything is kept.
    public List<Proof> unproven() {
        return proofs.stream().filter(proof -> !proof.proven()).toList();
    }

    /// The person knows what was not proven and takes that upon themselves.
    public synchronized void accept() {
        accepted = true;
    }

    /// Whether it still waits, and everything was proven or accepted.
    public synchronized boolean mayKeep() {
        return deadline.isPresent() && (accepted || unproven().isEmpty());
    }

    /// Makes it last.
    ///
    /// @throws ApplyException when the server has undone it before
    public synchronized void keep() throws ApplyException, TargetException {
        if (deadline.isPresent()) {
            if (!mayKeep()) {
                throw new ApplyException(
                        ApplyException.State.INCOMPLETE,
                        "Not everything was proven (%s), and nobody has accepted that."
                                .formatted(unproven().getFirst().what()),
                        "Accept what is unproven, or undo the changes.");
            }
            keeper.keep();
            deadline = Optional.empty();
            decided.run();
        }
    }

    /// Takes everything back now.
    ///
    /// @throws ApplyException when something is left; says what finishes it
    public synchronized void undo() throws ApplyException, TargetException {
        keeper.undo();
        deadline = Optional.empty();
        decided.run();
    }

    /// Gives as much time again, from now.
    public synchronized void extend() throws ApplyException, TargetException {
        if (deadline.isPresent()) {
            keeper.extend(window);
            deadline = Optional.of(clock.instant().plus(window));
        }
    }
}
