package org.pgrampart.catalogue.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Listening;
import org.pgrampart.reading.Unreadable;

class NoSocketIsPublicTest {
    private final NoSocketIsPublic check = new NoSocketIsPublic();

    private Status status(Listening evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static Listening sockets(List<String> lines, String... addresses) {
        return Listening.of("localhost", lines, addresses);
    }

    @Test
    void loopbackAndPrivateSocketsPass() {
        assertEquals(
                Status.PASS,
                status(sockets(List.of("127.0.0.1:5432", "[::1]:5432", "10.0.0.5%eth0:5432"), "203.0.113.5/24")));
    }

    @Test
    void aPublicAddressFailsWhateverTheSettingSays() {
        assertEquals(Status.FAIL, status(sockets(List.of("203.0.113.5:5432"), "203.0.113.5/24")));
        assertEquals(Status.FAIL, status(sockets(List.of("0.0.0.0:5432"), "203.0.113.5/24")));
        assertEquals(Status.FAIL, status(sockets(List.of("*:5432"), "203.0.113.5/24")));
    }

    @Test
    void everyAddressOnAPrivateHostWarns() {
        assertEquals(Status.WARN, status(sockets(List.of("0.0.0.0:5432"), "10.0.0.5/24")));
    }

    @Test
    void unknownSocketsAreNoPass() {
        Listening known = sockets(List.of());
        Listening unknown =
                new Listening(known.configured(), 5432, Optional.empty(), "no shell", Optional.empty(), known.own());
        assertThrows(Unreadable.class, () -> status(unknown));
    }
}
