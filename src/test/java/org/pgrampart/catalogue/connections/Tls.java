package org.pgrampart.catalogue.connections;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pgrampart.probe.ClientSessions;
import org.pgrampart.probe.DatabasePort;
import org.pgrampart.probe.HostFile;
import org.pgrampart.probe.Settings;
import org.pgrampart.probe.TlsFiles;
import org.pgrampart.probe.TlsSetup;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.PortFacts;

/// Evidence about TLS for the tests of this area.
final class Tls {
    static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    static final String KEY = "/srv/data/server.key";

    private Tls() {}

    static TlsSetup setup(Settings settings, TlsFiles files) {
        return new TlsSetup(settings, new Answer.Seen<>(files), new Answer.Unseen<>("hidden", "a right"));
    }

    static TlsSetup setup(Settings settings) {
        return new TlsSetup(settings, new Answer.Unseen<>("no shell", "SSH"), new Answer.Unseen<>("hidden", "a right"));
    }

    static TlsFiles files(String owner, int mode, HostFile... above) {
        SelfSigned pair = SelfSigned.valid(NOW, NOW.plus(Duration.ofDays(90)));
        return new TlsFiles(
                "postgres",
                Optional.of(new HostFile(KEY, owner, "postgres", mode)),
                List.of(above),
                Optional.of("/srv/data/server.crt"),
                List.of(pair.certificate()),
                Optional.of(true));
    }

    static TlsFiles noFiles() {
        return new TlsFiles("postgres", Optional.empty(), List.of(), Optional.empty(), List.of(), Optional.empty());
    }

    static DatabasePort port(PortFacts facts, String... settings) {
        return new DatabasePort(
                new Answer.Seen<>(facts), Settings.of(180006, settings), new Answer.Unseen<>("no shell", "SSH"), NOW);
    }

    static PortFacts refusesTls() {
        return facts(false, List.of(), List.of(), PortFacts.Plaintext.ADMITTED, false);
    }

    static PortFacts facts(
            boolean tls, List<String> accepted, List<String> refused, PortFacts.Plaintext plaintext, boolean loopback) {
        return new PortFacts(
                false, tls, accepted, refused, List.of("TLSv1.0", "TLSv1.1"), List.of(), plaintext, "words", loopback);
    }

    static PortFacts shows(SelfSigned... pairs) {
        return new PortFacts(
                false,
                true,
                List.of("TLSv1.3"),
                List.of(),
                List.of(),
                java.util.Arrays.stream(pairs).map(SelfSigned::certificate).toList(),
                PortFacts.Plaintext.REFUSED,
                "",
                true);
    }

    static ClientSessions.Session session(String address, boolean encrypted) {
        return new ClientSessions.Session(
                "shop_app", "shop", "gunicorn", address, encrypted, encrypted ? "TLSv1.3" : "", 2);
    }
}
