package org.pgrampart.catalogue.connections;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.ClientSessions;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.TlsSetup;
import org.pgrampart.reading.Answer;

/// TLS-03.
public final class MinimumTlsVersionIsModern implements Check<TlsSetup> {
    private static final String SETTING = "ssl_min_protocol_version";
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final String NEWEST = "TLSv1.3";

    private static final Control CONTROL = new Control(
            "TLS-03",
            Area.CONNECTIONS,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "The lowest TLS version is 1.2 or higher",
            """
            A server that still takes TLS 1.0 or 1.1 lets somebody between it and a client talk both down to it, and \
            then use the known weaknesses of those versions against the session.""",
            """
            Set ssl_min_protocol_version to TLSv1.2 and reload. Look first that no present session uses an older \
            version; the evidence lists them.""",
            """
            Clients with a TLS library from before 2013 can no longer connect. Where all clients know TLS 1.3, that \
            is the better bound; the baseline can ask for it.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-connection.html", "CIS 6.9"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<TlsSetup> probe() {
        return TlsSetup.PROBE;
    }

    @Override
    public Outcome judge(TlsSetup tls, Baseline baseline) {
        String lowest = tls.settings().value(SETTING);
        List<Evidence> evidence = new ArrayList<>(List.of(tls.settings().evidence(SETTING)));
        if (!tls.settings().on("ssl")) {
            return Outcome.notApplicable("ssl is off; " + SETTING + " is " + lowest)
                    .with(evidence);
        }
        if (VERSIONS.indexOf(lowest) >= VERSIONS.indexOf(baseline.minimumTls())) {
            String advice = lowest.equals(NEWEST) ? "" : "; where every client knows it, TLSv1.3 is better still";
            return Outcome.pass(SETTING + " is " + lowest + advice).with(evidence);
        }
        if (tls.sessions() instanceof Answer.Seen<ClientSessions>(ClientSessions now)) {
            now.sessions().stream()
                    .filter(s -> VERSIONS.contains(s.tls()))
                    .filter(s -> VERSIONS.indexOf(s.tls()) < VERSIONS.indexOf(baseline.minimumTls()))
                    .forEach(s -> evidence.add(
                            new Evidence("pg_stat_ssl", s.role() + " from " + s.address() + " uses " + s.tls())));
        }
        Finding finding = Finding.fail(
                CONTROL, Subject.setting(SETTING), SETTING + " is " + lowest, SETTING + " = " + baseline.minimumTls());
        return Outcome.of(List.of(finding), "").with(evidence);
    }

    @Override
    public List<Change> remedy(Finding finding, TlsSetup tls, Inputs inputs) {
        String wanted = finding.wanted().substring(finding.wanted().lastIndexOf(' ') + 1);
        return List.of(AlterSystem.set(SETTING, wanted, Effect.RELOAD));
    }
}
