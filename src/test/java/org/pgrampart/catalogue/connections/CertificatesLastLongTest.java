package org.pgrampart.catalogue.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DatabasePort;
import org.pgrampart.probe.Settings;
import org.pgrampart.probe.TlsFiles;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Unreadable;

class CertificatesLastLongTest {
    private final CertificatesLastLong check = new CertificatesLastLong();

    @Test
    void aYearPassesThreeWeeksWarnFiveDaysFail() {
        assertEquals(Status.PASS, status(endsIn(365)));
        assertEquals(Status.WARN, status(endsIn(21)));
        assertEquals(Status.FAIL, status(endsIn(5)));
        assertEquals(Status.FAIL, status(endsIn(-1)));
    }

    @Test
    void oneOfTheChainIsEnoughToFail() {
        DatabasePort port = Tls.port(Tls.shows(pair(365), pair(3)), "ssl", "on");
        assertEquals(Status.FAIL, status(port));
    }

    @Test
    void theFileOnTheHostCountsToo() {
        TlsFiles files = new TlsFiles(
                "postgres",
                Optional.empty(),
                List.of(),
                Optional.of("/srv/server.crt"),
                List.of(pair(2).certificate()),
                Optional.empty());
        DatabasePort port = new DatabasePort(
                new Answer.Seen<>(Tls.shows(pair(365))),
                Settings.of(180006, "ssl", "on"),
                new Answer.Seen<>(files),
                Tls.NOW);
        assertEquals(Status.FAIL, status(port));
    }

    @Test
    void withoutTlsThereIsNoneAndWithoutASightOfItNothingIsClaimed() {
        assertEquals(Status.NOT_APPLICABLE, status(Tls.port(Tls.refusesTls(), "ssl", "off")));
        DatabasePort unseen = new DatabasePort(
                new Answer.Unseen<>("no way", "a way"),
                Settings.of(180006, "ssl", "on"),
                new Answer.Unseen<>("no shell", "SSH"),
                Tls.NOW);
        assertThrows(Unreadable.class, () -> status(unseen));
    }

    private static DatabasePort endsIn(int days) {
        return Tls.port(Tls.shows(pair(days)), "ssl", "on");
    }

    private static SelfSigned pair(int days) {
        return SelfSigned.valid(Tls.NOW.minus(Duration.ofDays(30)), Tls.NOW.plus(Duration.ofDays(days)));
    }

    private Status status(DatabasePort port) {
        return check.judge(port, Baseline.standard()).status();
    }
}
