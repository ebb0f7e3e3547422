package org.pgrampart.plan;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Hazard;
import org.pgrampart.plan.ApplyListener.Stage;
import org.pgrampart.plan.ApplyListener.State;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// Applies a plan over the database connection alone: a timer inside the server, statements, proof, keep.
///
/// @param who what others read: user and computer
record SqlApply(Clock clock, Mirror mirror, String who) {
    Pending apply(WriteSession session, Plan plan, String id, Duration window, ApplyListener listener)
            throws ApplyException, TargetException {
        SqlKeeper keeper = new SqlKeeper(session, plan, id, mirror, listener, clock);
        listener.at(Stage.PREPARE, "Keep the undo on this computer", State.RUNNING, "");
        keeper.remember(who, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        listener.at(Stage.PREPARE, "Keep the undo on this computer", State.DONE, "");
        Before before = Before.read(session, List.of(), clock.instant());
        Instant armed = arm(keeper, plan, window, listener);
        ApplyException failure;
        try {
            SqlKeeper.forward(session, plan, listener);
            SqlKeeper.reload(session, plan);
            List<Proof> proofs = Applier.prove(new Prover(clock, session, plan, before, Optional.empty()), listener);
            Optional<ApplyException> failed = Applier.failure(proofs);
            if (failed.isEmpty()) {
                Pending pending = new Pending(keeper, proofs, window, clock, Optional.of(armed.plus(window)));
                if (plan.hazard() == Hazard.NONE) {
                    pending.accept(); // no timer may be there that would take it back
                    pending.keep();
                }
                return pending;
            }
            failure = failed.get();
        } catch (TargetException e) {
            failure = new ApplyException(ApplyException.State.ROLLED_BACK, e.happened(), e.remedy());
            failure.initCause(e);
        }
        try {
            keeper.undo();
            throw failure;
        } catch (TargetException e) {
            throw new ApplyException(
                    ApplyException.State.INCOMPLETE,
                    failure.happened() + " Undoing failed: " + e.happened(),
                    "Connect again and roll change set " + id + " back.");
        }
    }

    private Instant arm(SqlKeeper keeper, Plan plan, Duration window, ApplyListener listener)
            throws ApplyException, TargetException {
        String step = "Arm a timer inside the server that undoes it";
        Instant now = clock.instant();
        if (SqlGroup.of(plan.running()).isEmpty()) {
            return now;
        }
        listener.at(Stage.ARM, step, State.RUNNING, "");
        try {
            keeper.timer().arm(window);
            listener.at(Stage.ARM, step, State.DONE, "It was seen waiting in pg_stat_activity.");
        } catch (TargetException e) {
            listener.at(Stage.ARM, step, State.FAILED, e.happened());
            if (plan.hazard() == Hazard.MAY_CUT_ACCESS) {
                keeper.abandon();
                throw new ApplyException(
                        ApplyException.State.UNTOUCHED,
                        "No timer could be armed inside the server, so changes that may cut access are not made: "
                                + e.happened(),
                        e.remedy());
            }
        }
        return now;
    }
}
