package org.pgrampart.catalogue.audits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.History;
import org.pgrampart.reading.Earlier;
import org.pgrampart.reading.Unreadable;

class AssessmentIsRecentTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final Map<String, Status> ALL =
            Map.of("AUTH-01", Status.PASS, "TLS-01", Status.FAIL, "NET-01", Status.WARN);

    @Test
    void threeMonthsPassAndMoreFails() {
        assertEquals(Status.PASS, status(Duration.ofDays(89), ALL));
        assertEquals(Status.FAIL, status(Duration.ofDays(91), ALL));
    }

    @Test
    void aLookAtAPartIsNoAssessment() {
        assertEquals(Status.UNKNOWN, status(Duration.ofDays(2), Map.of("AUTH-01", Status.PASS)));
    }

    @Test
    void theFirstRunIsUnknown() {
        assertThrows(
                Unreadable.class,
                () -> new AssessmentIsRecent().judge(new History(Optional.empty(), ALL, NOW), Baseline.standard()));
    }

    private static Status status(Duration ago, Map<String, Status> before) {
        return new AssessmentIsRecent()
                .judge(new History(Optional.of(new Earlier(NOW.minus(ago), before)), ALL, NOW), Baseline.standard())
                .status();
    }
}
