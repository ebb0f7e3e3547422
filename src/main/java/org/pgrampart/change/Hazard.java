package org.pgrampart.change;

/// Whether a change can shut out the people and programs that use the server.
public enum Hazard {
    NONE,
    /// Applied last, and only under a timer on the server that undoes it unless a new connection confirms it.
    MAY_CUT_ACCESS;

    /// The name scripts use: `may-cut-access`.
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
