package org.pgrampart.catalogue.connections;

import java.util.List;
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
import org.pgrampart.reading.PortFacts;

/// TLS-17.
public final class PlaintextStartIsRefused implements Check<DatabasePort> {
    private static final Control CONTROL = new Control(
            "TLS-17",
            Area.CONNECTIONS,
            Severity.CRITICAL,
            FixKind.MANUAL,
            "The port refuses a session that starts without TLS",
            """
            This is what an attacker would try: start in plain text and see whether the server goes on. If it does, a \
            client that was talked out of TLS sends its login and its data readable, and nobody notices.""",
            """
            Turn the rule that let the start through into a hostssl line (TLS-16). If the rules look right already, a \
            pooler or proxy answers in the server's place and needs the same.""",
            "Clients without TLS are refused from then on; TLS-18 lists those that are connected now.",
            List.of("https://www.postgresql.org/docs/current/protocol-flow.html", "CIS 6.8"));

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
        List<Evidence> evidence = List.of(new Evidence("port", facts.plaintextAnswer()));
        return switch (facts.plaintext()) {
            case REFUSED ->
                Outcome.pass("a start without TLS was refused: " + facts.plaintextAnswer())
                        .with(evidence);
            case UNTOLD ->
                Outcome.unknown("the answer to a start without TLS says neither yes nor no", "another attempt")
                        .with(evidence);
            case ADMITTED ->
                facts.loopback()
                        ? Outcome.notApplicable("the server was reached over loopback, where nothing crosses a network;"
                                        + " a start without TLS is let in there")
                                .with(evidence)
                        : Outcome.of(
                                        List.of(Finding.fail(
                                                CONTROL,
                                                Subject.named(Subject.Kind.SERVER, "start without TLS"),
                                                facts.plaintextAnswer(),
                                                "a refusal before any password")),
                                        "")
                                .with(evidence);
        };
    }
}
