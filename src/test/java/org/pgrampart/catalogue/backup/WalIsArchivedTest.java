package org.pgrampart.catalogue.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Archiving;
import org.pgrampart.reading.Answer;

class WalIsArchivedTest {
    private static final Archiving OFF =
            BackupEvidence.archiving("archive_mode", "off", "archive_command", "(disabled)");
    private final WalIsArchived check = new WalIsArchived();

    @Test
    void aCommandOrALibraryPasses() {
        assertEquals(Status.PASS, status(BackupEvidence.archiving(), Baseline.standard()));
        Archiving library = BackupEvidence.archiving("archive_command", "", "archive_library", "basic_archive");
        assertEquals(Status.PASS, status(library, Baseline.standard()));
    }

    @Test
    void offWarnsForADayAndFailsForLess() {
        assertEquals(Status.WARN, status(OFF, Baseline.standard()));
        assertEquals(Status.FAIL, status(OFF, within(Duration.ofHours(1))));
    }

    @Test
    void onWithAnEmptyCommandIsNoPass() {
        assertEquals(Status.WARN, status(BackupEvidence.archiving("archive_command", " "), Baseline.standard()));
    }

    @Test
    void aReceiverOverAConnectionPasses() {
        Archiving fetched = new Archiving(OFF.settings(), false, OFF.counts(), OFF.waiting(), new Answer.Seen<>(1L));
        assertEquals(Status.PASS, status(fetched, Baseline.standard()));
    }

    @Test
    void theOwnersCommandIsTakenUnlessItArchivesNothing() {
        Finding finding = check.judge(OFF, Baseline.standard()).findings().getFirst();
        assertEquals(List.of(), remedy(finding, "/bin/true"));
        assertEquals(
                List.of("Set archive_command to test ! -f /srv/wal/%f && cp %p /srv/wal/%f", "Set archive_mode to on"),
                remedy(finding, "test ! -f /srv/wal/%f && cp %p /srv/wal/%f"));
    }

    private List<String> remedy(Finding finding, String command) {
        Inputs inputs = new Inputs(Map.of(finding.key(), Map.of("command", Secret.of(command))));
        return check.remedy(finding, OFF, inputs).stream().map(Change::summary).toList();
    }

    private Status status(Archiving archiving, Baseline baseline) {
        return check.judge(archiving, baseline).status();
    }

    private static Baseline within(Duration rpo) {
        Baseline b = Baseline.standard();
        return new Baseline(
                b.name(),
                b.allowedSuperusers(),
                b.dbaRoles(),
                b.applicationRoles(),
                rpo,
                b.assessmentEvery(),
                b.minimumTls(),
                b.certificateFailure(),
                b.certificateWarning(),
                b.wideV4(),
                b.wideV6(),
                b.coverage());
    }
}
