package org.pgrampart.catalogue.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.BackupJob;
import org.pgrampart.change.Change;
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
import org.pgrampart.probe.Backups;
import org.pgrampart.probe.Probe;

/// BCK-01.
public final class BackupsAreMade implements Check<Backups> {
    /// A dump older than this is a leftover: nothing seems to make new ones.
    private static final Duration FRESH = Duration.ofDays(8);

    private static final int KEPT = 7;

    private static final Control CONTROL = new Control(
            "BCK-01",
            Area.BACKUP,
            Severity.CRITICAL,
            FixKind.NEEDS_INPUT,
            "Something makes backups of this server",
            """
            Without backups one wrong DELETE, one broken disk or one extortion program ends everything. A standby is \
            no backup: it repeats the mistake within a second.""",
            """
            Set up pgBackRest with a repository on another machine, or let the program add a timer that dumps each \
            database and the roles every night and reads the dump back, with a copy elsewhere. Then try to restore.""",
            """
            It needs space, some load at night and somebody who reads its messages. Where backups are made outside, \
            say from snapshots of the provider, waive this with a note on who tests them.""",
            List.of("https://www.postgresql.org/docs/current/backup.html", "CIS 7.3", "CIS 8.2"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<Backups> probe() {
        return Backups.PROBE;
    }

    @Override
    public Outcome judge(Backups backups, Baseline baseline) {
        List<Evidence> evidence = new ArrayList<>();
        backups.mechanisms()
                .forEach(found -> evidence.add(new Evidence(found.place(), found.tool() + " makes backups")));
        Optional<Backups.Copy> newest = backups.newest();
        newest.ifPresent(copy -> evidence.add(new Evidence(copy.what(), "backup of " + copy.at())));
        if (!backups.mechanisms().isEmpty()) {
            Backups.Mechanism first = backups.mechanisms().getFirst();
            return Outcome.pass(first.tool() + " makes backups, as " + first.place() + " says")
                    .with(evidence);
        }
        if (backups.running()) {
            return Outcome.pass("a base backup is running now").with(evidence);
        }
        if (newest.isPresent() && newest.get().at().isAfter(backups.at().minus(FRESH))) {
            return Outcome.pass("there is a fresh backup: " + newest.get().what())
                    .with(evidence);
        }
        if (!backups.complete()) {
            return Outcome.unknown("no backup was found where this session may look", backups.missing())
                    .with(evidence);
        }
        String seen = newest.map(copy -> "the newest backup is of " + copy.at() + " and nothing makes new ones")
                .orElse("no backup tool, no timer, no cron job and no dump was found");
        Finding finding =
                Finding.fail(CONTROL, Subject.named(Subject.Kind.SERVER, "backups"), seen, "a job that makes backups");
        return Outcome.of(List.of(finding), "").with(evidence);
    }

    @Override
    public List<Input> asks(Finding finding, Backups backups) {
        return List.of(
                new Input(
                        "folder",
                        "Which new folder on the server shall hold the backups? On another disk, with room for " + KEPT
                                + " of them.",
                        "/var/backups/pgrampart",
                        false),
                new Input(
                        "kind",
                        "dump for each database by pg_dump, or base for the whole cluster by pg_basebackup?",
                        "dump",
                        false));
    }

    @Override
    public List<Change> remedy(Finding finding, Backups backups, Inputs inputs) {
        Optional<String> folder = inputs.text(finding, "folder");
        Optional<BackupJob.Kind> kind = inputs.text(finding, "kind")
                .flatMap(text -> Arrays.stream(BackupJob.Kind.values())
                        .filter(each -> each.name().equalsIgnoreCase(text))
                        .findFirst());
        if (folder.isEmpty() || kind.isEmpty()) {
            return List.of();
        }
        try {
            return List.of(BackupJob.of(kind.get(), folder.get(), KEPT));
        } catch (IllegalArgumentException noFolder) {
            return List.of();
        }
    }
}
