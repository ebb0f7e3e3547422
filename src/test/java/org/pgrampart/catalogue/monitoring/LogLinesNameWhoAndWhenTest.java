package org.pgrampart.catalogue.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;

class LogLinesNameWhoAndWhenTest {
    private final LogLinesNameWhoAndWhen check = new LogLinesNameWhoAndWhen();

    private Outcome judge(String prefix, String destination, String collector) {
        Settings settings = Settings.of(
                150018, "log_line_prefix", prefix, "log_destination", destination, "logging_collector", collector);
        return check.judge(settings, Baseline.standard());
    }

    @Test
    void aFullPrefixPasses() {
        assertEquals(
                Status.PASS,
                judge("%m [%p] %q%u@%d app=%a client=%h ", "stderr", "off").status());
        assertEquals(Status.PASS, judge("%t %c %-10u %d %r ", "stderr", "on").status());
    }

    @Test
    void theDefaultFailsAndIsSet() {
        Outcome outcome = judge("%m [%p] ", "stderr", "off");
        assertEquals(Status.FAIL, outcome.status());
        assertTrue(outcome.reason().contains("the role, the database, the client's address"), outcome.reason());
        assertTrue(check.remedy(outcome.findings().getFirst(), Settings.of(150018), Inputs.none())
                .getFirst()
                .summary()
                .contains("client=%h"));
    }

    @Test
    void aDoubledPercentSignIsNoPlaceholder() {
        assertEquals(Status.FAIL, judge("%m %p %%u %d %h", "stderr", "off").status());
    }

    @Test
    void csvFilesHoldEverythingButOnlyWithTheCollector() {
        assertEquals(Status.PASS, judge("", "csvlog", "on").status());
        assertEquals(Status.FAIL, judge("", "csvlog", "off").status());
    }

    @Test
    void syslogWritesTheTimeItself() {
        assertEquals(Status.PASS, judge("%u@%d %h ", "syslog", "off").status());
        assertEquals(Status.WARN, judge("%m %u@%d %h ", "stderr", "off").status());
    }
}
