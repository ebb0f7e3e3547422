package org.pgrampart.catalogue.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;
import org.pgrampart.probe.TlsSetup;

class MinimumTlsVersionIsModernTest {
    private final MinimumTlsVersionIsModern check = new MinimumTlsVersionIsModern();

    @Test
    void twoPassesAndThreeIsNotFlaggedForBeingStricter() {
        assertEquals(Status.PASS, judge("on", "TLSv1.2").status());
        assertEquals(Status.PASS, judge("on", "TLSv1.3").status());
    }

    @Test
    void anOldVersionFailsAndIsRaised() {
        TlsSetup tls = setup("on", "TLSv1.1");
        Outcome outcome = check.judge(tls, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "Set ssl_min_protocol_version to TLSv1.2",
                check.remedy(outcome.findings().getFirst(), tls, Inputs.none())
                        .getFirst()
                        .summary());
    }

    @Test
    void withoutTlsItIsNotApplicableAndTheValueIsTold() {
        Outcome outcome = judge("off", "TLSv1");
        assertEquals(Status.NOT_APPLICABLE, outcome.status());
        assertTrue(outcome.reason().contains("TLSv1"), outcome.reason());
    }

    private Outcome judge(String ssl, String lowest) {
        return check.judge(setup(ssl, lowest), Baseline.standard());
    }

    private static TlsSetup setup(String ssl, String lowest) {
        return Tls.setup(Settings.of(180006, "ssl", ssl, "ssl_min_protocol_version", lowest));
    }
}
