package org.pgrampart.plan;

import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Server;

/// How far a session reaches into the server's host, and with it what can be changed and who can undo it.
public enum Reach {
    /// Everything, with a timer that survives us.
    ROOT("as root on the host"),
    /// What belongs to the database server.
    OWNER("as the owner of the database files"),
    /// Statements only.
    SQL("by SQL alone");

    static final Command OWNS = Command.server("""
            [ -n "$PGDATA" ] || exit 78
            if [ -O "$PGDATA" ] && [ -w "$PGDATA" ]; then echo yes; else echo no; fi
            """).asUser();

    private final String words;

    Reach(String words) {
        this.words = words;
    }

    /// `as root on the host`.
    public String words() {
        return words;
    }

    /// @param answers with the answer to [#OWNS]
    static Reach of(Server server, Answers answers) {
        boolean same = server.paths().containsKey("PGPID") && server.paths().containsKey("PGDATA");
        if (!server.hasShell() || !same) {
            return SQL;
        }
        if (server.hasRoot() && !server.practice()) {
            return ROOT;
        }
        Answer<Output> owns = answers.find(OWNS);
        boolean owner = owns instanceof Answer.Seen<Output>(Output output)
                && output.text().strip().equals("yes");
        return owner ? OWNER : SQL;
    }

    /// Where the change sets of this reach are kept, as a word for the shell.
    String folder() {
        return this == ROOT ? "/var/lib/pgrampart" : "\"$HOME\"/.pgrampart";
    }
}
