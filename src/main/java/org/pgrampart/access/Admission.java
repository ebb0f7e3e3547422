package org.pgrampart.access;

/// Whether a client gets past what the deciding line asks of it, and why not or why that is not known.
public record Admission(Entry entry, String because) {
    /// How it ends.
    public enum Entry {
        /// It gets in, with the right password where one is asked for.
        ENTERS,
        REFUSED,
        UNKNOWN
    }

    static Admission free() {
        return new Admission(Entry.ENTERS, "");
    }

    static Admission refused(String because) {
        return new Admission(Entry.REFUSED, because);
    }

    static Admission unknown(String because) {
        return new Admission(Entry.UNKNOWN, because);
    }

    public boolean enters() {
        return entry == Entry.ENTERS;
    }

    public boolean refused() {
        return entry == Entry.REFUSED;
    }
}
