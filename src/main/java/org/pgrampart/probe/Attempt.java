package org.pgrampart.probe;

import java.util.function.Supplier;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Unreadable;

/// Part of an evidence that a check can do without.
final class Attempt {
    private Attempt() {}

    static <E> Answer<E> to(Supplier<E> reading) {
        try {
            return new Answer.Seen<>(reading.get());
        } catch (Unreadable e) {
            return new Answer.Unseen<>(e.because(), e.missing());
        } catch (NotHere e) {
            return new Answer.Absent<>(e.because());
        }
    }
}
