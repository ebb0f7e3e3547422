package org.pgrampart.probe;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;

/// The server's TLS: its settings, the files they name and who uses it now, the latter two where they can be read.
///
/// @param at when it was read
/// @param names host names and addresses of the server, where the host could tell
public record TlsSetup(
        Settings settings, Answer<TlsFiles> files, Answer<ClientSessions> sessions, Instant at, List<String> names) {
    private static final Command NAMES = Command.server("""
            { hostname -f; hostname; hostname -I | tr ' ' '\\n'; } 2>/dev/null | grep -v '^$' | awk '!seen[$0]++' | head -n 8
            exit 0
            """).limit(4096);

    /// Where neither time nor names matter.
    public TlsSetup(Settings settings, Answer<TlsFiles> files, Answer<ClientSessions> sessions) {
        this(settings, files, sessions, Instant.EPOCH, List.of());
    }

    public static final Probe<TlsSetup> PROBE = new Probe<>(
            Stream.of(
                            Settings.PROBE.requests(),
                            TlsFiles.PROBE.requests(),
                            ClientSessions.PROBE.requests(),
                            List.<Request>of(NAMES))
                    .flatMap(List::stream)
                    .toList(),
            answers -> new TlsSetup(
                    Settings.PROBE.read().apply(answers),
                    Attempt.to(() -> TlsFiles.read(answers)),
                    Attempt.to(() -> ClientSessions.read(answers)),
                    answers.at(),
                    names(answers)));

    private static List<String> names(Answers answers) {
        return answers.find(NAMES) instanceof Answer.Seen<Output>(Output output)
                ? output.lines().stream()
                        .map(String::strip)
                        .filter(name -> name.matches("[A-Za-z0-9.:-]{1,253}"))
                        .toList()
                : List.of();
    }
}
