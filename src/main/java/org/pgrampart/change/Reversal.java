package org.pgrampart.change;

/// How completely a change can be undone; told before anybody confirms it.
public sealed interface Reversal {
    /// The very same state, byte for byte where it is a file.
    record Exact() implements Reversal {}

    /// The same in effect, with this difference.
    record Equivalent(String because) implements Reversal {}

    /// Not at all, or not what happened meanwhile.
    record None(String because) implements Reversal {}

    static Reversal exact() {
        return new Exact();
    }

    static Reversal equivalent(String because) {
        return new Equivalent(because);
    }

    static Reversal none(String because) {
        return new None(because);
    }
}
