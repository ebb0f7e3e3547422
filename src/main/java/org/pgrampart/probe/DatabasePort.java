package org.pgrampart.probe;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.PortFacts;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Wire;

/// What the database port answered, beside what the settings and files say about it.
///
/// @param at when it was looked at
/// @param files the certificate as it lies on the host, where a shell could read it
public record DatabasePort(Answer<PortFacts> port, Settings settings, Answer<TlsFiles> files, Instant at) {
    public static final Probe<DatabasePort> PROBE = new Probe<>(
            Stream.of(Settings.PROBE.requests(), TlsFiles.PROBE.requests(), List.<Request>of(Wire.PORT))
                    .flatMap(List::stream)
                    .toList(),
            DatabasePort::read);

    private static DatabasePort read(Answers answers) {
        return new DatabasePort(
                answers.port(),
                Settings.PROBE.read().apply(answers),
                Attempt.to(() -> TlsFiles.read(answers)),
                answers.at());
    }
}
