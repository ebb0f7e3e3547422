package org.pgrampart.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// Starts commands on a host, in the login user's own shell.
interface Starter extends AutoCloseable {
    /// A command that runs.
    interface Started {
        OutputStream in();

        InputStream out();

        InputStream err();

        /// Its status once it has ended; -1 when it ended without one.
        int status(Duration timeout) throws IOException, InterruptedException;

        /// Ends it, if it still runs, and does not wait for that.
        void end();
    }

    /// @param terminal whether it gets a terminal, without echo
    Started start(String command, boolean terminal) throws IOException;

    /// What this way is called in reports: `ssh` or `local`.
    String via();

    /// `this machine`, or the host's name.
    String where();

    Optional<Login.Route> tunnel(DatabaseAddress address);

    /// See [WriteSession#trySsh].
    void trySsh(int port) throws TargetException;

    @Override
    void close();
}
