package org.pgrampart.access;

/// How pg_hba answers a login.
public enum Verdict {
    /// A line lets it try with that line's method.
    ADMITS_BY,
    /// A `reject` line refuses it.
    REJECTED,
    /// No line matches, which refuses it too.
    NO_RULE,
    /// It cannot be told from what we know.
    DEPENDS
}
