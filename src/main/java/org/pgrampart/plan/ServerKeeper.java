package org.pgrampart.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.plan.ApplyListener.Stage;
import org.pgrampart.plan.ApplyListener.State;
import org.pgrampart.reading.Output;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// Keeps or undoes a change set by the scripts in its folder on the server, and by statements where there is no psql.
final class ServerKeeper implements Keeper {
    private final WriteSession session;
    private final ServerFolder folder;
    private final Mirror mirror;
    private final ApplyListener listener;

    ServerKeeper(WriteSession session, ServerFolder folder, Mirror mirror, ApplyListener listener) {
        this.session = session;
        this.folder = folder;
        this.mirror = mirror;
        this.listener = listener;
    }

    @Override
    public String id() {
        return folder.id();
    }

    @Override
    public void keep() throws ApplyException, TargetException {
        listener.at(Stage.KEEP, "Keep the changes", State.RUNNING, "");
        Output output = folder.confirm();
        if (killed(output)) {
            output = folder.confirm();
        }
        mirrorJournal();
        if (output.status() == 9) {
            listener.at(Stage.KEEP, "Keep the changes", State.FAILED, "The server has undone them.");
            throw new ApplyException(
                    ApplyException.State.ROLLED_BACK,
                    "The server undid the changes before they were kept.",
                    "Apply the plan again, and keep it in time.");
        }
        if (output.status() == 10 || output.status() == 12) {
            listener.at(Stage.KEEP, "Keep the changes", State.FAILED, said(output));
            throw new ApplyException(
                    ApplyException.State.INCOMPLETE,
                    "The changes were not kept: " + said(output) + ".",
                    "Undo them, or let the server undo them at the deadline, and make the plan again.");
        }
        if (output.status() != 0) {
            throw new ApplyException(
                    ApplyException.State.INCOMPLETE,
                    "The changes are kept, but not all of them were made permanent: " + said(output) + ".",
                    "Look at the journal of change set " + id() + " on the server, and keep it again.");
        }
        listener.at(Stage.KEEP, "Keep the changes", State.DONE, said(output));
    }

    @Override
    public void extend(Duration window) throws ApplyException, TargetException {
        if (folder.arm(window).status() != 0) {
            throw new ApplyException(
                    ApplyException.State.INCOMPLETE,
                    "The timer could not be armed again; the earlier deadline still holds.",
                    "Keep or undo the changes before it.");
        }
    }

    @Override
    public void undo() throws ApplyException, TargetException {
        undo("auto");
    }

    /// @param mode as `rollback.sh` takes it
    void undo(String mode) throws ApplyException, TargetException {
        listener.at(Stage.UNDO, "Undo the changes", State.RUNNING, "");
        Output output = folder.rollback(mode);
        if (killed(output)) {
            output = folder.rollback(mode);
        }
        if (output.status() == 4) {
            undoStatements();
            folder.sqlUndone();
            output = folder.rollback(mode);
        }
        mirrorJournal();
        if (output.status() == 3) {
            listener.at(Stage.UNDO, "Undo the changes", State.FAILED, said(output));
            throw new ApplyException(
                    ApplyException.State.INCOMPLETE,
                    "Somebody else has changed a file since, so it was left alone: " + said(output) + ".",
                    "Undo with force to put the old file back all the same; their version is kept beside it.");
        }
        if (output.status() != 0) {
            listener.at(Stage.UNDO, "Undo the changes", State.FAILED, said(output));
            throw new ApplyException(
                    ApplyException.State.INCOMPLETE,
                    "Not everything could be undone: " + said(output) + ".",
                    "Run on the server: " + folder.undoCommand());
        }
        if (output.text().contains("it was kept; nothing to do")) {
            throw new ApplyException(
                    ApplyException.State.INCOMPLETE,
                    "The changes have been kept meanwhile.",
                    "Roll the change set back instead.");
        }
        listener.at(Stage.UNDO, "Undo the changes", State.DONE, said(output));
    }

    // both scripts go on where they were, however often they are run
    private static boolean killed(Output output) {
        return output.status() < 0 || output.status() > 128;
    }

    // the session's own connection may have died with a restart, so a new one is taken
    private void undoStatements() throws TargetException {
        List<String> lines = new ArrayList<>(folder.undoStatements().lines());
        try (WriteSession fresh = session.again()) {
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                List<WriteSession.Statement> statements = SqlGroup.read(decoded(lines.get(i + 1)));
                if (lines.get(i).isEmpty()) {
                    for (WriteSession.Statement statement : statements) {
                        fresh.alone(statement);
                    }
                    fresh.alone(new WriteSession.Statement("SELECT pg_catalog.pg_reload_conf()", null));
                } else {
                    fresh.transaction(decoded(lines.get(i)), statements);
                }
            }
        }
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /// The server's own journal is what counts, so failing to keep a copy of it here changes nothing about the outcome.
    void mirrorJournal() {
        try {
            mirror.write(folder.id(), "journal", folder.journal());
        } catch (IOException | TargetException e) {
            listener.at(
                    Stage.KEEP,
                    "Copy the server's journal to this computer",
                    State.FAILED,
                    "The copy could not be made; the journal on the server is complete.");
        }
    }

    /// What a script said, on one line.
    static String said(Output output) {
        String text = (output.error().isBlank() ? output.text() : output.error()).strip();
        String line = Printable.line(Masked.text(String.join("; ", text.lines().toList())));
        if (line.isBlank() && output.status() != 0) {
            return "the script was ended from outside (status " + output.status() + ")";
        }
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
