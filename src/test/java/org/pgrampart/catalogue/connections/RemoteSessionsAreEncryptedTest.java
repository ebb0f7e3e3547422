package org.pgrampart.catalogue.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ClientSessions;
import org.pgrampart.probe.HostAddresses;

class RemoteSessionsAreEncryptedTest {
    @Test
    void encryptedAndLocalSessionsPass() {
        assertEquals(
                Status.PASS,
                judge(
                                Tls.session("192.0.2.7", true),
                                Tls.session("127.0.0.1", false),
                                Tls.session("::1", false),
                                Tls.session("10.0.0.5", false))
                        .status());
    }

    @Test
    void aPlainSessionFromElsewhereIsAFindingThatNamesIt() {
        Outcome outcome = judge(Tls.session("192.0.2.7", false));
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "session shop_app in shop from 192.0.2.7 (gunicorn)",
                outcome.findings().getFirst().subject().name());
    }

    private static Outcome judge(ClientSessions.Session... sessions) {
        return new RemoteSessionsAreEncrypted()
                .judge(
                        new ClientSessions(List.of(sessions), Optional.of(HostAddresses.of(List.of("10.0.0.5/24")))),
                        Baseline.standard());
    }
}
