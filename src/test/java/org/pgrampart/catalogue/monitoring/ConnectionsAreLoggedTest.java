package org.pgrampart.catalogue.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;

class ConnectionsAreLoggedTest {
    private final ConnectionsAreLogged check = new ConnectionsAreLogged();

    private Status status(int version, String value) {
        return check.judge(Settings.of(version, "log_connections", value), Baseline.standard())
                .status();
    }

    @Test
    void onPassesAndOffWarns() {
        assertEquals(Status.PASS, status(150018, "on"));
        assertEquals(Status.WARN, status(150018, "off"));
    }

    @Test
    void the18thReleaseHasAListOfStages() {
        assertEquals(Status.PASS, status(180006, "all"));
        assertEquals(Status.PASS, status(180006, "receipt, Authentication,authorization"));
        assertEquals(Status.PASS, status(180006, "on"));
        assertEquals(Status.WARN, status(180006, "receipt"));
        assertEquals(Status.WARN, status(180006, ""));
    }

    @Test
    void theRemedySpeaksTheReleasesLanguage() {
        assertEquals("Set log_connections to on", remedy(150018, "off"));
        assertEquals("Set log_connections to receipt,authentication,authorization", remedy(180006, ""));
    }

    private String remedy(int version, String value) {
        Settings settings = Settings.of(version, "log_connections", value);
        Finding finding = check.judge(settings, Baseline.standard()).findings().getFirst();
        return check.remedy(finding, settings, Inputs.none()).getFirst().summary();
    }
}
