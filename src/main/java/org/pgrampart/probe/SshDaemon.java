package org.pgrampart.probe;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Unreadable;

/// The settings that sshd itself says it uses, by lower-case keyword; several values of one keyword joined by blanks.
///
/// @param dropIns whether sshd_config reads a folder of additions
public record SshDaemon(Map<String, String> settings, boolean dropIns) {
    private static final Command SETTINGS = Command.machine("""
            PATH="$PATH:/usr/sbin:/sbin"
            command -v sshd >/dev/null || { echo "no sshd is installed" >&2; exit 78; }
            [ "$(id -u)" = 0 ] || { echo "sshd shows its settings to root only" >&2; exit 77; }
            grep -qi '^[[:space:]]*include[[:space:]].*sshd_config\\.d' /etc/ssh/sshd_config && echo "pgrampart-dropins yes"
            sshd -T || { echo "sshd does not accept its configuration: run sshd -t" >&2; exit 77; }""");

    public static final Probe<SshDaemon> PROBE = Probe.of(SshDaemon::read, SETTINGS);

    private static SshDaemon read(Answers answers) {
        Output output = answers.output(SETTINGS);
        SshDaemon daemon = of(output.text());
        if (output.status() != 0 || daemon.settings().isEmpty()) {
            throw new Unreadable("sshd did not show its settings", "sudo for sshd -T");
        }
        return daemon;
    }

    /// From the lines of `sshd -T`.
    public static SshDaemon of(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            String[] parts = line.strip().split("\\s+", 2);
            if (!parts[0].isEmpty()) {
                settings.merge(
                        parts[0].toLowerCase(Locale.ROOT), parts.length > 1 ? parts[1] : "", (a, b) -> a + " " + b);
            }
        });
        boolean dropIns = settings.remove("pgrampart-dropins") != null;
        return new SshDaemon(settings, dropIns);
    }

    public String value(String keyword) {
        return settings.getOrDefault(keyword, "");
    }

    public boolean yes(String keyword) {
        return value(keyword).equals("yes");
    }
}
