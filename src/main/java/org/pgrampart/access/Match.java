package org.pgrampart.access;

/// Whether something matches, as far as we know.
enum Match {
    YES,
    NO,
    MAYBE;

    static Match of(boolean matches) {
        return matches ? YES : NO;
    }

    Match or(Match other) {
        return this == YES || other == YES ? YES : this == MAYBE || other == MAYBE ? MAYBE : NO;
    }

    Match and(Match other) {
        return this == NO || other == NO ? NO : this == MAYBE || other == MAYBE ? MAYBE : YES;
    }
}
