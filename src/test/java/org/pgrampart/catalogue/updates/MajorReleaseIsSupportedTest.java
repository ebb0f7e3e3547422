package org.pgrampart.catalogue.updates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;

class MajorReleaseIsSupportedTest {
    private final MajorReleaseIsSupported check = new MajorReleaseIsSupported();

    private Status status(int major, String day) {
        return check.judge(Builds.of(major, 0, "", day), Baseline.standard()).status();
    }

    @Test
    void aSupportedReleasePasses() {
        assertEquals(Status.PASS, status(18, "2026-11-23"));
        assertEquals(Status.PASS, status(15, "2026-11-23"));
    }

    @Test
    void theLastHalfYearWarnsAndTheDayAfterFails() {
        assertEquals(Status.WARN, status(14, "2026-06-01"));
        assertEquals(Status.WARN, status(14, "2026-11-12"));
        assertEquals(Status.FAIL, status(14, "2026-11-13"));
        assertEquals(Status.FAIL, status(9, "2026-11-13"));
    }

    @Test
    void aReleaseNewerThanTheTableIsNotKnown() {
        assertEquals(Status.UNKNOWN, status(23, "2026-11-23"));
    }
}
