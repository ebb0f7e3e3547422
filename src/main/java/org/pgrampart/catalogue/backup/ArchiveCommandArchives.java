package org.pgrampart.catalogue.backup;

import java.util.List;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Archiving;
import org.pgrampart.probe.Probe;

/// BCK-05.
public final class ArchiveCommandArchives implements Check<Archiving> {
    private static final Control CONTROL = new Control(
            "BCK-05",
            Area.BACKUP,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "The archive command really archives and never overwrites",
            """
            A command that answers yes without archiving makes the server throw the log away: the backup cannot be \
            rolled forward, which shows on the day of the restore. One that overwrites can ruin a good archive when \
            two servers use the same place.""",
            """
            Use the archiving command of a backup tool. A command of your own has to copy %p under the name %f, to \
            refuse when that name exists, and to end with an error whenever it did not archive.""",
            """
            A command that refuses to overwrite also refuses a file that was half written in a crash; somebody has \
            to remove that one by hand.""",
            List.of("https://www.postgresql.org/docs/current/continuous-archiving.html"));

    private static final String COMMAND = "archive_command";

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<Archiving> probe() {
        return Archiving.PROBE;
    }

    @Override
    public Outcome judge(Archiving archiving, Baseline baseline) {
        if (!archiving.on()) {
            return Outcome.notApplicable("this server does not archive its write-ahead log");
        }
        if (!archiving.library().isEmpty()) {
            return Outcome.pass("the library " + archiving.library() + " archives")
                    .with(List.of(archiving.settings().evidence("archive_library")));
        }
        String text = archiving.command();
        if (text.isEmpty()) {
            return Outcome.notApplicable("archive_command is empty, which BCK-03 tells");
        }
        List<Evidence> evidence = List.of(archiving.settings().evidence(COMMAND));
        ArchiveCommand command = ArchiveCommand.of(text);
        Subject subject = Subject.setting(COMMAND);
        String wanted = "a tool made for it, or a copy that never overwrites";
        return switch (command.kind()) {
            case FAKE ->
                Outcome.of(List.of(Finding.fail(CONTROL, subject, "the command " + command.seen(), wanted)), "")
                        .with(evidence);
            case PLAIN ->
                Outcome.of(List.of(Finding.warn(CONTROL, subject, "the command " + command.seen(), wanted)), "")
                        .with(evidence);
            case SAFE -> Outcome.pass("the command " + command.seen()).with(evidence);
            case OWN ->
                Outcome.info("the command " + command.seen() + ", whose inside was not read")
                        .with(evidence);
        };
    }

    @Override
    public List<Input> asks(Finding finding, Archiving archiving) {
        return List.of(ArchiveCommand.INPUT);
    }

    @Override
    public List<Change> remedy(Finding finding, Archiving archiving, Inputs inputs) {
        return inputs
                .text(finding, ArchiveCommand.INPUT.name())
                .filter(text -> ArchiveCommand.of(text).isSafe())
                .<Change>map(text -> AlterSystem.set(COMMAND, text, Effect.RELOAD))
                .stream()
                .toList();
    }
}
