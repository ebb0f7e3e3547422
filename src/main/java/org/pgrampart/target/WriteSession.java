package org.pgrampart.target;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Output;

/// A session that may change the server. Only the plan package asks for one, and only with a confirmed plan.
public interface WriteSession extends ReadSession {
    /// One statement; `:'secret'` in it stands for the secret, which is put in as a literal while the server's
    /// statement
    /// logging is off for this transaction.
    record Statement(String text, @Nullable Secret secret) {}

    /// Runs the statements in one transaction with a lock timeout; all or nothing.
    ///
    /// @param database null takes the database of this session
    void transaction(@Nullable String database, List<Statement> statements) throws TargetException;

    /// Runs one statement that refuses to be in a transaction (ALTER SYSTEM), or reloads the server.
    void alone(Statement statement) throws TargetException;

    /// Runs a script by `sh -s` on the host; parameters are in it, quoted, and secrets only in the input.
    ///
    /// @param input what the script finds on file descriptor 0 after itself
    /// @param asRoot as root when that is possible, else fails with [TargetException.Kind#RIGHTS]
    /// @throws TargetException when it could not be run or did not end in time; a status other than 0 is an answer
    Output script(String script, byte[] input, boolean asRoot, Duration timeout) throws TargetException;

    /// Has statements wait in the server over a connection of their own, in one transaction when their time has come.
    ///
    /// @param database null takes the database of this session
    /// @throws TargetException when it could not be begun, or when a pooler stands in between
    ServerTimer timer(@Nullable String database, List<Statement> statements, Duration window) throws TargetException;

    /// Tries a login over a connection made anew and ends it at once.
    ///
    /// @param role who logs in: another one than this session's has no password here
    /// @param tls whether it must be encrypted, else it must not be
    /// @param password whether the password of this session may be used
    Tried tryLogin(String role, String database, boolean tls, boolean password);

    /// Logs in to an sshd that listens on a port of the host's loopback, through an SSH connection like the one that
    /// stands, with the same keys, and ends that login at once.
    ///
    /// @throws TargetException of kind UNREACHABLE when it could not be tried; else it was refused, and why
    void trySsh(int port) throws TargetException;

    /// A session over connections made anew, as proof that the server still lets us in.
    ReadSession fresh() throws TargetException;

    /// The same kind of session over connections made anew, to go on where a restart of the server has ended this one.
    WriteSession again() throws TargetException;
}
