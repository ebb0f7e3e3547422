package org.pgrampart.cli;

import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.change.Hazard;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.plan.ChangeSetId;
import org.pgrampart.plan.Choice;
import org.pgrampart.plan.Mode;
import org.pgrampart.plan.Pending;
import org.pgrampart.plan.Plan;
import org.pgrampart.plan.PlanException;
import org.pgrampart.plan.Proof;
import org.pgrampart.plan.WayBackText;
import org.pgrampart.plan.Workbench;
import org.pgrampart.store.InputsFile;
import org.pgrampart.store.PlanFile;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.WaiverFiles;
import org.pgrampart.target.TargetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Applies a plan that was confirmed by its digest.
@Command(
        name = "apply",
        description = "Apply a plan. The server undoes by itself what may cut access unless it is kept in time.",
        footer = {"", "Example: pgrampart apply --target shop --plan plan.json --confirm 3f9c…"},
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    private final Context context;
    private final Doors doors;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(names = "--plan", required = true, paramLabel = "PLAN.json", description = "The plan, made by `plan`.")
    private @Nullable Path plan;

    @Option(
            names = "--confirm",
            required = true,
            paramLabel = "DIGEST",
            description = "The digest shown with the plan.")
    private @Nullable String digest;

    @Option(names = "--answers", paramLabel = "FILE.json", description = "The answers that the plan was made with.")
    private @Nullable Path answers;

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            description = "How long the server waits before it undoes; 120.")
    private int window = 120;

    @Option(names = "--keep", description = "Keep the changes without asking once every proof is good.")
    private boolean keep;

    @Option(
            names = "--accept-unproven",
            description = "Keep the changes even where something could be neither proven nor ruled out.")
    private boolean acceptUnproven;

    @Option(
            names = "--show-undo",
            description = "Print everything that would undo the plan, and end without applying it.")
    private boolean showUndo;

    ApplyCommand(Context context, Doors doors) {
        this.context = context;
        this.doors = doors;
    }

    @Override
    public Integer call() throws TargetException, StoreException {
        if (plan == null || digest == null) {
            throw new CommandException(Exit.USAGE, "No plan was given.", "Pass --plan and --confirm.");
        }
        if (window < 30 || window > 900) {
            throw new CommandException(Exit.USAGE, "The window is not between 30 and 900 seconds.", "Take 120.");
        }
        PlanFile file = PlanFile.read(plan);
        if (!file.digest().equals(digest)) {
            throw new CommandException(
                    Exit.USAGE,
                    "The digest does not belong to this plan.",
                    "Read the plan again and pass the digest it shows.");
        }
        Inputs inputs = answers == null ? Inputs.none() : InputsFile.read(answers);
        try (Doors.Opened opened = doors.open(target);
                Workbench workbench = doors.workbench(opened)) {
            Plan.Confirmed confirmed =
                    confirmed(file, digest, inputs, opened.target().name(), workbench);
            if (showUndo) {
                show(workbench, confirmed.plan());
                return Exit.DONE;
            }
            Mode mode = Mode.of(workbench.session(), context.clock().instant());
            doors.tell(mode);
            doors.tell(mode.unlessKept(confirmed.plan().hazard() == Hazard.MAY_CUT_ACCESS));
            String id = ChangeSetId.next(context.clock());
            tellTheWayBack(confirmed.plan(), id, opened.target().name());
            Pending pending = workbench.apply(confirmed.as(id), Duration.ofSeconds(window), doors.steps());
            pending.proofs().forEach(this::told);
            if (acceptUnproven) {
                pending.accept();
            }
            if (pending.deadline().isEmpty()) {
                doors.tell("Applied and kept as change set " + pending.id() + ".");
                return Exit.DONE;
            }
            return decide(pending);
        } catch (ApplyException e) {
            return doors.failed(e);
        }
    }

    // the name of the change set is made when it is applied, and told then
    private void show(Workbench workbench, Plan plan) {
        context.out().print(workbench.wayBack(plan, WayBackText.ANY_ID));
        context.out().flush();
        doors.tell("Nothing was changed. " + WayBackText.ANY_ID
                + " stands for the name that is told before it is applied.");
    }

    // before anything is done, since afterwards may be too late to read it
    private void tellTheWayBack(Plan plan, String id, String name) {
        String command = ChangeSetId.undoCommand(plan, id);
        String copy = context.folders().changes(name).resolve(id).resolve(ChangeSetId.copyName(id)) + " manual";
        if (command.isEmpty()) {
            doors.tell("To undo it by hand, from here: pgrampart rollback --target " + name + " " + id);
            doors.tell("Or without this program, a script to run on the server: " + copy);
        } else {
            doors.tell("To undo it by hand, on the server: " + command);
            doors.tell("On a server that has lost that folder: " + copy);
        }
    }

    private Plan.Confirmed confirmed(PlanFile file, String wanted, Inputs inputs, String name, Workbench workbench)
            throws TargetException, StoreException {
        Assessment assessment = new Assessor(context.clock())
                .assess(
                        name,
                        workbench.session(),
                        Fixes.checks(file.keys().stream()
                                .map(k -> k.substring(0, k.indexOf('/')))
                                .toList()),
                        Baseline.standard(),
                        new WaiverFiles(context.folders()).read(name),
                        Optional.empty(),
                        doors.progress());
        List<Choice> choices = Fixes.choicesOf(assessment, file.keys(), inputs);
        try {
            return workbench.plan(choices).confirm(wanted);
        } catch (PlanException e) {
            throw new CommandException(Exit.USAGE, e.happened(), e.remedy(), e);
        }
    }

    private void told(Proof proof) {
        doors.tell((proof.proven() ? "Proven: " : "Not proven: ") + proof.what() + ", " + proof.detail());
    }

    /// Asks the person, or keeps when told so; without either the server undoes it.
    private int decide(Pending pending) throws ApplyException, TargetException {
        if (keep && pending.mayKeep()) {
            pending.keep();
            doors.tell("Kept as change set " + pending.id() + ".");
            return Exit.DONE;
        }
        Console console = System.console();
        String answer = null;
        if (context.interactive() && console != null) {
            answer = console.readLine(
                    "Keep these changes? The server undoes them in %d seconds. Type keep, or undo: ", window);
        }
        if (answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("keep") && pending.mayKeep()) {
            pending.keep();
            doors.tell("Kept as change set " + pending.id() + ".");
            return Exit.DONE;
        }
        boolean unproven = !pending.mayKeep();
        pending.undo();
        if (unproven) {
            doors.tell("Undone, because not everything was proven; pass --accept-unproven to keep it all the same.");
            return Exit.ROLLED_BACK;
        }
        doors.tell("Undone and checked, because nobody kept it; pass --keep to keep it once it is proven.");
        return Exit.ROLLED_BACK;
    }
}
