package org.pgrampart.catalogue.connections;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.format.Printable;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.DatabasePort;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.TlsFiles;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.PortFacts;

/// TLS-08.
public final class CertificatesLastLong implements Check<DatabasePort> {
    private static final Control CONTROL = new Control(
            "TLS-08",
            Area.CONNECTIONS,
            Severity.HIGH,
            FixKind.MANUAL,
            "No certificate of the server ends soon",
            """
            On the day a certificate ends, every client that verifies it is locked out at once. In a hurry people then \
            switch verification off, and that stays: from then on anybody in between can pose as the server.""",
            """
            Get a new certificate for the same names, put it in place of the old one, keep the old file, and reload: \
            running sessions stay. Let a timer renew it and reload the server, and watch the date.""",
            """
            Clients that pin this very certificate need the new one too. A new authority has to reach every client \
            before the server changes to it.""",
            List.of("https://www.postgresql.org/docs/current/ssl-tcp.html"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<DatabasePort> probe() {
        return DatabasePort.PROBE;
    }

    @Override
    public Outcome judge(DatabasePort port, Baseline baseline) {
        Map<X509Certificate, String> certificates = new LinkedHashMap<>();
        if (port.port() instanceof Answer.Seen<PortFacts>(PortFacts facts)) {
            facts.certificates().forEach(certificate -> certificates.putIfAbsent(certificate, "shown at the port"));
        }
        boolean on = !certificates.isEmpty() || port.settings().on("ssl");
        if (on && port.files() instanceof Answer.Seen<TlsFiles>(TlsFiles files)) {
            files.certificates()
                    .forEach(c -> certificates.putIfAbsent(
                            c, "in " + files.certificatePath().orElse("its file")));
        }
        if (!on) {
            return Outcome.notApplicable("the server offers no TLS, so it shows no certificate");
        }
        if (certificates.isEmpty()) {
            if (port.port() instanceof Answer.Unseen<PortFacts> unseen) {
                unseen.get();
            }
            return Outcome.unknown(
                    "ssl is on, but no certificate was seen: the port showed none to this session and no shell read it",
                    "a network connection to the port, or a shell that may read ssl_cert_file");
        }
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        Instant first = Instant.MAX;
        for (Map.Entry<X509Certificate, String> entry : certificates.entrySet()) {
            X509Certificate certificate = entry.getKey();
            Instant end = certificate.getNotAfter().toInstant();
            first = end.isBefore(first) ? end : first;
            evidence.add(
                    new Evidence("certificate", name(certificate) + ", " + entry.getValue() + ", ends " + day(end)));
            judge(certificate, port.at(), baseline, findings);
        }
        return Outcome.of(findings, "the first certificate to end does so on " + day(first))
                .with(evidence);
    }

    private static void judge(X509Certificate certificate, Instant at, Baseline baseline, List<Finding> findings) {
        Instant end = certificate.getNotAfter().toInstant();
        Subject subject = Subject.named(Subject.Kind.SERVER, "certificate " + name(certificate));
        String wanted = "more than " + baseline.certificateWarning().toDays() + " days left";
        if (end.isBefore(at)) {
            findings.add(Finding.fail(CONTROL, subject, "it ended on " + day(end), wanted));
        } else if (certificate.getNotBefore().toInstant().isAfter(at)) {
            Instant begin = certificate.getNotBefore().toInstant();
            findings.add(Finding.fail(CONTROL, subject, "it begins on " + day(begin) + " only", "a begin in the past"));
        } else if (end.isBefore(at.plus(baseline.certificateFailure()))) {
            findings.add(Finding.fail(CONTROL, subject, left(at, end), wanted));
        } else if (end.isBefore(at.plus(baseline.certificateWarning()))) {
            findings.add(Finding.warn(CONTROL, subject, left(at, end), wanted));
        }
    }

    private static String left(Instant at, Instant end) {
        return "it ends on " + day(end) + ", in " + Duration.between(at, end).toDays() + " days";
    }

    private static String name(X509Certificate certificate) {
        return Printable.line(certificate.getSubjectX500Principal().getName());
    }

    private static String day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }
}
