package org.pgrampart.catalogue.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.IpAddress;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Listening;

class ListenAddressesAreNarrowTest {
    private final ListenAddressesAreNarrow check = new ListenAddressesAreNarrow();

    private Status status(Listening evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static Listening at(String setting, String... addresses) {
        return Listening.of(setting, List.of(), addresses);
    }

    @Test
    void namedAddressesPass() {
        assertEquals(Status.PASS, status(at("localhost, 10.0.0.5", "203.0.113.5/24")));
        assertEquals(Status.PASS, status(at("", "203.0.113.5/24")));
    }

    @Test
    void everythingFailsOnAPublicHostAndWarnsOnAPrivateOne() {
        for (String any : List.of("*", "0.0.0.0", "localhost,::")) {
            assertEquals(Status.FAIL, status(at(any, "127.0.0.1/8", "203.0.113.5/24")), any);
            assertEquals(Status.WARN, status(at(any, "127.0.0.1/8", "10.0.0.5/24")), any);
        }
    }

    @Test
    void theAddressOfTheSessionIsKept() {
        Listening plain = at("*", "10.0.0.5/24");
        Listening listening =
                new Listening(plain.configured(), 5432, plain.sockets(), "", IpAddress.parse("10.0.0.5"), plain.own());
        Finding finding = check.judge(listening, Baseline.standard()).findings().getFirst();
        assertEquals(List.of(), check.remedy(finding, listening, Inputs.none()));
        Inputs inputs = new Inputs(Map.of(finding.key(), Map.of("addresses", Secret.of("localhost"))));
        assertEquals(
                "Set listen_addresses to localhost, 10.0.0.5",
                check.remedy(finding, listening, inputs).getFirst().summary());
    }
}
