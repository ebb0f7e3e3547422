package org.pgrampart.probe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.model.Status;
import org.pgrampart.reading.Earlier;
import org.pgrampart.reading.Past;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Unreadable;

/// The assessment before this one beside what this one has judged so far.
///
/// @param at when this one began
public record History(Optional<Earlier> earlier, Map<String, Status> soFar, Instant at) {
    public static final Probe<History> PROBE = new Probe<>(
            List.<Request>of(Past.EARLIER, Past.SO_FAR),
            answers -> new History(answers.earlier(), answers.soFar(), answers.at()));

    /// The assessment before this one.
    ///
    /// @throws Unreadable on the first run
    public Earlier before() {
        return earlier.orElseThrow(() -> new Unreadable(
                "this is the first assessment of this server that is known here", "an earlier assessment"));
    }
}
