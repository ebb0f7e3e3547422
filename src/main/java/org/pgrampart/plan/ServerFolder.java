package org.pgrampart.plan;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.pgrampart.format.Printable;
import org.pgrampart.reading.Output;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// The folder of one change set on the server, and what is done there by the scripts in it.
final class ServerFolder {
    private static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4,8}");
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(4);

    private final WriteSession session;
    private final Reach reach;
    private final String id;

    ServerFolder(WriteSession session, Reach reach, String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("There is no change set " + Printable.line(id) + ". Look at the list.");
        }
        this.session = session;
        this.reach = reach;
        this.id = id;
    }

    ServerFolder through(WriteSession other) {
        return new ServerFolder(other, reach, id);
    }

    String id() {
        return id;
    }

    /// What a person types on the server to undo it.
    String undoCommand() {
        return undoCommand(reach, id);
    }

    static String undoCommand(Reach reach, String id) {
        return (reach == Reach.ROOT ? "sudo sh " : "sh ") + path(reach, id) + "/rollback.sh manual";
    }

    /// Where it lies on the server.
    static String path(Reach reach, String id) {
        return reach.folder().replace("\"", "") + "/txn/" + id;
    }

    /// Sends the files, keeps what is there and stages what shall be.
    Output open(Map<String, byte[]> files) throws TargetException {
        return run("ID=" + id + "\n" + Scripts.withRetention("open.sh"), Tar.of(files), LONG);
    }

    Output arm(Duration window) throws TargetException {
        return script("arm.sh", " \"$T\" " + window.toSeconds(), SHORT);
    }

    /// That no timer could be armed, and none is needed.
    void unguarded() throws TargetException {
        run("T=$BASE/txn/" + id + "\n: >\"$T/unguarded\"\n", new byte[0], SHORT);
    }

    Output apply(String what) throws TargetException {
        return script("apply.sh", " \"$T\" " + what, LONG);
    }

    Output confirm() throws TargetException {
        return script("confirm.sh", "", LONG);
    }

    Output rollback(String mode) throws TargetException {
        return script("rollback.sh", " " + mode, LONG);
    }

    /// Tells the folder that its statements have been taken back over a database connection.
    void sqlUndone() throws TargetException {
        run("T=$BASE/txn/" + id + "\n: >\"$T/sql/undone\"\n", new byte[0], SHORT);
    }

    Output check() throws TargetException {
        return script("arm.sh", " \"$T\" check", SHORT);
    }

    String journal() throws TargetException {
        return run("cat \"$BASE/txn/" + id + "/journal\"\n", new byte[0], SHORT).text();
    }

    /// The undo scripts of the databases, in the order in which they undo: two lines each, the name and the script in
    /// base64. Then the settings, without a name.
    Output undoStatements() throws TargetException {
        return run("T=$BASE/txn/" + id + "\n" + """
                [ -e "$T/sql/touched" ] || exit 0
                for d in $(for f in "$T"/sql/[0-9]*; do [ ! -d "$f" ] || basename "$f"; done | sort -r); do
                    printf '%s\\n' "$(base64 <"$T/sql/$d/database" | tr -d '\\n')"
                    printf '%s\\n' "$(base64 <"$T/sql/$d/undo.sql" | tr -d '\\n')"
                done
                if [ -e "$T/sql/settings.sql" ] && [ ! -e "$T/settings-restored" ]; then
                    printf '\\n%s\\n' "$(base64 <"$T/sql/settings.sql" | tr -d '\\n')"
                fi
                """, new byte[0], SHORT);
    }

    /// Runs a script that is not kept there, with `T` set to the folder.
    Output here(String text, byte[] input, Duration timeout) throws TargetException {
        return run("T=$BASE/txn/" + id + "\n" + text, input, timeout);
    }

    private Output script(String name, String arguments, Duration timeout) throws TargetException {
        return run("T=$BASE/txn/" + id + "\nexec sh \"$T/" + name + "\"" + arguments + "\n", new byte[0], timeout);
    }

    private Output run(String text, byte[] input, Duration timeout) throws TargetException {
        return session.script("BASE=" + reach.folder() + "\n" + text, input, reach == Reach.ROOT, timeout);
    }
}
