package org.pgrampart.catalogue.connections;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
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
import org.pgrampart.probe.Settings;
import org.pgrampart.reading.PortFacts;
import org.pgrampart.reading.Unreadable;

/// TLS-02.
public final class PortSpeaksOnlyModernTls implements Check<DatabasePort> {
    private static final Control CONTROL = new Control(
            "TLS-02",
            Area.CONNECTIONS,
            Severity.HIGH,
            FixKind.MANUAL,
            "The port answers with TLS 1.2 or newer and nothing older",
            """
            Settings say what is meant, the port says what is so: a proxy in between, an old library or a missing \
            restart shows only here. TLS 1.0 and 1.1 let somebody on the way break into sessions.""",
            """
            If the port refuses TLS, switch it on (TLS-01); if it takes an old version, raise \
            ssl_min_protocol_version (TLS-03). If the settings are right already, look for a pooler or proxy that \
            answers in the server's place.""",
            """
            Clients that know nothing newer than TLS 1.1 are left out; PostgreSQL clients of the last ten years are \
            not among them.""",
            List.of("https://www.postgresql.org/docs/current/protocol-flow.html", "CIS 6.8"));

    private static final Set<String> OLD = Set.of("TLSv1", "TLSv1.0", "TLSv1.1");
    private static final Set<String> GOOD_MINIMUM = Set.of("TLSv1.2", "TLSv1.3");
    private static final String NEWEST = "TLSv1.3";

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
        PortFacts facts = port.port().get();
        if (facts.unixSocketOnly()) {
            return Outcome.notApplicable("the server was reached by its Unix socket, which needs no TLS");
        }
        List<Evidence> evidence = evidence(facts);
        Subject subject = Subject.named(Subject.Kind.SERVER, "TLS at the port");
        if (!facts.offersTls()) {
            return Outcome.of(
                            List.of(Finding.fail(
                                    CONTROL, subject, "the port refuses TLS", "an answer to the request for TLS")),
                            "")
                    .with(evidence);
        }
        List<Finding> findings = new ArrayList<>();
        List<String> old = facts.accepted().stream().filter(OLD::contains).toList();
        if (!old.isEmpty()) {
            findings.add(Finding.fail(
                    CONTROL, subject, "the port accepts " + String.join(" and ", old), "TLS 1.2 and 1.3 alone"));
        }
        if (facts.refused().contains(NEWEST)) {
            findings.add(Finding.warn(
                    CONTROL,
                    Subject.named(Subject.Kind.SERVER, "TLS 1.3 at the port"),
                    "the port refuses TLS 1.3",
                    "TLS 1.3 as well"));
        }
        List<String> untried = facts.untried().stream().filter(OLD::contains).toList();
        if (findings.isEmpty() && facts.accepted().isEmpty()) {
            throw new Unreadable("no TLS version that this machine speaks got an answer", "a TLS handshake");
        }
        if (findings.isEmpty() && !untried.isEmpty() && !minimumIsGood(port.settings())) {
            throw new Unreadable(
                    "this machine's own TLS library no longer speaks " + String.join(" and ", untried)
                            + ", and the server's setting does not rule them out",
                    "a look with an older TLS library, or ssl_min_protocol_version = TLSv1.2");
        }
        String said = "the port accepts " + String.join(" and ", facts.accepted());
        return Outcome.of(
                        findings,
                        untried.isEmpty() ? said : said + "; older ones are ruled out by the server's setting")
                .with(evidence);
    }

    private static boolean minimumIsGood(Settings settings) {
        return settings.find("ssl_min_protocol_version")
                .map(Settings.Setting::value)
                .filter(GOOD_MINIMUM::contains)
                .isPresent();
    }

    private static List<Evidence> evidence(PortFacts facts) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("port", "the request for TLS was " + (facts.offersTls() ? "granted" : "refused")));
        facts.accepted().forEach(version -> evidence.add(new Evidence("port", version + " accepted")));
        facts.refused().forEach(version -> evidence.add(new Evidence("port", version + " refused")));
        facts.untried().forEach(version -> evidence.add(new Evidence("port", version + " could not be tried")));
        return evidence;
    }
}
