package org.pgrampart.probe;

import java.util.List;
import java.util.stream.Stream;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Request;

/// Where the server's messages go.
///
/// @param stderr what the postmaster's standard error is connected to: `/var/log/…`, `socket:[…]`, `/dev/null`
public record LogSink(Settings settings, Answer<String> stderr) {
    private static final Command STDERR = Command.server("""
            [ -n "$PGPID" ] || { echo "the server's process is not known" >&2; exit 77; }
            [ -d "/proc/$PGPID" ] || { echo "this system does not show where a process writes to" >&2; exit 77; }
            readlink "/proc/$PGPID/fd/2" || { echo "this user may not see where the server writes to" >&2; exit 77; }
            """).limit(4096);

    public static final Probe<LogSink> PROBE = new Probe<>(
            Stream.concat(Settings.PROBE.requests().stream(), Stream.<Request>of(STDERR))
                    .toList(),
            LogSink::read);

    private static LogSink read(Answers answers) {
        Settings settings = Settings.PROBE.read().apply(answers);
        return new LogSink(
                settings, answers.find(STDERR).map(output -> output.text().strip()));
    }

    /// The destinations that log_destination names.
    public List<String> destinations() {
        return Sql.elements(settings.value("log_destination"), true);
    }

    /// Whether the server keeps its own log files.
    public boolean collects() {
        return settings.on("logging_collector");
    }
}
