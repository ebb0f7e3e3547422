package org.pgrampart.change;

import java.util.Optional;
import org.pgrampart.format.Shell;

/// Keeps log files from filling the disk and from lying open: a file for logrotate, which is asked before.
public final class LogRotation {
    private static final String CHECK = """
            PATH=$PATH:/usr/sbin:/sbin
            umask 077
            whole=$(mktemp)
            trap 'rm -f "$whole"' EXIT
            cat >"$whole"
            said=$(logrotate --debug "$whole" 2>&1) || { printf '%s\\n' "$said" >&2; exit 1; }
            case $said in *error:*) printf '%s\\n' "$said" >&2; exit 1 ;; esac
            """;

    private LogRotation() {}

    /// @param name of the file in /etc/logrotate.d
    /// @param files a path or pattern
    /// @param user whose the new files are
    /// @param weeks how many old files are kept, one for each week
    public static FileEdit of(String name, String files, String user, String group, int weeks) {
        if (!name.matches("[a-z0-9-]+") || files.matches("(?s).*[\\p{Cntrl}\"{}].*") || !files.startsWith("/")) {
            throw new IllegalArgumentException(
                    "%s cannot be rotated. Give an absolute path without quotes.".formatted(Shell.quote(files)));
        }
        String text = """
                # made by PgRampart
                "%s" {
                    su %s %s
                    weekly
                    rotate %d
                    copytruncate
                    delaycompress
                    compress
                    notifempty
                    missingok
                    create 0640 %s %s
                }
                """.formatted(files, user, group, weeks, user, group);
        return FileEdit.create("/etc/logrotate.d/" + name, text, "root:root", "0644", Effect.AT_ONCE)
                .ofMachine()
                .undoing(Reversal.equivalent("the file is gone again, but logs that were rotated meanwhile stay so"))
                .then(new Activation("logrotate", Optional.of(CHECK), Optional.empty()));
    }
}
