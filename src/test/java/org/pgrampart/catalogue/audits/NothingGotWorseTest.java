package org.pgrampart.catalogue.audits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.History;
import org.pgrampart.reading.Earlier;
import org.pgrampart.reading.Unreadable;

class NothingGotWorseTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @Test
    void aPassThatFailsNowIsAFindingOnItsNumber() {
        Outcome outcome = judge(
                Map.of("TLS-01", Status.PASS, "AUTH-01", Status.FAIL, "NET-01", Status.PASS),
                Map.of("TLS-01", Status.FAIL, "AUTH-01", Status.FAIL, "NET-01", Status.WARN));
        assertEquals(
                List.of("AUD-02/TLS-01"),
                outcome.findings().stream().map(f -> f.key()).toList());
    }

    @Test
    void whatCannotBeReadAnyMoreOrIsNewIsNoRegression() {
        assertEquals(
                Status.PASS,
                judge(Map.of("TLS-01", Status.PASS), Map.of("TLS-01", Status.UNKNOWN, "TLS-02", Status.FAIL))
                        .status());
    }

    @Test
    void theFirstRunIsUnknown() {
        assertThrows(
                Unreadable.class,
                () -> new NothingGotWorse().judge(new History(Optional.empty(), Map.of(), NOW), Baseline.standard()));
    }

    private static Outcome judge(Map<String, Status> before, Map<String, Status> now) {
        return new NothingGotWorse()
                .judge(new History(Optional.of(new Earlier(NOW, before)), now, NOW), Baseline.standard());
    }
}
