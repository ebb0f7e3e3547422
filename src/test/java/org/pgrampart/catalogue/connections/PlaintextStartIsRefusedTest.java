package org.pgrampart.catalogue.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.reading.PortFacts;
import org.pgrampart.reading.PortFacts.Plaintext;

class PlaintextStartIsRefusedTest {
    @Test
    void aRefusalPassesAndAPasswordRequestFails() {
        assertEquals(Status.PASS, status(Plaintext.REFUSED, false));
        assertEquals(Status.FAIL, status(Plaintext.ADMITTED, false));
    }

    @Test
    void overLoopbackNothingCrossesANetwork() {
        assertEquals(Status.NOT_APPLICABLE, status(Plaintext.ADMITTED, true));
        assertEquals(Status.PASS, status(Plaintext.REFUSED, true));
    }

    @Test
    void anAnswerThatSaysNeitherIsUnknown() {
        assertEquals(Status.UNKNOWN, status(Plaintext.UNTOLD, false));
    }

    private static Status status(Plaintext plaintext, boolean loopback) {
        PortFacts facts = Tls.facts(true, List.of("TLSv1.3"), List.of(), plaintext, loopback);
        return new PlaintextStartIsRefused()
                .judge(Tls.port(facts), Baseline.standard())
                .status();
    }
}
