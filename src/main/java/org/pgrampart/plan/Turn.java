package org.pgrampart.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Rows;
import org.pgrampart.target.Progress;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// One program at a time changes a database server: a lock in PostgreSQL, which also those hold to each other who have
/// no shell. It ends with the session at the latest.
final class Turn {
    private static final Query TAKE =
            Query.cluster("SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtext('pgrampart'), 1) AS done");
    private static final Query GIVE =
            Query.cluster("SELECT pg_catalog.pg_advisory_unlock(pg_catalog.hashtext('pgrampart'), 1) AS done");

    private Turn() {}

    /// Whether it is ours now.
    static boolean take(WriteSession session) throws TargetException {
        return asked(session, TAKE);
    }

    /// Gives it back; where the session has ended, it is given back already.
    static void give(WriteSession session) {
        try {
            asked(session, GIVE);
        } catch (TargetException e) {
            System.getLogger(Turn.class.getName()).log(System.Logger.Level.DEBUG, "the session has ended", e);
        }
    }

    private static boolean asked(WriteSession session, Query query) throws TargetException {
        return session.read(List.of(query), Instant.EPOCH, Optional.empty(), Progress.NONE)
                                .find(query)
                        instanceof Answer.Seen<Rows>(Rows rows)
                && rows.first().bool("done");
    }
}
