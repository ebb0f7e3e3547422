package org.pgrampart.catalogue.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;

class DurabilityIsOnTest {
    private static final List<String> GOOD = List.of(
            "fsync", "on",
            "full_page_writes", "on",
            "zero_damaged_pages", "off",
            "synchronous_commit", "on",
            "ignore_checksum_failure", "off",
            "ignore_invalid_pages", "off",
            "ignore_system_indexes", "off");

    @Test
    void allOnPassesAndStricterCommitsAreNotFlagged() {
        assertEquals(Status.PASS, judge("fsync", "on").status());
        assertEquals(Status.PASS, judge("synchronous_commit", "remote_apply").status());
    }

    @Test
    void fsyncOffFailsAndIsSwitchedOn() {
        Outcome outcome = judge("fsync", "off");
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "Set fsync to on",
                new DurabilityIsOn()
                        .remedy(outcome.findings().getFirst(), settings("fsync", "off"), Inputs.none())
                        .getFirst()
                        .summary());
    }

    @Test
    void zeroingDamagedPagesFailsAndLooseCommitsWarn() {
        assertEquals(Status.FAIL, judge("zero_damaged_pages", "on").status());
        assertEquals(Status.WARN, judge("synchronous_commit", "off").status());
    }

    private static Settings settings(String name, String value) {
        List<String> all = new ArrayList<>(GOOD);
        all.set(all.indexOf(name) + 1, value);
        return Settings.of(150018, all.toArray(String[]::new));
    }

    private static Outcome judge(String name, String value) {
        return new DurabilityIsOn().judge(settings(name, value), Baseline.standard());
    }
}
