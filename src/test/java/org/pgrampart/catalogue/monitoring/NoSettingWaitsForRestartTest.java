package org.pgrampart.catalogue.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.PendingSettings;
import org.pgrampart.probe.Settings;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Unreadable;

class NoSettingWaitsForRestartTest {
    private final NoSettingWaitsForRestart check = new NoSettingWaitsForRestart();

    private static Settings waiting(String... names) {
        Map<String, Settings.Setting> settings = new LinkedHashMap<>();
        for (String name : names) {
            settings.put(name, new Settings.Setting(name, "1", "", "postmaster", "default", "", true));
        }
        return new Settings(150018, settings, List.of());
    }

    private Outcome judge(Settings settings, PendingSettings.Fault... faults) {
        return check.judge(new PendingSettings(settings, new Answer.Seen<>(List.of(faults))), Baseline.standard());
    }

    @Test
    void nothingPendingPasses() {
        assertEquals(Status.PASS, judge(waiting()).status());
    }

    @Test
    void whatWaitsIsToldOnceThoughTheFilesTellItAgain() {
        Outcome outcome = judge(
                waiting("ssl_library"),
                new PendingSettings.Fault("/c", 3, "ssl_library", "setting could not be applied"));
        assertEquals(Status.WARN, outcome.status());
        assertEquals(1, outcome.findings().size());
    }

    @Test
    void aFaultyLineWarns() {
        assertEquals(
                "/c:7",
                judge(waiting(), new PendingSettings.Fault("/c", 7, "", "syntax error"))
                        .findings()
                        .getFirst()
                        .subject()
                        .name());
    }

    @Test
    void filesThatCannotBeReadAreNotFilesWithoutFaults() {
        PendingSettings pending = new PendingSettings(waiting(), new Answer.Unseen<>("hidden", "GRANT"));
        assertThrows(Unreadable.class, () -> check.judge(pending, Baseline.standard()));
        PendingSettings more = new PendingSettings(waiting("port"), new Answer.Unseen<>("hidden", "GRANT"));
        assertEquals(Status.WARN, check.judge(more, Baseline.standard()).status());
    }
}
