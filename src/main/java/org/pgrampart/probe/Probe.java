package org.pgrampart.probe;

import java.util.List;
import java.util.function.Function;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// What has to be asked for one kind of evidence, and how the answers become it. A probe never judges.
///
/// @param read pure; may throw [org.pgrampart.reading.Unreadable] or [org.pgrampart.reading.NotHere]
public record Probe<E>(List<Request> requests, Function<Answers, E> read) {
    public Probe {
        requests = List.copyOf(requests);
    }

    public static <E> Probe<E> of(Function<Answers, E> read, Request... requests) {
        return new Probe<>(List.of(requests), read);
    }
}
