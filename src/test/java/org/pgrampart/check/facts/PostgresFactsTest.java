package org.pgrampart.check.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresFactsTest {
    private final PostgresFacts facts = PostgresFacts.bundled();

    @Test
    void aReleaseCountsFromTheDayItIsOut() {
        assertEquals(Optional.of(18), facts.newest(15, LocalDate.parse("2026-08-12")));
        assertEquals(Optional.of(19), facts.newest(15, LocalDate.parse("2026-08-13")));
        assertEquals(Optional.empty(), facts.newest(42, LocalDate.parse("2026-08-13")));
    }

    @Test
    void aVulnerabilityIsOpenUntilItsFixAndForeverWhereThereIsNone() {
        PostgresFacts.Vulnerability one = facts.vulnerabilities().stream()
                .filter(v -> v.id().equals("CVE-2025-1094"))
                .findFirst()
                .orElseThrow();
        assertTrue(one.in(15, 10));
        assertFalse(one.in(15, 11));
        assertTrue(one.in(12, 22), "12 was out of support and never got it");
    }

    @Test
    void everyFixIsOfARelease() {
        facts.vulnerabilities()
                .forEach(v -> v.fixed()
                        .forEach((major, minor) -> assertTrue(
                                facts.major(major).isEmpty()
                                        || facts.major(major).get().minors().containsKey(minor),
                                v.id() + " names " + major + "." + minor)));
    }
}
