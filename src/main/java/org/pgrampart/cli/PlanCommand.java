package org.pgrampart.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.Printable;
import org.pgrampart.plan.Choice;
import org.pgrampart.plan.Plan;
import org.pgrampart.plan.Planner;
import org.pgrampart.store.InputsFile;
import org.pgrampart.store.PlanFile;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.WaiverFiles;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Works out the changes that would clear findings, shows them and writes them to a file; changes nothing.
@Command(
        name = "plan",
        description = "Work out what would change, show it, and write it to a file. Changes nothing.",
        footer = {"", "Example: pgrampart plan --target shop --fix AUTH-02 --fix MON-02 -o plan.json"},
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    private final Context context;
    private final Doors doors;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(
            names = "--fix",
            required = true,
            paramLabel = "ID[=SUBJECT]|automatic",
            description = "What to put right; may be given several times.")
    private List<String> fixes = new ArrayList<>();

    @Option(names = "--answers", paramLabel = "FILE.json", description = "What the fixes ask of the owner.")
    private @Nullable Path answers;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PLAN.json",
            description = "Where to write the plan.")
    private @Nullable Path output;

    PlanCommand(Context context, Doors doors) {
        this.context = context;
        this.doors = doors;
    }

    @Override
    public Integer call() throws TargetException, StoreException {
        var checks = Fixes.checks(fixes);
        Inputs inputs = answers == null ? Inputs.none() : InputsFile.read(answers);
        try (Doors.Opened opened = doors.open(target)) {
            ReadSession session = opened.toRead();
            String name = opened.target().name();
            Assessment assessment = new Assessor(context.clock())
                    .assess(
                            name,
                            session,
                            checks,
                            Baseline.standard(),
                            new WaiverFiles(context.folders()).read(name),
                            Optional.empty(),
                            doors.progress());
            List<Choice> choices = Fixes.choices(assessment, fixes, inputs);
            Plan plan = Planner.plan(session, choices, context.clock().instant());
            if (plan.isEmpty()) {
                doors.tell("There is nothing to change: the server already is so.");
            }
            context.out().println(Printable.text(plan.text()));
            context.out().println("Digest: " + plan.digest());
            context.out().flush();
            if (output != null) {
                new PlanFile(
                                name,
                                plan.digest(),
                                choices.stream().map(c -> c.finding().key()).toList(),
                                plan.text(),
                                plan.undoText())
                        .write(output);
                doors.tell("Written: " + output.toAbsolutePath());
            }
            return Exit.DONE;
        }
    }
}
