package org.pgrampart.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReversalTest {
    @Test
    void ofTwoTheOneThatPromisesLessIsTold() {
        Reversal exact = Reversal.exact();
        Reversal equal = Reversal.equivalent("order");
        Reversal none = Reversal.none("browsers remember");
        assertEquals(exact, Reversal.weaker(exact, exact));
        assertEquals(equal, Reversal.weaker(exact, equal));
        assertEquals(equal, Reversal.weaker(equal, equal));
        assertEquals(Reversal.none("browsers remember; order"), Reversal.weaker(equal, none));
        assertEquals(Reversal.none("browsers remember; order"), Reversal.weaker(none, equal));
        assertEquals(none, Reversal.weaker(none, exact));
    }
}
