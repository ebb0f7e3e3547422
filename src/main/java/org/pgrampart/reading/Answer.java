package org.pgrampart.reading;

import java.util.function.Function;

/// What came back for one request.
public sealed interface Answer<T> {
    /// It was read.
    record Seen<T>(T value) implements Answer<T> {}

    /// It could not be read; `missing` is the right or access that would allow it.
    record Unseen<T>(String because, String missing) implements Answer<T> {}

    /// The thing does not exist here, or this kind of server does not concern it.
    record Absent<T>(String because) implements Answer<T> {}

    /// The value, or the exception that makes the check's outcome Unknown or NotApplicable.
    default T get() {
        return switch (this) {
            case Seen<T>(T value) -> value;
            case Unseen<T>(String because, String missing) -> throw new Unreadable(because, missing);
            case Absent<T>(String because) -> throw new NotHere(because);
        };
    }

    /// The same answer with its value turned into another.
    default <U> Answer<U> map(Function<? super T, ? extends U> turn) {
        return switch (this) {
            case Seen<T>(T value) -> new Seen<>(turn.apply(value));
            case Unseen<T>(String because, String missing) -> new Unseen<>(because, missing);
            case Absent<T>(String because) -> new Absent<>(because);
        };
    }

    default boolean isSeen() {
        return this instanceof Seen;
    }
}
