package org.pgrampart.catalogue.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Backups;

class BackupsAreMadeTest {
    @Test
    void aToolOrAFreshDumpPasses() {
        assertEquals(Status.PASS, status(BackupEvidence.backups(List.of("pgbackrest"), true)));
        assertEquals(Status.PASS, status(BackupEvidence.backups(List.of(), true, Duration.ofHours(3))));
    }

    @Test
    void aStrayOldDumpIsNoBackup() {
        assertEquals(Status.FAIL, status(BackupEvidence.backups(List.of(), true, Duration.ofDays(90))));
        assertEquals(Status.FAIL, status(BackupEvidence.backups(List.of(), true)));
    }

    @Test
    void notHavingLookedEverywhereIsUnknown() {
        assertEquals(Status.UNKNOWN, status(BackupEvidence.backups(List.of(), false)));
    }

    private static Status status(Backups backups) {
        return new BackupsAreMade().judge(backups, Baseline.standard()).status();
    }
}
