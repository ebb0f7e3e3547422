package org.pgrampart.catalogue.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.LogSink;
import org.pgrampart.probe.Settings;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Unreadable;

class ServerMessagesAreKeptTest {
    private final ServerMessagesAreKept check = new ServerMessagesAreKept();

    private static LogSink sink(String destination, String collector, String stderr) {
        return new LogSink(
                Settings.of(150018, "log_destination", destination, "logging_collector", collector),
                new Answer.Seen<>(stderr));
    }

    private Outcome judge(LogSink sink) {
        return check.judge(sink, Baseline.standard());
    }

    @Test
    void aCollectorOrTheSystemsLogKeepsMessages() {
        assertEquals(Status.PASS, judge(sink("stderr", "on", "/dev/null")).status());
        assertEquals(Status.PASS, judge(sink("syslog", "off", "/dev/null")).status());
    }

    @Test
    void theJournalAndTheFileOfADebianClusterKeepThem() {
        assertEquals(Status.PASS, judge(sink("stderr", "off", "socket:[123]")).status());
        assertEquals(
                Status.PASS,
                judge(sink("stderr", "off", "/var/log/postgresql/postgresql-15-main.log"))
                        .status());
    }

    @Test
    void nowhereFailsAndTheCollectorIsTurnedOnWhereTheOwnerSays() {
        LogSink sink = sink("csvlog", "off", "/dev/null");
        Outcome outcome = judge(sink);
        assertEquals(Status.FAIL, outcome.status());
        Finding finding = outcome.findings().getFirst();
        assertEquals(List.of(), check.remedy(finding, sink, Inputs.none()));
        assertEquals("directory", check.asks(finding, sink).getFirst().name());
        Inputs inputs = new Inputs(Map.of(finding.key(), Map.of("directory", Secret.of("log"))));
        assertEquals(
                List.of("Set log_directory to log", "Set logging_collector to on"),
                check.remedy(finding, sink, inputs).stream()
                        .map(c -> c.summary())
                        .toList());
    }

    @Test
    void aDeletedFileKeepsNothing() {
        assertEquals(
                Status.FAIL,
                judge(sink("stderr", "off", "/var/log/pg.log (deleted)")).status());
    }

    @Test
    void withoutAShellWhereTheyGoIsNotKnown() {
        LogSink sink = new LogSink(
                Settings.of(150018, "log_destination", "stderr", "logging_collector", "off"),
                new Answer.Unseen<>("there is no shell", "--ssh"));
        assertThrows(Unreadable.class, () -> judge(sink));
    }
}
