package org.pgrampart.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.export.Export;
import org.pgrampart.format.Printable;
import org.pgrampart.plan.Choice;
import org.pgrampart.plan.Mode;
import org.pgrampart.plan.Plan;
import org.pgrampart.plan.Planner;
import org.pgrampart.store.InputsFile;
import org.pgrampart.store.PlanFile;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.WaiverFiles;
import org.pgrampart.store.WholeFile;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Works out the changes that would clear findings, shows them and writes them to a file; changes nothing.
@Command(
        name = "plan",
        description = "Work out what would change, show it, and write it to files. Changes nothing.",
        footer = {
            "",
            "Example: pgrampart plan --target shop --fix AUTH-02 --fix MON-02 -o plan.json",
            "For somebody else to carry out: -o change.sh -o change.yml -o change.md"
        },
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
            paramLabel = "FILE",
            description = "Where to write the plan; may be given several times. Its end says how: .json for `apply`,"
                    + " .sh a script with its undo, .yml an Ansible playbook, .md a change request.")
    private List<Path> outputs = new ArrayList<>();

    PlanCommand(Context context, Doors doors) {
        this.context = context;
        this.doors = doors;
    }

    @Override
    public Integer call() throws TargetException, StoreException {
        for (Path output : outputs) {
            if (!isPlan(output) && Export.Format.of(output.toString()).isEmpty()) {
                throw new CommandException(
                        Exit.USAGE,
                        "The form of " + output + " is not known.",
                        "Let its name end in .json, .sh, .yml or .md.");
            }
        }
        var checks = Fixes.checks(fixes);
        Inputs inputs = answers == null ? Inputs.none() : InputsFile.read(answers);
        try (Doors.Opened opened = doors.open(target)) {
            ReadSession session = opened.toRead();
            String name = opened.target().name();
            Instant now = context.clock().instant();
            doors.tell(Mode.of(session, now));
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
            Plan plan = Planner.plan(session, choices, now);
            if (plan.isEmpty()) {
                doors.tell(
                        plan.exported().isEmpty()
                                ? "There is nothing to change: the server already is so."
                                : "None of it can be run from here; export it with -o change.sh.");
            }
            plan.access()
                    .ifPresent(access -> context.out().println(access.impact().sentence()));
            context.out().println(Printable.text(plan.text()));
            context.out().println("Digest: " + plan.digest());
            context.out().flush();
            for (Path output : outputs) {
                if (isPlan(output)) {
                    new PlanFile(
                                    name,
                                    plan.digest(),
                                    choices.stream().map(c -> c.finding().key()).toList(),
                                    plan.text(),
                                    plan.undoText())
                            .write(output, plan.access());
                    doors.tell("Written: " + output.toAbsolutePath());
                } else {
                    export(new Export(plan, session.server(), name, now), output);
                }
            }
            return Exit.DONE;
        }
    }

    private static boolean isPlan(Path output) {
        return output.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    private void export(Export export, Path output) throws StoreException {
        for (Map.Entry<String, String> file :
                export.files(String.valueOf(output.getFileName())).entrySet()) {
            Path path = output.resolveSibling(file.getKey());
            WholeFile.write(path, file.getValue());
            doors.tell("Written: " + path.toAbsolutePath());
        }
    }
}
