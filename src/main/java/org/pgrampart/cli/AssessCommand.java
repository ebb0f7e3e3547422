package org.pgrampart.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.check.Baseline;
import org.pgrampart.format.Printable;
import org.pgrampart.reading.Earlier;
import org.pgrampart.store.AssessmentFiles;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.WaiverFiles;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Assesses a server and prints or writes the result.
@Command(
        name = "assess",
        description = "Assess a server. Looking changes nothing.",
        footer = {
            "",
            "Example: pgrampart assess --db postgresql://audit@db1/shop --ssh audit@db1 -o report.html -o report.json",
            "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 no connection, 4 nothing assessed."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class AssessCommand implements Callable<Integer> {
    private final Context context;
    private final Doors doors;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--format", paramLabel = "text|json|html", description = "What is printed; text by default.")
    private String format = "text";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write here; the suffix sets the format. May be given several times.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--report", paramLabel = "FILE", description = "Write an HTML report here besides what is printed.")
    private @Nullable Path report;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY|never",
            description = "Lowest severity that makes the exit status 1; high by default.")
    private String failOn = "high";

    @Option(names = "--no-save", description = "Do not keep the assessment for later comparison.")
    private boolean noSave;

    @Option(
            names = "--app-role",
            split = ",",
            paramLabel = "ROLE",
            description = "Roles that the application logs in as.")
    private List<String> applicationRoles = new ArrayList<>();

    AssessCommand(Context context, Doors doors) {
        this.context = context;
        this.doors = doors;
    }

    @Override
    public Integer call() throws TargetException, StoreException {
        Results.Format printed = Results.Format.of(format);
        files.forEach(Results.Format::of);
        if (!failOn.equalsIgnoreCase("never")) {
            Results.severity(failOn);
        }
        var checks = selection.chosen();
        try (Doors.Opened opened = doors.open(target)) {
            ReadSession session = opened.toRead();
            String name = opened.target().name();
            var saved = new AssessmentFiles(context.folders());
            Assessment assessment = new Assessor(context.clock())
                    .assess(
                            name,
                            session,
                            checks,
                            baseline(),
                            new WaiverFiles(context.folders()).read(name),
                            earlier(saved, name),
                            doors.progress());
            if (!noSave && !opened.target().practice() && selection.areas.isEmpty() && selection.checks.isEmpty()) {
                Path kept = saved.save(assessment);
                context.err().println("Kept as " + kept);
            }
            Results.put(context, assessment, printed, files);
            if (report != null) {
                Results.put(context, assessment, printed, List.of(report));
            }
            return Results.status(assessment, failOn);
        }
    }

    /// An earlier assessment that cannot be read is named and left alone; it does not stop this one.
    private Optional<Earlier> earlier(AssessmentFiles saved, String name) {
        try {
            return saved.newest(name);
        } catch (StoreException e) {
            context.err().println(Printable.line(e.happened()) + " " + Printable.line(e.remedy()));
            return Optional.empty();
        }
    }

    private Baseline baseline() {
        return Baseline.standard().applicationRoles(Set.copyOf(applicationRoles));
    }
}
