package org.pgrampart.export;

import java.time.Clock;
import org.pgrampart.plan.Plan;
import org.pgrampart.plan.UndoCopy;
import org.pgrampart.reading.Server;

/// The script that takes an applied plan back on a server that has lost its own: the plan's inverse, with the old files
/// in it. A file that holds a secret is not in it as a whole, only the lines that change; an old verifier is asked for.
///
/// @param target what the person calls the server
public record StandaloneUndo(String target, Clock clock) implements UndoCopy {
    @Override
    public String script(Plan plan, Server server, String id) {
        Export export = new Export(plan.inverse(), server, target, clock.instant());
        return ShellScript.undoing(export, id).text();
    }
}
