package org.pgrampart.catalogue.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DatabasePort;
import org.pgrampart.probe.Settings;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.PortFacts;
import org.pgrampart.reading.Unreadable;

class PortSpeaksOnlyModernTlsTest {
    private static final List<String> MODERN = List.of("TLSv1.2", "TLSv1.3");
    private final PortSpeaksOnlyModernTls check = new PortSpeaksOnlyModernTls();

    @Test
    void modernVersionsPassWhenTheSettingRulesOutTheOldOnes() {
        PortFacts facts = Tls.facts(true, MODERN, List.of(), PortFacts.Plaintext.REFUSED, false);
        assertEquals(Status.PASS, status(Tls.port(facts, "ssl_min_protocol_version", "TLSv1.2")));
    }

    @Test
    void oldVersionsThatNobodyTriedAreNoPass() {
        PortFacts facts = Tls.facts(true, MODERN, List.of(), PortFacts.Plaintext.REFUSED, false);
        assertThrows(Unreadable.class, () -> status(Tls.port(facts, "ssl_min_protocol_version", "TLSv1")));
    }

    @Test
    void aPortWithoutTlsFails() {
        assertEquals(Status.FAIL, status(Tls.port(Tls.refusesTls())));
    }

    @Test
    void anAcceptedOldVersionFails() {
        PortFacts facts = Tls.facts(
                true, List.of("TLSv1.1", "TLSv1.2", "TLSv1.3"), List.of(), PortFacts.Plaintext.REFUSED, false);
        assertEquals(Status.FAIL, status(Tls.port(facts, "ssl_min_protocol_version", "TLSv1.2")));
    }

    @Test
    void aRefusedNewestVersionWarns() {
        PortFacts facts = Tls.facts(true, List.of("TLSv1.2"), List.of("TLSv1.3"), PortFacts.Plaintext.REFUSED, false);
        assertEquals(Status.WARN, status(Tls.port(facts, "ssl_min_protocol_version", "TLSv1.2")));
    }

    @Test
    void aPortThatCouldNotBeLookedAtIsUnknown() {
        DatabasePort port = new DatabasePort(
                new Answer.Unseen<>("no way", "a way"),
                Settings.of(180006),
                new Answer.Unseen<>("no shell", "SSH"),
                Tls.NOW);
        assertThrows(Unreadable.class, () -> status(port));
    }

    private Status status(DatabasePort port) {
        return check.judge(port, Baseline.standard()).status();
    }
}
