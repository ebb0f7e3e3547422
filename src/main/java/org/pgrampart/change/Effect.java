package org.pgrampart.change;

/// What the server needs before it acts on a change; the order is the order of interruption.
public enum Effect {
    AT_ONCE,
    NEW_SESSIONS,
    RELOAD,
    RESTART;

    /// The name scripts use: `at-once`.
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
