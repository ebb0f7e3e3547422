package org.pgrampart.catalogue.audits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.History;

class CoverageIsHighTest {
    @Test
    void oneOfTwentyUnreadPassesTwoFail() {
        assertEquals(Status.PASS, status(19, 1, 0));
        assertEquals(Status.FAIL, status(18, 2, 0));
    }

    @Test
    void whatDoesNotApplyDoesNotCountAsRead() {
        assertEquals(Status.FAIL, status(9, 1, 10));
    }

    @Test
    void aRunWithNothingElseIsNotApplicable() {
        assertEquals(Status.NOT_APPLICABLE, status(0, 0, 3));
    }

    private static Status status(int read, int unread, int absent) {
        Map<String, Status> all = new LinkedHashMap<>();
        for (int i = 0; i < read + unread + absent; i++) {
            Status status = i < read ? Status.FAIL : i < read + unread ? Status.UNKNOWN : Status.NOT_APPLICABLE;
            all.put("X-" + i, status);
        }
        return new CoverageIsHigh()
                .judge(new History(Optional.empty(), all, Instant.EPOCH), Baseline.standard())
                .status();
    }
}
