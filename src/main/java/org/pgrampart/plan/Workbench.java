package org.pgrampart.plan;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// One server opened for changing: everything that the window and the command line do with plans and change sets.
public final class Workbench implements AutoCloseable {
    private final WriteSession session;
    private final Clock clock;
    private final Path changes;
    private final String who;
    private final UndoCopy undoCopy;

    /// @param changes where this computer keeps what it did to this target
    /// @param who what others read on the server: user and computer
    private Workbench(WriteSession session, Clock clock, Path changes, String who, UndoCopy undoCopy) {
        this.undoCopy = undoCopy;
        this.session = session;
        this.clock = clock;
        this.changes = changes;
        this.who = who;
    }

    /// Connects; nothing is changed by that.
    public static Workbench open(
            Connector connector,
            Target target,
            Checklist checklist,
            Clock clock,
            Path changes,
            String who,
            UndoCopy undoCopy)
            throws TargetException {
        return new Workbench(connector.openToWrite(target, checklist), clock, changes, who, undoCopy);
    }

    /// The same connection, for looking.
    public ReadSession session() {
        return session;
    }

    public Plan plan(List<Choice> choices) throws TargetException {
        return Planner.plan(session, choices, clock.instant());
    }

    /// See [WayBackText#of].
    public String wayBack(Plan plan, String id) {
        return new WayBackText(changes, undoCopy).of(plan, session.server(), id);
    }

    /// See [Applier#apply].
    public Pending apply(Plan.Confirmed confirmed, Duration window, ApplyListener listener)
            throws ApplyException, TargetException {
        return new Applier(clock, changes, who, undoCopy).apply(session, confirmed, window, listener);
    }

    /// See [ChangeSets#list].
    public List<ChangeSet> changeSets() throws TargetException {
        return new ChangeSets(changes).list(session);
    }

    /// See [ChangeSets#finish].
    public List<ChangeSet> finish(ApplyListener listener) throws ApplyException, TargetException {
        return new ChangeSets(changes).finish(session, listener);
    }

    /// See [ChangeSets#rollback].
    public ChangeSet rollback(String wanted, boolean force, ApplyListener listener)
            throws ApplyException, TargetException {
        return new ChangeSets(changes).rollback(session, wanted, force, listener);
    }

    /// Ends what runs now; from any thread.
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        session.close();
    }
}
