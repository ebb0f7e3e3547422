package org.pgrampart.catalogue.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.KeyFile;
import org.pgrampart.change.Step;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;
import org.pgrampart.probe.TlsSetup;
import org.pgrampart.reading.Answer;

class TlsIsOnTest {
    private static final Settings OFF = Settings.of(180006, "ssl", "off", "listen_addresses", "*");
    private final TlsIsOn check = new TlsIsOn();

    @Test
    void onPasses() {
        Settings settings = Settings.of(180006, "ssl", "on", "listen_addresses", "*");
        assertEquals(Status.PASS, status(Tls.setup(settings)));
    }

    @Test
    void aSocketNeedsNoTls() {
        Settings settings = Settings.of(180006, "ssl", "off", "listen_addresses", " ");
        assertEquals(Status.NOT_APPLICABLE, status(Tls.setup(settings)));
    }

    @Test
    void offFailsAndIsSwitchedOnWhereKeyAndCertificateAreReady() {
        TlsSetup tls = Tls.setup(OFF, Tls.files("postgres", 0600));
        List<Change> changes = check.remedy(finding(tls), tls, Inputs.none());
        assertEquals(
                List.of("Set ssl to on"), changes.stream().map(Change::summary).toList());
        assertEquals(Hazard.MAY_CUT_ACCESS, changes.getFirst().hazard());
        assertEquals(List.of(), check.asks(finding(tls), tls));
    }

    @Test
    void aKeyThatTheServerWouldRefuseIsNotSwitchedOnWith() {
        TlsSetup tls = Tls.setup(OFF, Tls.files("postgres", 0644));
        assertEquals(List.of(), check.remedy(finding(tls), tls, Inputs.none()));
        assertEquals(3, check.asks(finding(tls), tls).size());
    }

    @Test
    void withoutFilesTheOwnerSaysWhereTheyAre() {
        TlsSetup tls = Tls.setup(OFF);
        Finding finding = finding(tls);
        assertEquals(List.of(), check.remedy(finding, tls, Inputs.none()));
        Inputs inputs = new Inputs(Map.of(
                finding.key(),
                Map.of("certificate", Secret.of("/etc/ssl/db.crt"), "key", Secret.of("/etc/ssl/private/db.key"))));
        assertEquals(
                List.of(
                        "Set ssl_cert_file to /etc/ssl/db.crt",
                        "Set ssl_key_file to /etc/ssl/private/db.key",
                        "Set ssl to on"),
                check.remedy(finding, tls, inputs).stream().map(Change::summary).toList());
    }

    @Test
    void aCertificateIsMadeForTheNamesThatClientsUse() throws Exception {
        Settings settings = Settings.of(
                180006, "ssl", "off", "listen_addresses", "*", "data_directory", "/var/lib/postgresql/18/main");
        TlsSetup tls = new TlsSetup(
                settings,
                new Answer.Unseen<>("no shell", "SSH"),
                new Answer.Unseen<>("hidden", "a right"),
                Instant.parse("2026-11-25T12:00:00Z"),
                List.of("db.example.org", "10.0.0.5"));
        Finding finding = finding(tls);
        Map<String, Secret> answers = new HashMap<>();
        check.asks(finding, tls).forEach(input -> answers.put(input.name(), Secret.of(input.suggestion())));
        List<Change> changes = check.remedy(finding, tls, new Inputs(Map.of(finding.key(), answers)));
        assertEquals(6, changes.size());
        assertTrue(changes.getFirst() instanceof KeyFile);
        assertFalse(changes.toString().contains("PRIVATE"), "the key prints itself");
        byte[] pem = changes.stream()
                .flatMap(change -> change.steps().stream())
                .filter(step -> step instanceof Step.Write write && write.path().endsWith("-server.crt"))
                .map(step -> ((Step.Write) step).content())
                .findFirst()
                .orElseThrow();
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        assertEquals(
                List.of(List.of(2, "db.example.org"), List.of(7, "10.0.0.5")),
                List.copyOf(certificate.getSubjectAlternativeNames()));
        certificate.checkValidity(Date.from(tls.at()));
        answers.put("names", Secret.of("db example\u0000.org;rm"));
        assertEquals(List.of(), check.remedy(finding, tls, new Inputs(Map.of(finding.key(), answers))));
    }

    private Status status(TlsSetup tls) {
        return check.judge(tls, Baseline.standard()).status();
    }

    private Finding finding(TlsSetup tls) {
        Outcome outcome = check.judge(tls, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        return outcome.findings().getFirst();
    }
}
