package org.pgrampart.model;

/// Who can put a broken control right.
public enum FixKind {
    /// The program, after confirmation.
    AUTOMATIC,
    /// The program, once the owner gave a value.
    NEEDS_INPUT,
    /// A person, by the steps the control names.
    MANUAL,
    /// Nobody has to.
    NONE;

    /// The name scripts use: `needs-input`.
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
