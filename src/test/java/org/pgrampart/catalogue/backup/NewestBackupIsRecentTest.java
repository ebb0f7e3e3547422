package org.pgrampart.catalogue.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Backups;

class NewestBackupIsRecentTest {
    @Test
    void withinHalfTheTimePassesWithinItWarnsBeyondItFails() {
        assertEquals(Status.PASS, status(BackupEvidence.backups(List.of(), true, Duration.ofHours(11))));
        assertEquals(Status.WARN, status(BackupEvidence.backups(List.of(), true, Duration.ofHours(13))));
        assertEquals(Status.FAIL, status(BackupEvidence.backups(List.of(), true, Duration.ofHours(25))));
    }

    @Test
    void noneAtAllFailsWhenEverythingWasLookedAt() {
        assertEquals(Status.FAIL, status(BackupEvidence.backups(List.of(), true)));
        assertEquals(Status.UNKNOWN, status(BackupEvidence.backups(List.of(), false)));
    }

    @Test
    void aJobWhoseBackupsAreElsewhereIsUnknownNeverAPass() {
        assertEquals(Status.UNKNOWN, status(BackupEvidence.backups(List.of("cron"), true)));
    }

    private static Status status(Backups backups) {
        return new NewestBackupIsRecent().judge(backups, Baseline.standard()).status();
    }
}
