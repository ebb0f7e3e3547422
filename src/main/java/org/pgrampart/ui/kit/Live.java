package org.pgrampart.ui.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.assess.Assessment;
import org.pgrampart.model.Area;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.plan.Mode;
import org.pgrampart.reading.Server;
import org.pgrampart.target.Environment;
import org.pgrampart.target.Progress;
import org.pgrampart.target.TargetException;

/// One connected server. Its calls come from one thread, except [#cancel].
public interface Live extends AutoCloseable {
    /// A plan that was applied before.
    record ChangeSet(String id, Instant at, String who, String state, String summary, boolean canRollBack) {}

    String name();

    Environment environment();

    Server server();

    /// Whether TLS is checked less strictly than verify-full, in words; empty when it is not.
    String caveat();

    Assessment assess(Set<Area> areas, Progress progress) throws TargetException;

    /// Who can log in from where, by which line, and who is known to.
    AccessPicture access() throws TargetException;

    /// How changes would be made over this connection, and what cannot be done this way.
    Mode mode();

    /// Works out the order, the inverses and the exact text of what would run. Writes nothing.
    Proposal plan(List<Chosen> chosen) throws TargetException;

    /// What a person types on the server to take this plan back without this program; empty where there is no such way.
    String undoCommand(Proposal proposal);

    /// The whole way back of this plan as it will lie on the server, or on this computer, with secrets hidden; empty
    /// for a plan that was not worked out here.
    String undoText(Proposal proposal);

    /// Writes the plan for people who carry it out elsewhere: a script, a playbook, a change request.
    ///
    /// @return the files
    List<Path> export(Proposal proposal) throws TargetException;

    /// Runs a plan whose digest the person confirmed; back when it stands and was proved, or failed and was undone.
    ///
    /// @throws ApplyException says what became of the server
    Pending apply(Proposal proposal, Duration window, ApplyListener listener) throws TargetException, ApplyException;

    List<ChangeSet> changes() throws TargetException;

    /// Takes a change set back.
    void rollBack(String id) throws TargetException, ApplyException;

    /// Where reports of this server go unless the person says otherwise.
    Path reports();

    /// Ends what is running. May be called from any thread.
    void cancel();

    @Override
    void close();
}
