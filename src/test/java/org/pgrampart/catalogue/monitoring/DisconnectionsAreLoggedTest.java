package org.pgrampart.catalogue.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;

class DisconnectionsAreLoggedTest {
    private final DisconnectionsAreLogged check = new DisconnectionsAreLogged();

    @Test
    void onPassesOffWarnsAndIsTurnedOn() {
        Settings on = Settings.of(150018, "log_disconnections", "on");
        assertEquals(Status.PASS, check.judge(on, Baseline.standard()).status());
        Settings off = Settings.of(150018, "log_disconnections", "off");
        Outcome outcome = check.judge(off, Baseline.standard());
        assertEquals(Status.WARN, outcome.status());
        assertEquals(
                "Set log_disconnections to on",
                check.remedy(outcome.findings().getFirst(), off, Inputs.none())
                        .getFirst()
                        .summary());
    }
}
