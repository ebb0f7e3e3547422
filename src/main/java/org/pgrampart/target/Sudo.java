package org.pgrampart.target;

/// How to become root on the host.
public enum Sudo {
    /// Without a password where that works, else not at all.
    AUTOMATIC,
    NONE,
    NOPASSWD,
    /// With a password, which is asked for.
    ASK
}
