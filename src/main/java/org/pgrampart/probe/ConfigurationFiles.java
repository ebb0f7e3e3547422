package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;

/// The configuration files that the server reads, with owners and modes.
///
/// @param account who the server runs as; empty when not known
public record ConfigurationFiles(String account, List<HostFile> files) {
    private static final Command FILES = Command.server(HostFile.FUNCTIONS + """
            [ -n "$PGCONF$PGHBA" ] || { echo "the server does not say where its files are" >&2; exit 77; }
            printf 'account %s\\n' "$(account)"
            for f in "$PGCONF" "$PGHBA" "$PGIDENT" "${PGDATA:+$PGDATA/postgresql.auto.conf}" \\
                    "${PGCONF%/*}"/conf.d/*.conf; do
                [ -n "$f" ] && seen "$f" && look "$f"
            done
            exit 0
            """);

    public static final Probe<ConfigurationFiles> PROBE = Probe.of(ConfigurationFiles::read, FILES);

    static ConfigurationFiles read(Answers answers) {
        String account = "";
        List<HostFile> files = new ArrayList<>();
        for (String line : answers.output(FILES).lines()) {
            if (line.startsWith("account ")) {
                account = line.substring(8);
            } else {
                HostFile.parse(line).ifPresent(files::add);
            }
        }
        return new ConfigurationFiles(account, List.copyOf(files));
    }
}
