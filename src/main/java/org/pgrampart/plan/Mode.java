package org.pgrampart.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.reading.Server;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;

/// How changes would be made over a connection and what cannot be done this way, told before anything is planned.
///
/// @param title how they are made, in a sentence
/// @param limits what cannot be done or not be undone, in sentences
public record Mode(Reach reach, String title, List<String> limits) {
    public Mode {
        limits = List.copyOf(limits);
    }

    /// Looks how far a session reaches; the same as every plan over it will find.
    public static Mode of(ReadSession session, Instant at) throws TargetException {
        Server server = session.server();
        return of(server, Reach.of(server, session.read(Set.of(Reach.OWNS), at, Optional.empty(), Progress.NONE)));
    }

    public static Mode of(Server server, Reach reach) {
        String who = server.superuser() ? "a superuser" : "a role that is no superuser";
        String title = "Changes are made " + reach.words() + ", statements as " + who + ".";
        List<String> limits = new ArrayList<>(SqlRights.notes(server, reach));
        if (reach == Reach.OWNER && !server.practice()) {
            limits.add(
                    "What may cut access is changed only where something on the host, such as cron, would undo it after"
                            + " a restart of the machine, too.");
        }
        if (reach != Reach.SQL && !server.superuser()) {
            limits.add("Role " + server.role()
                    + " is no superuser: what it may not change goes into an export; where the server refuses it"
                    + " something all the same, such as another's table, the whole plan is undone.");
        }
        if (server.practice()) {
            limits.add("A practice server changes nothing outside its own folder.");
        }
        limits.add("No undo brings back sessions that a restart ended, or what clients did in the meantime.");
        return new Mode(reach, title, limits);
    }

    /// What becomes of a plan that nobody keeps.
    public String unlessKept(boolean mayCutAccess) {
        if (!mayCutAccess) {
            return "Nothing in it can cut access: it is kept once everything is proven, and undone if a proof fails.";
        }
        return reach == Reach.SQL
                ? "If you do not confirm in time, a timer inside the server takes roles and rights back by itself;"
                        + " settings are put back from here."
                : "If you do not confirm in time, the server undoes all of them by itself.";
    }

    /// Where the way back lies.
    public String wayBack() {
        return reach == Reach.SQL
                ? "On this computer, also as a script that can be run on the server"
                : "A script on the server that needs nothing of this program, and a copy here";
    }
}
