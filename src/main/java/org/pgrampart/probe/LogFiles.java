package org.pgrampart.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;

/// The log files as they lie on the host, with their modes.
///
/// @param files what was found, folders first; empty and readable when there is no file yet
public record LogFiles(Settings settings, Answer<List<Entry>> files) {
    /// A file or folder.
    ///
    /// @param mode octal, up to four digits
    public record Entry(boolean folder, int mode, String owner, String group, String path) {
        public boolean othersRead() {
            return (mode & 04) != 0;
        }

        /// Whether everybody may remove or replace what is in the folder.
        public boolean othersWrite() {
            return (mode & 02) != 0 && (mode & 01000) == 0;
        }

        public boolean othersEnter() {
            return (mode & 01) != 0;
        }

        /// The mode without any right for others, in octal.
        public String privateMode() {
            return Integer.toOctalString(mode & 07770);
        }
    }

    // a collector writes into log_directory; else the file behind standard error is the log
    private static final Command MODES = Command.server("""
            [ -d /proc ] || { echo "this system is not looked at yet" >&2; exit 77; }
            file=
            if [ -n "$PGPID" ]; then
                file=$(readlink "/proc/$PGPID/fd/2") || { file=; echo hidden; }
            fi
            show() { stat -c '%F|%a|%U|%G|%n' -- "$@" 2>/dev/null; }
            case $file in
                /dev/*) ;;
                /*) show "$(dirname "$file")" "$file" ;;
            esac
            if [ -n "$PGLOGDIR" ] && [ -d "$PGLOGDIR" ]; then
                show "$PGLOGDIR"
                [ -r "$PGLOGDIR" ] || { echo "this user may not list $PGLOGDIR" >&2; exit 77; }
                find "$PGLOGDIR" -maxdepth 1 -type f | sort -r | head -n 500 |
                    while IFS= read -r each; do show "$each"; done
            fi
            exit 0
            """);

    public static final Probe<LogFiles> PROBE = new Probe<>(
            Stream.concat(Settings.PROBE.requests().stream(), Stream.<Request>of(MODES))
                    .toList(),
            LogFiles::read);

    private static LogFiles read(Answers answers) {
        Settings settings = Settings.PROBE.read().apply(answers);
        Answer<Output> answer = answers.find(MODES);
        // with a collector the server's messages are in its own files, whatever standard error is
        if (answer instanceof Answer.Seen<Output>(Output output)
                && output.lines().contains("hidden")
                && !settings.on("logging_collector")) {
            return new LogFiles(
                    settings,
                    new Answer.Unseen<>(
                            "this user may not see where the server writes to",
                            "sudo without a password for the login user, or a login as root"));
        }
        return new LogFiles(settings, answer.map(output -> entries(output.lines())));
    }

    static List<Entry> entries(List<String> lines) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split("\\|", 5);
            if (parts.length == 5 && parts[1].matches("[0-7]{1,4}")) {
                Entry entry = new Entry(
                        parts[0].equals("directory"), Integer.parseInt(parts[1], 8), parts[2], parts[3], parts[4]);
                entries.putIfAbsent(entry.path(), entry);
            }
        }
        return List.copyOf(entries.values());
    }
}
