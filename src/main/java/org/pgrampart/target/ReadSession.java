package org.pgrampart.target;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Earlier;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Server;

/// A connection that only looks: every statement runs in a read-only transaction, every command only reads.
public interface ReadSession extends AutoCloseable {
    Server server();

    /// Reads all of it in few round trips: at most two for each database, one command as the login user and one as
    /// root.
    /// What cannot be read is an answer that says so.
    ///
    /// @param at the time that the answers carry
    /// @throws TargetException when the connection itself is lost
    Answers read(Collection<? extends Request> requests, Instant at, Optional<Earlier> earlier, Progress progress)
            throws TargetException;

    /// Round trips since the connection stood.
    Rounds rounds();

    /// Ends whatever is running now; the call that waits for it fails. May be called from any thread.
    void cancel();

    @Override
    void close();
}
