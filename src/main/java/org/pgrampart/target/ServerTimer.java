package org.pgrampart.target;

import java.time.Duration;

/// Statements that wait inside the database server and run there when their time has come, whatever has become of this
/// program by then. Only a restart of the server, or [WriteSession#alone] with `pg_cancel_backend`, ends them before.
public interface ServerTimer extends AutoCloseable {
    /// What a sleeping timer calls itself in `pg_stat_activity`.
    String NAME = "pgrampart-deadman";

    /// How far it is.
    enum State {
        WAITING,
        /// Its statements have run.
        RAN,
        /// It was cancelled before its statements ran.
        CANCELLED,
        /// The connection to it broke, so that it is not known here.
        LOST
    }

    /// The process of the server that waits.
    int pid();

    State state();

    /// The same once it no longer waits, or after this time.
    State ended(Duration patience);

    /// Lets go of the connection; what waits in the server goes on waiting.
    @Override
    void close();
}
