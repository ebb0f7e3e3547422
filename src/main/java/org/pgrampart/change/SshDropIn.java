package org.pgrampart.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Command;

/// Keywords of sshd in a file of our own, or at the head of sshd_config where no folder of additions is read: of two
/// values of one keyword sshd takes the first.
public final class SshDropIn {
    public static final String FILE = "/etc/ssh/sshd_config.d/00-pgrampart.conf";
    public static final String MAIN = "/etc/ssh/sshd_config";

    static final String RELOAD = """
            PATH=$PATH:/usr/sbin:/sbin
            sshd -t
            for unit in ssh.service sshd.service; do
                if systemctl --quiet is-active "$unit"; then exec systemctl reload "$unit"; fi
            done
            if systemctl --quiet is-active ssh.socket; then exit 0; fi
            kill -HUP "$(cat /run/sshd.pid)"
            """;

    private SshDropIn() {}

    /// @param keywords with their values, in the order in which they are written
    /// @param dropIns whether sshd_config reads /etc/ssh/sshd_config.d
    public static FileEdit of(Map<String, String> keywords, boolean dropIns) {
        String lines = keywords.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
        String path = dropIns ? FILE : MAIN;
        FileEdit.TextEdit edit = dropIns
                ? new FileEdit.TextEdit.Whole(Content.of("# made by PgRampart\n" + lines))
                : new FileEdit.TextEdit.Prepend("# made by PgRampart; the first value of a keyword counts\n" + lines);
        return new FileEdit(
                path,
                Optional.empty(),
                List.of(edit),
                dropIns ? Optional.of("root:root") : Optional.empty(),
                dropIns ? Optional.of("0644") : Optional.empty(),
                Command.Place.MACHINE,
                Effect.NEW_SESSIONS,
                Hazard.MAY_CUT_ACCESS,
                Reversal.exact(),
                Optional.of(Activation.sshd(path)));
    }

    private static String line(String keyword, String value) {
        if (!keyword.matches("[A-Za-z0-9]+") || value.isBlank() || value.matches("(?s).*[\\p{Cntrl}#\"].*")) {
            throw new IllegalArgumentException(
                    "%s cannot be written for sshd. Give it plain words.".formatted(Shell.quote(keyword)));
        }
        return keyword + " " + value.strip() + "\n";
    }

    /// Of an addition the whole is tried that sshd would read: the addition first, then sshd_config.
    static String check(String path) {
        return """
                PATH=$PATH:/usr/sbin:/sbin
                umask 077
                whole=$(mktemp)
                trap 'rm -f "$whole"' EXIT
                cat >"$whole"
                %s
                sshd -t -f "$whole"
                """.formatted(path.equals(MAIN) ? ":" : "cat /etc/ssh/sshd_config >>\"$whole\"");
    }
}
