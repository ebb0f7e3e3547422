package org.pgrampart.change;

/// How completely a change can be undone; told before anybody confirms it.
public sealed interface Reversal {
    /// The very same state, byte for byte where it is a file.
    record Exact() implements Reversal {}

    /// The same in effect, with this difference.
    record Equivalent(String because) implements Reversal {}

    /// Not at all, or not what happened meanwhile.
    record None(String because) implements Reversal {}

    /// Of two the one that promises less, with both reasons.
    static Reversal weaker(Reversal one, Reversal other) {
        return switch (one) {
            case Exact _ -> other;
            case Equivalent(String because) ->
                switch (other) {
                    case Exact _ -> one;
                    case Equivalent(String more) -> equivalent(both(because, more));
                    case None(String more) -> none(both(more, because));
                };
            case None(String because) ->
                switch (other) {
                    case Exact _ -> one;
                    case Equivalent(String more) -> none(both(because, more));
                    case None(String more) -> none(both(because, more));
                };
        };
    }

    private static String both(String one, String other) {
        return one.equals(other) ? one : one + "; " + other;
    }

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
