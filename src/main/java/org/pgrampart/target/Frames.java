package org.pgrampart.target;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;

/// Puts many commands into one script and takes its output apart again, by random markers that no output can forge.
final class Frames {
    private static final int SECONDS = 30;
    private static final int BROKEN_PIPE = 141;
    private static final List<String> VARIABLES = List.of(
            "PGDATA",
            "PGCONF",
            "PGHBA",
            "PGIDENT",
            "PGPORT",
            "PGSOCKETS",
            "PGMAJOR",
            "PGLOGDIR",
            "PGSSLKEY",
            "PGSSLCERT",
            "PGSSLCA",
            "PGPID",
            "DJANGO",
            "SELF");

    // everything comes back on one stream, which also survives a terminal: standard output up to its limit, then the
    // end of standard error with the status
    private static final String HEAD = """
            umask 077
            LC_ALL=C; export LC_ALL
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH; export PATH
            t=; if command -v timeout >/dev/null 2>&1; then t='timeout SECONDS'; fi
            exec 3>&1
            one() {
                printf '%s %s\\n' "$M" "$1"
                said=$( { { $t /bin/sh -c "$3" </dev/null 3>&-; printf '\\n%s %s\\n' "$M" "$?" >&2; } \\
                    | head -c "$2" >&3; } 2>&1 | tail -c 4096 )
                printf '\\n%s said\\n%s\\n' "$M" "$said"
            }
            """;

    private final String marker = CommandLine.newMark();
    private final List<Command> commands;

    Frames(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /// The script that runs all of them, each in a shell of its own.
    String script(Map<String, String> variables) {
        StringBuilder script = new StringBuilder(HEAD.replace("SECONDS", Integer.toString(SECONDS)));
        for (String name : VARIABLES) {
            script.append(Shell.assignment(name, variables.getOrDefault(name, "")))
                    .append("; export ")
                    .append(name)
                    .append('\n');
        }
        script.append("M=").append(marker).append('\n');
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            script.append("one ")
                    .append(i)
                    .append(' ')
                    .append(command.limit() + 1)
                    .append(' ');
            script.append(Shell.quote(command.script())).append('\n');
        }
        return script.append("printf '%s ")
                .append(commands.size())
                .append("\\n' \"$M\"\n")
                .toString();
    }

    /// The most that all of them may print.
    int limit() {
        long sum =
                commands.stream().mapToLong(command -> command.limit() + 8192L).sum() + 8192;
        return (int) Math.min(sum, 1 << 28);
    }

    /// The output of each command; one that did not come back at all has status -1.
    List<Output> apart(byte[] whole) {
        List<Output> outputs = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < commands.size(); i++) {
            byte[] open = line(" " + i + "\n");
            byte[] close = line(" said\n");
            byte[] next = line(" " + (i + 1) + "\n");
            int from = find(whole, open, at);
            int to = from < 0 ? -1 : find(whole, close, from + open.length);
            int end = to < 0 ? -1 : find(whole, next, to + close.length);
            if (end < 0) {
                outputs.add(new Output(-1, new byte[0], "it gave no answer", false));
                continue;
            }
            // the line break before the closing marker is ours
            byte[] body = Arrays.copyOfRange(whole, from + open.length, Math.max(from + open.length, to - 1));
            String said = new String(whole, to + close.length, end - to - close.length, StandardCharsets.UTF_8);
            outputs.add(output(body, said, commands.get(i).limit()));
            at = end;
        }
        return outputs;
    }

    private Output output(byte[] body, String said, int limit) {
        int mark = said.lastIndexOf(marker + " ");
        int status =
                mark < 0 ? -1 : status(said.substring(mark + marker.length()).strip());
        boolean cut = body.length > limit;
        return new Output(
                cut && status == BROKEN_PIPE ? 0 : status,
                cut ? Arrays.copyOf(body, limit) : body,
                (mark < 0 ? said : said.substring(0, mark)).strip(),
                cut);
    }

    private static int status(String digits) {
        return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    }

    private byte[] line(String rest) {
        return (marker + rest).getBytes(StandardCharsets.US_ASCII);
    }

    static int find(byte[] where, byte[] what, int from) {
        outer:
        for (int i = from; i <= where.length - what.length; i++) {
            for (int j = 0; j < what.length; j++) {
                if (where[i + j] != what[j]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }
}
