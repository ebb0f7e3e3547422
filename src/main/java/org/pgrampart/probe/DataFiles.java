package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Unreadable;

/// The data directory and what in it does not belong to the server alone.
///
/// @param account who the server runs as; empty when not known
/// @param exposed files and folders below it with another owner, or open to others, or that the group may change
public record DataFiles(String account, HostFile directory, List<HostFile> exposed, boolean cut) {
    /// Certificates are no secret. A name with a line break would forge a line of the listing, so it is left out.
    private static final Command FILES = Command.server(HostFile.FUNCTIONS + """
            [ -n "$PGDATA" ] || { echo "the server does not say where its data directory is" >&2; exit 77; }
            seen "$PGDATA" || { echo "there is no $PGDATA" >&2; exit 78; }
            [ -r "$PGDATA" ] && [ -x "$PGDATA" ] || { echo "this user may not look into $PGDATA" >&2; exit 77; }
            account=$(account)
            printf 'account %s\\n' "$account"
            printf 'directory %s\\n' "$(look "$PGDATA")"
            id -u -- "$account" >/dev/null 2>&1 || account=$(stat -L -c %u -- "$PGDATA" 2>/dev/null || echo 0)
            newline=$(printf '\\nx')
            newline=${newline%x}
            stat -c %a / >/dev/null 2>&1 && show='stat -c "entry %U %G %a %n"' || show='stat -f "entry %Su %Sg %Lp %N"'
            exec 3>&1
            refused=$( { find "$PGDATA/" -mindepth 1 ! -type l ! -path "*$newline*" \\
                ! -path "$PGSSLCERT" ! -path "$PGSSLCA" \\
                \\( ! -user "$account" -o -perm -0004 -o -perm -0002 -o -perm -0001 -o -perm -0020 \\) \\
                -exec sh -c "$show"' -- "$@"' sh {} + >&3; } 2>&1 | grep -c 'Permission denied')
            [ "$refused" = 0 ] || echo refused
            exit 0
            """);

    private static final int MOST = 100;

    public static final Probe<DataFiles> PROBE = Probe.of(DataFiles::read, FILES);

    static DataFiles read(Answers answers) {
        String account = "";
        @Nullable HostFile directory = null;
        List<HostFile> exposed = new ArrayList<>();
        for (String line : answers.output(FILES).lines()) {
            if (line.startsWith("account ")) {
                account = line.substring(8);
            } else if (line.startsWith("directory ")) {
                directory = HostFile.parse(line.substring(10)).orElse(null);
            } else if (line.startsWith("entry ")) {
                HostFile.parse(line.substring(6)).ifPresent(exposed::add);
            } else if (line.equals("refused")) {
                throw new Unreadable(
                        "this user may not look into every folder of the data directory", "root rights on the host");
            }
        }
        if (directory == null) {
            throw new Unreadable("owner and mode of the data directory could not be read", "root rights on the host");
        }
        return new DataFiles(account, directory, exposed.stream().limit(MOST).toList(), exposed.size() > MOST);
    }
}
