package org.pgrampart.cli;

import java.util.concurrent.Callable;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.plan.ChangeSet;
import org.pgrampart.plan.Workbench;
import org.pgrampart.store.StoreException;
import org.pgrampart.target.TargetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a change set back.
@Command(
        name = "rollback",
        description = "Take a change set back, whether it was kept or not.",
        footer = {"", "Example: pgrampart rollback --target shop last"},
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    private final Doors doors;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Parameters(index = "0", paramLabel = "CHANGESET|last", description = "Which one; see `pgrampart changes`.")
    private String wanted = "last";

    @Option(names = "--force", description = "Also where somebody else changed a file since; theirs is kept beside it.")
    private boolean force;

    RollbackCommand(Doors doors) {
        this.doors = doors;
    }

    @Override
    public Integer call() throws TargetException, StoreException {
        try (Doors.Opened opened = doors.open(target);
                Workbench workbench = doors.workbench(opened)) {
            ChangeSet set = workbench.rollback(wanted, force, doors.steps());
            doors.tell("Change set " + set.id() + " was undone and checked.");
            return Exit.DONE;
        } catch (ApplyException e) {
            return doors.failed(e);
        }
    }
}
