package org.pgrampart.probe;

import java.util.List;
import java.util.stream.Stream;
import org.pgrampart.reading.Answer;

/// The server's TLS: its settings, the files they name and who uses it now, the latter two where they can be read.
public record TlsSetup(Settings settings, Answer<TlsFiles> files, Answer<ClientSessions> sessions) {
    public static final Probe<TlsSetup> PROBE = new Probe<>(
            Stream.of(Settings.PROBE.requests(), TlsFiles.PROBE.requests(), ClientSessions.PROBE.requests())
                    .flatMap(List::stream)
                    .toList(),
            answers -> new TlsSetup(
                    Settings.PROBE.read().apply(answers),
                    Attempt.to(() -> TlsFiles.read(answers)),
                    Attempt.to(() -> ClientSessions.read(answers))));
}
