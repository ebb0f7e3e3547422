package org.pgrampart.plan;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.reading.Query;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ServerTimer;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.TargetException.Kind;
import org.pgrampart.target.WriteSession;

/// The timer inside the database server that takes roles, rights and verifiers back unless they are kept: for a server
/// that is reached by its database port alone. A restart of the server ends it; a setting is not in its reach.
final class DatabaseTimer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LOOKS = 50;

    private final WriteSession session;
    private final Plan plan;
    private final Clock clock;
    private List<ServerTimer> timers = List.of();

    DatabaseTimer(WriteSession session, Plan plan, Clock clock) {
        this.session = session;
        this.plan = plan;
        this.clock = clock;
    }

    /// Arms it, one process of the server for each database, and reads back from this session that each one sleeps. An
    /// earlier one ends only when the new one stands.
    ///
    /// @throws TargetException when it could not be armed or is not seen; the earlier one is left
    void arm(Duration window) throws TargetException {
        List<ServerTimer> armed = new ArrayList<>();
        try {
            for (SqlGroup group : SqlGroup.of(plan.running()).reversed()) {
                armed.add(session.timer(group.database(), group.undoStatements(), window));
            }
            for (ServerTimer timer : armed) {
                if (!sleeps(timer)) {
                    throw new TargetException(
                            Kind.BROKEN,
                            "The timer in the server could not be seen waiting, so nothing was changed.",
                            "Look at pg_stat_activity for what ended it, and try again.");
                }
            }
        } catch (TargetException e) {
            for (ServerTimer timer : armed) {
                stop(timer);
            }
            throw e;
        }
        List<ServerTimer> earlier = timers;
        timers = List.copyOf(armed);
        for (ServerTimer timer : earlier) {
            stop(timer);
        }
    }

    boolean isArmed() {
        return !timers.isEmpty();
    }

    private boolean sleeps(ServerTimer timer) throws TargetException {
        for (int look = 0; look < LOOKS; look++) {
            // the question itself waits a little, so that nobody here has to
            Query seen = Query.cluster("""
                    SELECT pid FROM pg_catalog.pg_stat_activity, pg_catalog.pg_sleep(0.05)
                     WHERE pid = %d AND application_name = '%s' AND wait_event = 'PgSleep' AND %d = %d""".formatted(timer.pid(), ServerTimer.NAME, look, look));
            boolean there = !session.read(List.of(seen), clock.instant(), Optional.empty(), Progress.NONE)
                    .rows(seen)
                    .isEmpty();
            if (there) {
                return true;
            }
            if (timer.state() != ServerTimer.State.WAITING) {
                return false;
            }
        }
        return false;
    }

    /// Ends it before its time.
    ///
    /// @return whether it had not run; false when the server has taken everything back
    boolean cancel() throws TargetException {
        boolean before = true;
        for (ServerTimer timer : timers) {
            before &= stop(timer) != ServerTimer.State.RAN;
        }
        timers = List.of();
        return before;
    }

    private ServerTimer.State stop(ServerTimer timer) throws TargetException {
        try (timer) {
            if (timer.state() == ServerTimer.State.WAITING) {
                session.alone(new WriteSession.Statement(
                        "SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = %d AND application_name = '%s'"
                                .formatted(timer.pid(), ServerTimer.NAME),
                        null));
            }
            return timer.ended(PATIENCE);
        }
    }

    /// Lets go of it: it goes on waiting in the server.
    @Override
    public void close() {
        timers.forEach(ServerTimer::close);
    }
}
