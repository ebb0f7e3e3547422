package org.pgrampart.catalogue.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.LogFiles;
import org.pgrampart.probe.Settings;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Unreadable;

class LogFilesArePrivateTest {
    private final LogFilesArePrivate check = new LogFilesArePrivate();

    private static LogFiles logs(String collector, String mode, LogFiles.Entry... entries) {
        return new LogFiles(
                Settings.of(150018, "logging_collector", collector, "log_file_mode", mode),
                new Answer.Seen<>(List.of(entries)));
    }

    private static LogFiles.Entry folder(int mode) {
        return new LogFiles.Entry(true, mode, "postgres", "postgres", "/log");
    }

    private static LogFiles.Entry file(int mode) {
        return new LogFiles.Entry(false, mode, "postgres", "adm", "/log/a.log");
    }

    private Outcome judge(LogFiles logs) {
        return check.judge(logs, Baseline.standard());
    }

    @Test
    void privateFilesPass() {
        assertEquals(
                Status.PASS, judge(logs("on", "0600", folder(0755), file(0640))).status());
        assertEquals(
                Status.PASS,
                judge(logs("off", "0600", folder(01777), file(0640))).status());
    }

    @Test
    void aReadableFileFailsAndLosesTheRightsOfOthers() {
        LogFiles logs = logs("on", "0600", folder(0755), file(0644));
        Outcome outcome = judge(logs);
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "Give /log/a.log mode 640",
                check.remedy(outcome.findings().getFirst(), logs, Inputs.none())
                        .getFirst()
                        .summary());
    }

    @Test
    void aReadableFileBehindAClosedFolderIsReachedByNobody() {
        assertEquals(
                Status.PASS, judge(logs("on", "0600", folder(0700), file(0644))).status());
    }

    @Test
    void aFolderForAllToWriteFails() {
        assertEquals(
                Status.FAIL, judge(logs("on", "0600", folder(0777), file(0600))).status());
    }

    @Test
    void theSettingCountsOnlyWithTheCollector() {
        LogFiles logs = logs("on", "0644");
        Outcome outcome = judge(logs);
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "Set log_file_mode to 0600",
                check.remedy(outcome.findings().getFirst(), logs, Inputs.none())
                        .getFirst()
                        .summary());
        assertEquals(Status.PASS, judge(logs("off", "0644")).status());
    }

    @Test
    void withoutAShellAGoodSettingProvesNothing() {
        LogFiles logs = new LogFiles(
                Settings.of(150018, "logging_collector", "on", "log_file_mode", "0600"),
                new Answer.Unseen<>("there is no shell", "--ssh"));
        assertThrows(Unreadable.class, () -> judge(logs));
    }
}
