package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Unreadable;

/// Where database passwords of clients lie on the host. Only places are told, never what stands there.
///
/// @param complete whether every user's files and processes could be looked at
public record ClientSecrets(Set<Place> places, boolean complete) {
    /// What holds a password.
    public enum Kind {
        /// `.pgpass`: made for it, if nobody else may read it.
        PASSWORD_FILE,
        /// `.pg_service.conf` with a password in it.
        SERVICE_FILE,
        /// `PGPASSWORD` or a connection address with a password, in a profile, unit, crontab or script.
        TEXT,
        ENVIRONMENT,
        ARGUMENTS;

        static Optional<Kind> of(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equals(name))
                    .findFirst();
        }
    }

    /// One of them.
    ///
    /// @param name the file, or what runs: `psql of backup`
    /// @param line the line in the file, 0 where that says nothing
    /// @param file owner and mode, of files
    /// @param own whether it belongs to the server and not to the machine around it
    public record Place(Kind kind, String name, int line, Optional<HostFile> file, boolean own) {}

    private static final String SHARED = HostFile.FUNCTIONS + """
            word='PGPASSWORD=[^ ]|postgres(ql)?://[^:@/ ]+:[^@ ]+@'
            file() {
                [ -f "$2" ] && [ -r "$2" ] || return 0
                case $1 in
                    PASSWORD_FILE) [ -L "$2" ] || printf 'file %s 0 %s\\n' "$1" "$(look "$2")" ;;
                    SERVICE_FILE)
                        n=$(grep -n '^[[:space:]]*password[[:space:]]*=' "$2" | head -n 1 | cut -d: -f1)
                        [ -z "$n" ] || printf 'file %s %s %s\\n' "$1" "$n" "$(look "$2")" ;;
                    *)
                        grep -nE "$word" "$2" 2>/dev/null | grep -vE '^[0-9]+:[[:space:]]*[#;]' | cut -d: -f1 | head -n 3 |
                        while read -r n; do printf 'file %s %s %s\\n' "$1" "$n" "$(look "$2")"; done ;;
                esac
            }
            home() {
                [ -x "$1" ] || return 1
                file PASSWORD_FILE "$1/.pgpass"
                file SERVICE_FILE "$1/.pg_service.conf"
                for f in .profile .bashrc .bash_profile .bash_login .zshrc .zprofile .zshenv .kshrc; do
                    file TEXT "$1/$f"
                done
            }
            """;

    /// What the login user has; all there is of a practice server.
    private static final Command OWN =
            Command.server(SHARED + "home \"${HOME:-/}\"\nexit 0\n").asUser();

    private static final Command ALL = Command.machine(SHARED + """
            [ "$(id -u)" = 0 ] && echo all
            { getent passwd 2>/dev/null || cat /etc/passwd; } | cut -d: -f6 | sort -u | while read -r h; do
                case $h in ''|/|/bin|/sbin|/dev|/proc|/nonexistent|/usr/sbin|/run/*) ;; *) [ -d "$h" ] && home "$h" ;; esac
            done
            file SERVICE_FILE /etc/postgresql-common/pg_service.conf
            file SERVICE_FILE /etc/pg_service.conf
            for f in /etc/environment /etc/profile /etc/profile.d/* /etc/bash.bashrc /etc/crontab /etc/cron.d/* \\
                    /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* /var/spool/cron/crontabs/* /var/spool/cron/* \\
                    /etc/systemd/system/*.service /etc/systemd/system/*.service.d/*.conf /etc/systemd/system/*.timer; do
                file TEXT "$f"
            done
            name() { tr -cd 'A-Za-z0-9._:+-' <"$p/comm"; }
            for p in /proc/[0-9]*; do
                [ "$p" = "/proc/$$" ] && continue
                if [ -r "$p/environ" ] && tr '\\0' '\\n' <"$p/environ" 2>/dev/null | grep -q '^PGPASSWORD=.'; then
                    printf 'process ENVIRONMENT %s of %s\\n' "$(name)" "$(stat -c %U "$p")"
                fi
                if tr '\\0' ' ' 2>/dev/null <"$p/cmdline" | grep -qE 'postgres(ql)?://[^:@/ ]+:[^@ ]+@|(^| )PGPASSWORD=.'; then
                    printf 'process ARGUMENTS %s of %s\\n' "$(name)" "$(stat -c %U "$p")"
                fi
            done 2>/dev/null | sort -u
            exit 0
            """);

    public static final Probe<ClientSecrets> PROBE = Probe.of(ClientSecrets::read, OWN, ALL);

    static ClientSecrets read(Answers answers) {
        Set<Place> places = new LinkedHashSet<>();
        boolean complete = switch (answers.find(ALL)) {
            case Answer.Seen<Output>(Output output) -> {
                parse(output.lines(), false, places);
                yield output.lines().contains("all");
            }
            case Answer.Absent<Output> _ -> true;
            case Answer.Unseen<Output> _ -> false;
        };
        Answer<Output> own = answers.find(OWN);
        if (own instanceof Answer.Seen<Output>(Output output)) {
            List<Place> found = new ArrayList<>();
            parse(output.lines(), answers.server().practice(), found);
            found.stream()
                    .filter(place ->
                            places.stream().noneMatch(p -> p.name().equals(place.name()) && p.line() == place.line()))
                    .forEach(places::add);
        } else if (places.isEmpty()) {
            own.get();
            throw new Unreadable("the files of clients could not be read", "root rights on the host");
        }
        return new ClientSecrets(places, complete);
    }

    static void parse(List<String> lines, boolean own, Collection<Place> places) {
        for (String line : lines) {
            String[] words = line.split(" ", 4);
            Optional<Kind> kind = words.length < 3 ? Optional.empty() : Kind.of(words[1]);
            if (kind.isEmpty()) {
                continue;
            }
            if (words[0].equals("file") && words.length == 4 && words[2].matches("[0-9]{1,9}")) {
                int at = Integer.parseInt(words[2]);
                HostFile.parse(words[3])
                        .ifPresent(file -> places.add(new Place(kind.get(), file.path(), at, Optional.of(file), own)));
            } else if (words[0].equals("process")) {
                places.add(new Place(kind.get(), line.split(" ", 3)[2], 0, Optional.empty(), own));
            }
        }
    }
}
