package org.pgrampart.catalogue.backup;

import java.util.ArrayList;
import java.util.List;
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
import org.pgrampart.probe.Archiving;
import org.pgrampart.probe.Probe;

/// BCK-04.
public final class ArchivingWorks implements Check<Archiving> {
    /// Sixteen megabytes each: some hundreds of them are a full disk on many servers.
    private static final long MANY = 20;

    private static final Control CONTROL = new Control(
            "BCK-04",
            Area.BACKUP,
            Severity.HIGH,
            FixKind.MANUAL,
            "Archiving of the write-ahead log works",
            """
            While archiving fails no later moment can be restored, and every file of the log stays on the server \
            until its disk is full and the database stops.""",
            """
            Read the server's log for what archive_command said, run it by hand as the server's user, and put right \
            what it lacks: space, rights, the network. The server tries again by itself.""",
            "Finding the cause takes a while; the server catches up on its own and may load the network meanwhile.",
            List.of("https://www.postgresql.org/docs/current/monitoring-stats.html", "CIS 7.4"));

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
        List<Evidence> evidence = new ArrayList<>(List.of(archiving.counts().evidence()));
        Archiving.Counts counts = archiving.counts();
        Subject subject = Subject.named(Subject.Kind.SERVER, "archiver");
        if (counts.failing()) {
            String since = counts.archived() == 0 ? ", and nothing was ever archived" : "";
            Finding finding = Finding.fail(
                    CONTROL,
                    subject,
                    "the last attempt failed, for " + counts.lastFailed() + since,
                    "a last attempt that worked");
            return Outcome.of(List.of(finding), "").with(evidence);
        }
        long waiting = archiving.waiting().get();
        evidence.add(new Evidence("archive_status", waiting + " files wait"));
        if (waiting > MANY) {
            Finding finding = Finding.warn(
                    CONTROL, subject, waiting + " files wait to be archived", "at most " + MANY + " waiting files");
            return Outcome.of(List.of(finding), "").with(evidence);
        }
        if (counts.archived() == 0) {
            return Outcome.unknown(
                            "nothing was archived since the statistics began, so nothing can be said",
                            "a first archived file, say after SELECT pg_switch_wal()")
                    .with(evidence);
        }
        return Outcome.pass(counts.archived() + " files were archived, the last one at " + counts.lastTime())
                .with(evidence);
    }
}
