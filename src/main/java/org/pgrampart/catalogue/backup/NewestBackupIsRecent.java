package org.pgrampart.catalogue.backup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
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

/// BCK-02.
public final class NewestBackupIsRecent implements Check<Backups> {
    private static final Control CONTROL = new Control(
            "BCK-02",
            Area.BACKUP,
            Severity.CRITICAL,
            FixKind.MANUAL,
            "The newest backup is as recent as the owner needs",
            """
            All that was written since the newest finished backup is lost when the disk is. Jobs that stopped \
            silently weeks ago are how most people learn that they have no backup.""",
            """
            Run the backup job by hand, read why it stopped, and let it report to somebody when it fails. For a loss \
            of minutes instead of a day archive the write-ahead log as well (BCK-03).""",
            """
            A more frequent backup costs load and space. If losing more is fine, say so with a longer RPO in the \
            baseline.""",
            List.of("https://www.postgresql.org/docs/current/backup.html", "CIS 7.3"));

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
        Optional<Backups.Copy> newest = backups.newest();
        Subject subject = Subject.named(Subject.Kind.SERVER, "newest backup");
        String wanted = "a backup of the last " + words(baseline.rpo());
        if (newest.isEmpty()) {
            if (!backups.mechanisms().isEmpty()) {
                return Outcome.unknown(
                        backups.mechanisms().getFirst().tool() + " makes backups, but where they go was not seen",
                        "the tool's own list of backups, or dumps in /var/backups/postgresql");
            }
            return backups.complete()
                    ? Outcome.of(List.of(Finding.fail(CONTROL, subject, "no backup was found", wanted)), "")
                    : Outcome.unknown("no backup was found where this session may look", backups.missing());
        }
        Backups.Copy copy = newest.get();
        List<Evidence> evidence = List.of(new Evidence(copy.what(), "finished " + copy.at()));
        Duration age = Duration.between(copy.at(), backups.at());
        String seen = "it is " + words(age) + " old: " + copy.what();
        if (age.compareTo(baseline.rpo()) > 0) {
            return Outcome.of(List.of(Finding.fail(CONTROL, subject, seen, wanted)), "")
                    .with(evidence);
        }
        if (age.compareTo(baseline.rpo().dividedBy(2)) > 0) {
            return Outcome.of(List.of(Finding.warn(CONTROL, subject, seen, wanted)), "")
                    .with(evidence);
        }
        return Outcome.pass("the newest backup is " + words(age) + " old").with(evidence);
    }

    private static String words(Duration duration) {
        Duration time = duration.isNegative() ? Duration.ZERO : duration;
        if (time.compareTo(Duration.ofDays(2)) > 0) {
            return time.toDays() + " days";
        }
        return time.compareTo(Duration.ofHours(2)) > 0 ? time.toHours() + " hours" : time.toMinutes() + " minutes";
    }
}
