package org.pgrampart.catalogue.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/// BCK-03.
public final class WalIsArchived implements Check<Archiving> {
    private static final Control CONTROL = new Control(
            "BCK-03",
            Area.BACKUP,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "The write-ahead log is archived",
            """
            A nightly backup brings back last night. With the archived log the server can be rolled forward to the \
            minute before the mistake, and an attack that was found late can be undone to a chosen moment.""",
            """
            Set archive_mode to on and archive_command to a tool that copies each file safely to another machine, \
            such as pgbackrest archive-push, then restart once and look that files arrive.""",
            """
            It needs one restart, and space for about as much as the server writes. If the command fails, the log \
            stays on the server until its disk is full, so watch it (BCK-04).""",
            List.of("https://www.postgresql.org/docs/current/continuous-archiving.html", "CIS 7.4"));

    private static final Duration A_DAY = Duration.ofHours(24);

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
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(archiving.settings().evidence("archive_mode"));
        evidence.add(archiving.settings().evidence("wal_level"));
        boolean enabled = !archiving.settings().value("archive_mode").equals("off");
        if (enabled && archiving.standby() && !archiving.on()) {
            return Outcome.notApplicable("a standby with archive_mode = on leaves archiving to its primary")
                    .with(evidence);
        }
        if (archiving.fetched()) {
            return Outcome.pass("a program fetches the write-ahead log over a connection")
                    .with(evidence);
        }
        if (archiving.on() && !(archiving.command() + archiving.library()).isEmpty()) {
            return Outcome.pass("archive_mode is on and says how to archive").with(evidence);
        }
        Subject subject = Subject.setting(enabled ? "archive_command" : "archive_mode");
        String seen = enabled ? "archive_mode is on, but archive_command is empty" : "archive_mode is off";
        Finding finding = baseline.rpo().compareTo(A_DAY) < 0
                ? Finding.fail(CONTROL, subject, seen, "archive_mode = on and a command that archives")
                : Finding.warn(CONTROL, subject, seen, "archive_mode = on and a command that archives");
        return Outcome.of(List.of(finding), "").with(evidence);
    }

    @Override
    public List<Input> asks(Finding finding, Archiving archiving) {
        return List.of(ArchiveCommand.INPUT);
    }

    @Override
    public List<Change> remedy(Finding finding, Archiving archiving, Inputs inputs) {
        Optional<String> command = inputs.text(finding, ArchiveCommand.INPUT.name())
                .filter(text -> ArchiveCommand.of(text).isSafe());
        if (command.isEmpty()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        if (archiving.settings().value("wal_level").equals("minimal")) {
            changes.add(AlterSystem.set("wal_level", "replica", Effect.RESTART));
        }
        changes.add(AlterSystem.set("archive_command", command.get(), Effect.RELOAD));
        if (archiving.settings().value("archive_mode").equals("off")) {
            changes.add(AlterSystem.set("archive_mode", "on", Effect.RESTART));
        }
        return changes;
    }
}
