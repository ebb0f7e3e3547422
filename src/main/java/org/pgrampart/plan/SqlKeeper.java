package org.pgrampart.plan;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pgrampart.change.Step;
import org.pgrampart.plan.ApplyListener.Stage;
import org.pgrampart.plan.ApplyListener.State;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.TargetException.Kind;
import org.pgrampart.target.WriteSession;

/// Applies and undoes a plan of statements over the database connection alone; the undo is kept on this computer.
final class SqlKeeper implements Keeper {
    /// The part of the undo that puts settings back, after the others.
    static final String SETTINGS = "undo-settings.sql";

    private final WriteSession session;
    private final Plan plan;
    private final String id;
    private final Mirror mirror;
    private final ApplyListener listener;
    private final DatabaseTimer timer;
    private final Clock clock;

    SqlKeeper(WriteSession session, Plan plan, String id, Mirror mirror, ApplyListener listener, Clock clock) {
        this.session = session;
        this.plan = plan;
        this.id = id;
        this.mirror = mirror;
        this.listener = listener;
        this.clock = clock;
        this.timer = new DatabaseTimer(session, plan, clock);
    }

    DatabaseTimer timer() {
        return timer;
    }

    @Override
    public String id() {
        return id;
    }

    /// Runs the statements of the plan, transactions first, then settings.
    static void forward(WriteSession session, Plan plan, ApplyListener listener) throws TargetException {
        for (SqlGroup group : SqlGroup.of(plan.running())) {
            int count = group.forward().size();
            String step = count == 1 ? "One statement in a transaction" : count + " statements in one transaction";
            listener.at(Stage.APPLY, step, State.RUNNING, StepText.of(List.copyOf(group.forward())));
            session.transaction(group.database(), group.statements());
            listener.at(Stage.APPLY, step, State.DONE, StepText.of(List.copyOf(group.forward())));
        }
        for (Plan.Item item : plan.running()) {
            for (Step step : item.change().steps()) {
                if (step instanceof Step.Sql sql && sql.alone()) {
                    listener.at(Stage.APPLY, item.summary(), State.RUNNING, StepText.of(sql));
                    session.alone(new WriteSession.Statement(sql.text(), sql.secret()));
                    listener.at(Stage.APPLY, item.summary(), State.DONE, StepText.of(sql));
                }
            }
        }
    }

    static void reload(WriteSession session, Plan plan) throws TargetException {
        if (plan.reloads()) {
            session.alone(new WriteSession.Statement("SELECT pg_catalog.pg_reload_conf()", null));
        }
    }

    @Override
    public void keep() throws ApplyException, TargetException {
        listener.at(Stage.KEEP, "Keep the changes", State.RUNNING, "");
        boolean armed = timer.isArmed();
        if (!timer.cancel() || armed && !holds()) {
            listener.at(Stage.KEEP, "Keep the changes", State.FAILED, "The server has undone them.");
            undo();
            throw new ApplyException(
                    ApplyException.State.ROLLED_BACK,
                    "The server undid the changes before they were kept.",
                    "Apply the plan again, and keep it in time.");
        }
        note("kept");
        listener.at(Stage.KEEP, "Keep the changes", State.DONE, "");
    }

    // the cancel may have come too late by a moment: only what the server says counts
    private boolean holds() {
        return Prover.stands(clock, session, plan);
    }

    @Override
    public void extend(Duration window) throws ApplyException {
        if (!timer.isArmed()) {
            return;
        }
        try {
            timer.arm(window);
        } catch (TargetException e) {
            throw new ApplyException(
                    ApplyException.State.INCOMPLETE,
                    "The timer could not be armed again; the earlier deadline still holds.",
                    "Keep or undo the changes before it.");
        }
    }

    @Override
    public void undo() throws ApplyException, TargetException {
        listener.at(Stage.UNDO, "Undo the changes", State.RUNNING, "");
        List<String> groups = new ArrayList<>();
        SqlGroup.of(plan.running())
                .reversed()
                .forEach(group -> groups.add(database(group) + "\n" + group.undoScript()));
        undo(session, groups, settings());
        timer.cancel();
        note("undone");
        listener.at(Stage.UNDO, "Undo the changes", State.DONE, "");
    }

    private static String database(SqlGroup group) {
        return group.database() == null ? "" : group.database();
    }

    private String settings() {
        List<Step.Sql> alone = SqlGroup.undoAlone(plan);
        return alone.isEmpty() ? "" : SqlGroup.script(alone);
    }

    /// The name of a part of the undo on this computer, in the order in which they undo.
    static String part(int number) {
        return "undo-%03d.sql".formatted(number);
    }

    /// Everything that undoes it, kept before anything is done: each part is a database's name and its script.
    void remember(String who, String when) throws TargetException {
        int number = 0;
        try {
            mirror.write(id, "plan.txt", plan.text());
            mirror.write(id, "who", who);
            mirror.write(id, "when", when);
            mirror.write(id, "summary", plan.running().size() + " changes by SQL alone");
            for (SqlGroup group : SqlGroup.of(plan.running()).reversed()) {
                number++;
                mirror.write(id, part(number), database(group) + "\n" + group.undoScript());
            }
            mirror.write(id, SETTINGS, settings());
        } catch (IOException e) {
            throw new TargetException(
                    Kind.BROKEN, "The undo could not be kept on this computer.", "Look whether its disk is full.", e);
        }
        note("open");
    }

    /// That nothing was begun.
    void abandon() throws TargetException {
        note("abandoned");
    }

    private void note(String state) throws TargetException {
        try {
            mirror.write(id, "state", state);
        } catch (IOException e) {
            throw new TargetException(
                    Kind.BROKEN, "The state could not be kept on this computer.", "Look whether its disk is full.", e);
        }
    }

    /// @param groups the name of a database on the first line (empty is any), its script on the others
    static void undo(WriteSession session, List<String> groups, String settings) throws TargetException {
        for (String group : groups) {
            int line = group.indexOf('\n');
            String database = group.substring(0, line);
            session.transaction(database.isEmpty() ? null : database, SqlGroup.read(group.substring(line + 1)));
        }
        if (!settings.isBlank()) {
            for (WriteSession.Statement statement : SqlGroup.read(settings)) {
                session.alone(statement);
            }
            session.alone(new WriteSession.Statement("SELECT pg_catalog.pg_reload_conf()", null));
        }
    }
}
