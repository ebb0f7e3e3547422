package org.pgrampart.access;

/// How a role's password is kept, which decides what it can answer when it is asked for one.
public enum Verifier {
    /// No password: every method that asks for one refuses.
    NONE,
    /// Answers `md5` and `password`, not `scram-sha-256`.
    MD5,
    /// Answers every method that asks for a password.
    SCRAM,
    /// It was valid until a time that has passed.
    EXPIRED,
    /// It could not be read.
    UNKNOWN
}
