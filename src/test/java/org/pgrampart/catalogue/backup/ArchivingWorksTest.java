package org.pgrampart.catalogue.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Archiving;
import org.pgrampart.probe.Archiving.Counts;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Unreadable;

class ArchivingWorksTest {
    private static final Counts GOOD = new Counts(12, 1, false, "", "2026-11-23");

    @Test
    void aLastAttemptThatWorkedPassesWhateverFailedBefore() {
        assertEquals(Status.PASS, status(GOOD, new Answer.Seen<>(2L)));
    }

    @Test
    void aServerThatNeverArchivedAnythingAndOnlyFailsFails() {
        assertEquals(
                Status.FAIL, status(new Counts(0, 4, true, "000000010000000000000001", ""), new Answer.Seen<>(1L)));
    }

    @Test
    void aQueueWarns() {
        assertEquals(Status.WARN, status(GOOD, new Answer.Seen<>(21L)));
    }

    @Test
    void aQueueThatCannotBeReadIsUnknown() {
        assertThrows(Unreadable.class, () -> status(GOOD, new Answer.Unseen<>("hidden", "pg_monitor")));
    }

    @Test
    void nothingArchivedYetSaysNothing() {
        assertEquals(Status.UNKNOWN, status(new Counts(0, 0, false, "", ""), new Answer.Seen<>(0L)));
    }

    @Test
    void withoutArchivingItIsNotApplicable() {
        Archiving off = BackupEvidence.archiving("archive_mode", "off");
        assertEquals(
                Status.NOT_APPLICABLE,
                new ArchivingWorks().judge(off, Baseline.standard()).status());
    }

    private static Status status(Counts counts, Answer<Long> waiting) {
        return new ArchivingWorks()
                .judge(BackupEvidence.archiving(counts, waiting), Baseline.standard())
                .status();
    }
}
