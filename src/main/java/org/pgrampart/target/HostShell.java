package org.pgrampart.target;

import java.time.Duration;
import java.util.Optional;
import org.pgrampart.reading.Output;

/// A way to run POSIX shell on the server's host: over SSH or on this machine.
interface HostShell extends AutoCloseable {
    /// Runs a script; what follows it on standard input is `input`.
    ///
    /// @param asRoot as root, else as the login user
    /// @throws TargetException when it could not be run or did not end in time; a status other than 0 is an answer
    Output run(String script, byte[] input, boolean asRoot, Duration timeout) throws TargetException;

    /// Whether `asRoot` can work: the login user is root, or sudo lets it become root.
    boolean canBeRoot();

    /// Why `asRoot` works or does not, in a few words.
    String rootReason();

    /// What this way is called in reports: `ssh` or `local`.
    String via();

    /// A way to the database port through the same connection; empty where there is none.
    Optional<Login.Route> tunnel(DatabaseAddress address);

    /// See [WriteSession#trySsh].
    void trySsh(int port) throws TargetException;

    /// Ends the script that runs now; the call that waits for it fails.
    void cancel();

    @Override
    void close();
}
