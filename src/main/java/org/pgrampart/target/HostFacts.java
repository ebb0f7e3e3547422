package org.pgrampart.target;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.Printable;
import org.pgrampart.reading.Output;

/// What the host says of itself and of the server's processes, in one command.
///
/// @param recorded whether sudo keeps what is sent to the commands it starts (log_input, log_stdin)
record HostFacts(String user, String os, Optional<String> postmaster, String parent, boolean recorded) {
    enum Seen {
        YES,
        NO,
        UNTOLD
    }

    static HostFacts ask(HostShell shell, Opening opening) throws TargetException {
        String script = """
                LC_ALL=C; export LC_ALL
                os=; [ -r /etc/os-release ] && os=$(. /etc/os-release; printf %s "${PRETTY_NAME:-}")
                printf 'os %s\\n' "${os:-$(uname -sr)}"
                parent=$(ps -o ppid= -p BACKEND 2>/dev/null | tr -d ' ')
                printf 'parent %s\\n' "$parent"
                [ -n "$parent" ] && printf 'command %s\\n' "$(ps -o comm= -p "$parent" 2>/dev/null)"
                ps -o pid= -p 1 >/dev/null 2>&1 && printf 'processes shown\\n'
                if [ -n "${SUDO_USER:-}" ] && sudo -n -l -U "$SUDO_USER" 2>/dev/null | tr ',' '\\n' |
                    grep -qE '^[[:space:]]*log_(input|stdin)[[:space:]]*$|LOG_INPUT:'; then printf 'sudo records\\n'; fi
                exit 0
                """.replace("BACKEND", Integer.toString(opening.backend()));
        Output output = shell.run(script, new byte[0], shell.canBeRoot(), Duration.ofSeconds(30));
        Map<String, String> facts = new LinkedHashMap<>();
        for (String line : output.lines()) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                facts.put(
                        line.substring(0, blank),
                        Printable.line(line.substring(blank + 1)).strip());
            }
        }
        // asked without sudo, which would answer for root
        String user =
                shell.run("id -un", new byte[0], false, Duration.ofSeconds(30)).text();
        String command = facts.getOrDefault("command", "");
        boolean ours = command.contains("postgres") || command.contains("postmaster");
        String parent = facts.getOrDefault("parent", "");
        return new HostFacts(
                Printable.line(user).strip(),
                facts.getOrDefault("os", ""),
                ours ? Optional.of(parent) : Optional.empty(),
                facts.containsKey("processes") ? "shown" : "hidden",
                facts.containsKey("sudo"));
    }

    Seen sees(Opening opening) {
        if (postmaster.isPresent()) {
            return Seen.YES;
        }
        return parent.equals("shown") ? Seen.NO : Seen.UNTOLD;
    }
}
