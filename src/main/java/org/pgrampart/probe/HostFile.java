package org.pgrampart.probe;

import java.util.Optional;
import org.pgrampart.model.Evidence;

/// A file or folder on the host: whose it is, and who may do what with it.
///
/// @param mode the permission bits, as `stat` prints them in octal
public record HostFile(String path, String owner, String group, int mode) {
    /// Shell functions for commands: `look` prints files as [#parse] reads them, `seen` tells whether one exists and
    /// ends the command with status 77 where that cannot be told, `account` prints who the server runs as.
    static final String FUNCTIONS = """
            look() {
                if stat -c %a / >/dev/null 2>&1; then
                    stat -L -c '%U %G %a %n' -- "$@" 2>/dev/null
                else
                    stat -L -f '%Su %Sg %Lp %N' -- "$@" 2>/dev/null
                fi
            }
            seen() {
                [ -e "$1" ] && return 0
                d=$1
                while [ ! -d "$d" ]; do d=$(dirname -- "$d"); done
                [ -x "$d" ] || { echo "this user may not look into $d" >&2; exit 77; }
                return 1
            }
            account() {
                u=
                if [ -n "$PGPID" ]; then
                    u=$(stat -c %U -- "/proc/$PGPID" 2>/dev/null || ps -o user= -p "$PGPID" 2>/dev/null | tr -d ' ')
                fi
                if [ -z "$u" ] && [ -n "$PGDATA" ]; then
                    u=$(stat -L -c %U -- "$PGDATA" 2>/dev/null || stat -L -f %Su -- "$PGDATA" 2>/dev/null)
                fi
                printf '%s\\n' "$u"
            }
            """;

    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int OTHERS = 0007;
    private static final int STICKY = 01000;

    /// From `OWNER GROUP MODE PATH`; empty for any other line.
    static Optional<HostFile> parse(String line) {
        String[] words = line.split(" ", 4);
        if (words.length < 4 || !words[2].matches("[0-7]{1,5}") || words[3].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HostFile(words[3], words[0], words[1], Integer.parseInt(words[2], 8)));
    }

    /// Whether anybody who has an account may read it or, for a folder, go through it.
    public boolean openToOthers() {
        return (mode & OTHERS) != 0;
    }

    /// Whether somebody but the owner may change it; with the sticky bit only what is theirs.
    public boolean changedByGroup() {
        return (mode & GROUP_WRITES) != 0 && (mode & STICKY) == 0;
    }

    public boolean changedByOthers() {
        return (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
    }

    /// `640`.
    public String octal() {
        return Integer.toOctalString(mode);
    }

    /// The mode with nothing but these bits left, as changes want it: `0640`.
    public String within(int allowed) {
        return "%03o".formatted(mode & allowed);
    }

    public Evidence evidence() {
        return new Evidence(path, "owner " + owner + ", group " + group + ", mode " + octal());
    }
}
