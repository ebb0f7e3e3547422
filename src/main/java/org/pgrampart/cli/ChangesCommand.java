package org.pgrampart.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.pgrampart.format.Printable;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.plan.ChangeSet;
import org.pgrampart.plan.Workbench;
import org.pgrampart.store.StoreException;
import org.pgrampart.target.TargetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists the change sets of a server.
@Command(
        name = "changes",
        description = "The change sets on the server, their state and the command that undoes each by hand.",
        footer = {"", "Example: pgrampart changes --target shop"},
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ChangesCommand implements Callable<Integer> {
    private static final int LONGEST = 120;

    private final Context context;
    private final Doors doors;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(names = "--finish", description = "First undo what nobody decided and complete what is decided.")
    private boolean finish;

    ChangesCommand(Context context, Doors doors) {
        this.context = context;
        this.doors = doors;
    }

    @Override
    public Integer call() throws TargetException, StoreException {
        try (Doors.Opened opened = doors.open(target);
                Workbench workbench = doors.workbench(opened)) {
            if (finish) {
                for (ChangeSet set : workbench.finish(doors.steps())) {
                    doors.tell("Change set " + set.id() + " was left unfinished and is finished now.");
                }
            }
            List<ChangeSet> sets = workbench.changeSets();
            if (sets.isEmpty()) {
                doors.tell("There are no change sets on this server.");
            }
            for (ChangeSet set : sets) {
                String left = set.secondsLeft().map(s -> " (" + s + " s left)").orElse("");
                context.out()
                        .println(Printable.line(String.format(
                                Locale.ROOT,
                                "%-24s %-10s %s by %s: %s",
                                set.id(),
                                set.state().name().toLowerCase(Locale.ROOT) + left,
                                set.when(),
                                set.who(),
                                cut(set.summary()))));
                if (!set.state().advice().isEmpty()) {
                    context.out().println("    " + set.state().advice());
                }
                boolean gone = set.state() == ChangeSet.State.UNDONE || set.state() == ChangeSet.State.ABANDONED;
                if (!gone && !set.undoCommand().isEmpty()) {
                    context.out().println("    undo by hand: " + Printable.line(set.undoCommand()));
                }
            }
            return Exit.DONE;
        } catch (ApplyException e) {
            return doors.failed(e);
        }
    }

    private static String cut(String summary) {
        return summary.length() <= LONGEST ? summary : summary.substring(0, LONGEST - 1) + "…";
    }
}
