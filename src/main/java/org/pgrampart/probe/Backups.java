package org.pgrampart.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Rows;

/// What makes backups of this server, and the backups that were found.
///
/// @param mechanisms what makes them, each with where that is written: `cron: /etc/cron.d/backup`
/// @param copies finished backups, newest first
/// @param complete whether every place where a mechanism is usually written could be read
/// @param missing the access that would allow the rest
/// @param at when it was looked at
public record Backups(
        List<Mechanism> mechanisms, List<Copy> copies, boolean complete, String missing, boolean running, Instant at) {
    public record Mechanism(String tool, String place) {}

    /// A finished backup.
    public record Copy(String what, Instant at) {}

    private static final String SHARED = HostFile.FUNCTIONS + """
            copies() {
                for f in "$1"/*.dump "$1"/*.sql "$1"/*.sql.gz "$1"/*.sql.zst "$1"/*.sql.xz "$1"/*.backup "$1"/*.pgdump \\
                        "$1"/*.dump.gpg "$1"/*.sql.gpg "$1"/*.tar "$1"/*.tar.gz "$1"/*/base.tar "$1"/*/base.tar.gz \\
                        "$1"/*/toc.dat "$1"/*/backup_manifest "$1"/*/*.dump "$1"/*/*.sql.gz; do
                    [ -f "$f" ] && [ -s "$f" ] && when "$f"
                done
            }
            when() {
                if stat -c %Y / >/dev/null 2>&1; then stat -L -c 'copy %Y %n' -- "$1"; else stat -L -f 'copy %m %N' "$1"; fi
            }
            """;

    /// Beside the data directory; all there is of a practice server.
    private static final Command BESIDE = Command.server(SHARED + """
            [ -n "$PGDATA" ] || { echo "the server does not say where its data directory is" >&2; exit 77; }
            d=${PGDATA%/*}/backups
            seen "$d" || exit 0
            [ -r "$d" ] && [ -x "$d" ] || { echo "this user may not look into $d" >&2; exit 77; }
            copies "$d"
            exit 0
            """);

    private static final Command MACHINE = Command.machine(SHARED + """
            [ "$(id -u)" = 0 ] && echo all
            words='pg_dump|pg_dumpall|pg_basebackup|pgbackrest|barman|wal-g|walg|pg_probackup|autopostgresqlbackup|pg_back|pghoard'
            tool() { printf 'tool %s %s\\n' "$1" "$2"; }
            as() { u=$1; shift; if [ "$(id -u)" = 0 ]; then timeout 15 runuser -u "$u" -- "$@"; else timeout 15 "$@"; fi; }
            written() { # says whether a line that is no comment, or a script that it starts, makes backups
                lines=$(grep -vE '^[[:space:]]*([#;]|$)' "$1" 2>/dev/null) || return 1
                printf '%s\\n' "$lines" | grep -qE "$words" && return 0
                for s in $(printf '%s\\n' "$lines" | grep -oE '/[A-Za-z0-9._/-]+' | sort -u | head -n 40); do
                    case $s in /bin/*|/usr/bin/*|/usr/sbin/*|/sbin/*|/dev/*|/proc/*|/sys/*) continue ;; esac
                    [ -f "$s" ] && [ -x "$s" ] && head -c 65536 "$s" | grep -vE '^[[:space:]]*#' | grep -qE "$words" && return 0
                done
                return 1
            }
            for f in /etc/pgbackrest.conf /etc/pgbackrest/pgbackrest.conf /etc/pgbackrest/conf.d/*.conf; do
                [ -r "$f" ] && grep -qE '^pg[0-9]+-path' "$f" && tool pgbackrest "$f" && rest=yes
            done
            if [ -n "$rest" ] && command -v pgbackrest >/dev/null; then
                as postgres pgbackrest --output=json info 2>/dev/null | tr -d '\\n' | head -c 400000 | sed 's/^/pgbackrest /'
                echo
            fi
            for f in /etc/barman.conf /etc/barman.d/*.conf /etc/barman/barman.d/*.conf; do
                [ -r "$f" ] && grep -qE '^[[:space:]]*conninfo' "$f" && tool barman "$f" && man=yes
            done
            if [ -n "$man" ] && command -v barman >/dev/null; then
                as barman barman -f json list-backups all 2>/dev/null | tr -d '\\n' | head -c 400000 | sed 's/^/barman /'
                echo
            fi
            for f in /etc/cron.d/* /etc/crontab /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* \\
                    /var/spool/cron/crontabs/* /var/spool/cron/*; do
                [ -f "$f" ] && [ -r "$f" ] && written "$f" && tool cron "$f"
            done
            for t in /etc/systemd/system/*.wants/*.timer; do
                [ -e "$t" ] || continue
                name=${t##*/}
                unit=$(sed -n 's/^Unit=//p' "$t" | tail -n 1)
                [ -n "$unit" ] || unit=${name%.timer}.service
                case $unit in *@*.service) general=${unit%%@*}@.service ;; *) general=$unit ;; esac
                for f in /etc/systemd/system/"$unit" /etc/systemd/system/"$general" /usr/lib/systemd/system/"$unit" \\
                        /usr/lib/systemd/system/"$general" /lib/systemd/system/"$general"; do
                    if [ -f "$f" ]; then
                        written "$f" && tool timer "$name"
                        break
                    fi
                done
            done
            for d in /var/backups/postgresql /var/backups/postgres /var/backups/pgsql /var/lib/postgresql/backups \\
                    /var/lib/pgsql/backups /backup/postgresql /backups/postgresql /srv/backup/postgresql; do
                [ -d "$d" ] && copies "$d"
            done
            exit 0
            """);

    private static final Query RUNNING =
            Query.cluster("SELECT count(*) > 0 AS running FROM pg_catalog.pg_stat_progress_basebackup");

    public static final Probe<Backups> PROBE = new Probe<>(
            Stream.concat(Settings.PROBE.requests().stream(), Stream.<Request>of(BESIDE, MACHINE, RUNNING))
                    .toList(),
            Backups::read);

    private static final Pattern PGBACKREST =
            Pattern.compile("\"error\":false.*?\"timestamp\":\\{\"start\":\\d+,\"stop\":(\\d{1,11})\\}");
    private static final Pattern BARMAN = Pattern.compile("\"end_time_timestamp\":\\s*\"?(\\d{1,11})");
    private static final Pattern ARCHIVE_TOOL = Pattern.compile("pgbackrest|barman|wal-g|wal-e|pg_probackup|pghoard");

    static Backups read(Answers answers) {
        List<Mechanism> mechanisms = new ArrayList<>();
        List<Copy> copies = new ArrayList<>();
        boolean complete = true;
        String missing = "";
        for (Command command : List.of(BESIDE, MACHINE)) {
            switch (answers.find(command)) {
                case Answer.Seen<Output>(Output output) -> {
                    parse(output.lines(), mechanisms, copies);
                    if (command.equals(MACHINE) && !output.lines().contains("all")) {
                        complete = false;
                        missing = "root rights on the host, to read the crontabs of all users";
                    }
                }
                case Answer.Absent<Output> _ -> {}
                case Answer.Unseen<Output>(String _, String access) -> {
                    complete = false;
                    missing = access;
                }
            }
        }
        Settings settings = Settings.PROBE.read().apply(answers);
        settings.find("archive_command")
                .flatMap(setting -> Optional.ofNullable(setting.value()))
                .map(ARCHIVE_TOOL::matcher)
                .filter(Matcher::find)
                .ifPresent(tool -> mechanisms.add(new Mechanism(tool.group(), "archive_command")));
        copies.sort(Comparator.comparing(Copy::at).reversed());
        boolean running = answers.find(RUNNING) instanceof Answer.Seen<Rows>(Rows rows)
                && rows.first().bool("running");
        return new Backups(List.copyOf(mechanisms), List.copyOf(copies), complete, missing, running, answers.at());
    }

    static void parse(List<String> lines, List<Mechanism> mechanisms, List<Copy> copies) {
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "tool" -> mechanisms.add(new Mechanism(words[1], words.length > 2 ? words[2] : ""));
                case "copy" -> {
                    if (words.length == 3 && words[1].matches("\\d{1,11}")) {
                        copies.add(new Copy(words[2], Instant.ofEpochSecond(Long.parseLong(words[1]))));
                    }
                }
                case "pgbackrest" -> listed(PGBACKREST.matcher(line), "pgbackrest", copies);
                case "barman" -> listed(BARMAN.matcher(line), "barman", copies);
                default -> {}
            }
        }
    }

    private static void listed(Matcher matcher, String tool, List<Copy> copies) {
        while (matcher.find()) {
            copies.add(new Copy(tool, Instant.ofEpochSecond(Long.parseLong(matcher.group(1)))));
        }
    }

    public Optional<Copy> newest() {
        return copies.stream().findFirst();
    }
}
