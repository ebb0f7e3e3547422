package org.pgrampart.catalogue.network;

import java.util.List;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Exposure;
import org.pgrampart.probe.Probe;

/// NET-04.
public final class HostFirewallIsActive implements Check<Exposure> {
    private static final Control CONTROL = new Control(
            "NET-04",
            Area.NETWORK,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "A firewall on the host filters what comes in",
            """
            Without a filter each program that opens a port is on the network at once, and a mistake in pg_hba.conf \
            or a bug before the login reaches everybody who can send a packet.""",
            """
            Let the program add its own nftables table: PostgreSQL from the clients' networks, SSH from the \
            administrators', all other ports untouched. Or use ufw or firewalld, allowing SSH first.""",
            """
            Clients and administrators whose network is not listed are refused. The change is undone by itself \
            unless a new connection confirms it.""",
            List.of("https://www.postgresql.org/docs/current/auth-pg-hba-conf.html", "CIS controls 4.4"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<Exposure> probe() {
        return Exposure.PROBE;
    }

    @Override
    public Outcome judge(Exposure exposure, Baseline baseline) {
        List<String> guards = exposure.firewall().guards();
        Evidence evidence = new Evidence(
                "firewall",
                guards.isEmpty() ? "nothing filters incoming packets" : "filtered by " + String.join(", ", guards));
        if (!guards.isEmpty()) {
            return Outcome.pass(String.join(", ", guards) + " filters what comes in")
                    .with(List.of(evidence));
        }
        return Outcome.broken(
                        "nothing filters incoming packets",
                        Finding.fail(
                                CONTROL,
                                Subject.named(Subject.Kind.SERVER, "firewall"),
                                "nothing filters incoming packets",
                                "an active ufw, firewalld or nftables ruleset"))
                .with(List.of(evidence));
    }

    @Override
    public List<Input> asks(Finding finding, Exposure exposure) {
        return FirewallInputs.asks(exposure);
    }

    @Override
    public List<Change> remedy(Finding finding, Exposure exposure, Inputs inputs) {
        return FirewallInputs.remedy(finding, exposure, inputs);
    }
}
