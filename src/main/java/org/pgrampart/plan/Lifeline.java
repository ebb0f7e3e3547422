package org.pgrampart.plan;

import java.time.Duration;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// Two sessions opened before the change, of which the second one sits idle: when the first is cut, the other decides.
final class Lifeline implements Keeper {
    /// Does something by one of the sessions.
    @FunctionalInterface
    private interface Act {
        void by(Keeper keeper) throws ApplyException, TargetException;
    }

    private final ServerKeeper first;
    private final WriteSession idle;
    private final ServerKeeper second;

    private Lifeline(ServerKeeper first, WriteSession idle, ServerKeeper second) {
        this.first = first;
        this.idle = idle;
        this.second = second;
    }

    /// @throws TargetException when a second session cannot be had, so that nothing should be put at risk
    static Lifeline open(
            WriteSession session, ServerFolder folder, ServerKeeper first, Mirror mirror, ApplyListener listener)
            throws TargetException {
        WriteSession idle = session.again();
        return new Lifeline(first, idle, new ServerKeeper(idle, folder.through(idle), mirror, listener));
    }

    @Override
    public String id() {
        return first.id();
    }

    @Override
    public void keep() throws ApplyException, TargetException {
        either(Keeper::keep);
        idle.close();
    }

    @Override
    public void undo() throws ApplyException, TargetException {
        either(Keeper::undo);
        idle.close();
    }

    @Override
    public void extend(Duration window) throws ApplyException, TargetException {
        either(keeper -> keeper.extend(window));
    }

    private void either(Act act) throws ApplyException, TargetException {
        try {
            act.by(first);
        } catch (TargetException e) {
            act.by(second);
        }
    }
}
