package org.pgrampart.catalogue.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.HbaAddress;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Exposure;
import org.pgrampart.probe.HbaRules;
import org.pgrampart.probe.Listening;
import org.pgrampart.probe.Probe;
import org.pgrampart.reading.Unreadable;

/// NET-09.
public final class LayersAgree implements Check<Exposure> {
    private static final Control CONTROL = new Control(
            "NET-09",
            Area.NETWORK,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "Listening, login rules and firewall each keep strangers out",
            """
            One layer that alone keeps the internet out fails with one mistake: a rule added in haste, a firewall \
            not loaded after a reboot. Two that agree leave time to notice.""",
            """
            Narrow the layer that is named: listen_addresses (NET-01), the ranges in pg_hba.conf (NET-07), or the \
            firewall: the program adds its rules to ufw or firewalld where one of them is active, else in a table of \
            its own.""",
            """
            Every new client network has to be added in each layer. On a host that listens on loopback alone the \
            other two matter less.""",
            List.of("https://www.postgresql.org/docs/current/auth-pg-hba-conf.html", "CIS controls 4.4"));

    private static final String WANTED = "all three layers limited to the clients";

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
        Listening listening = exposure.listening();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("listen_addresses", String.join(", ", listening.configured())));
        evidence.add(
                new Evidence("firewall", String.join(", ", exposure.firewall().guards())));
        if (listening.loopbackOnly()) {
            return Outcome.pass("it listens on the host itself only, so nobody outside reaches the other layers")
                    .with(evidence);
        }
        List<HbaRules.Placed> wide = exposure.logins().live().stream()
                .filter(LayersAgree::admitsEverybody)
                .toList();
        wide.forEach(placed -> evidence.add(placed.evidence()));
        Optional<Boolean> guarded = exposure.guarded();
        List<String> good = new ArrayList<>();
        List<String> open = new ArrayList<>();
        (listening.wildcard() ? open : good).add("listen_addresses");
        (wide.isEmpty() ? good : open).add("pg_hba.conf");
        if (guarded.isPresent()) {
            (guarded.get() ? good : open).add("the firewall");
        } else if (!open.isEmpty()) {
            throw new Unreadable(
                    "the rules of " + String.join(", ", exposure.firewall().guards())
                            + " for the port could not be understood," + " and " + String.join(" and ", open)
                            + " leaves it open",
                    "a look at the firewall's rules by a person");
        }
        if (open.isEmpty()) {
            return Outcome.pass("every layer keeps strangers out").with(evidence);
        }
        Subject subject = Subject.named(Subject.Kind.SERVER, "port " + listening.port());
        String seen = String.join(" and ", open) + " let everybody through; "
                + (good.isEmpty()
                        ? "no layer keeps strangers out"
                        : "only " + String.join(" and ", good) + " keeps them out");
        Finding finding = good.size() < 2
                ? Finding.fail(CONTROL, subject, seen, WANTED)
                : Finding.warn(CONTROL, subject, seen, WANTED);
        return Outcome.broken(seen, finding).with(evidence);
    }

    private static boolean admitsEverybody(HbaRules.Placed placed) {
        return !placed.rule().isLocal()
                && !placed.rule().isReject()
                && (placed.rule().addressKind() == HbaAddress.ALL
                        || placed.rule()
                                .range()
                                .filter(range -> range.fixedBits() == 0)
                                .isPresent());
    }

    /// Only the firewall's share; the other two layers have checks of their own.
    @Override
    public List<Input> asks(Finding finding, Exposure exposure) {
        return open(exposure) ? FirewallInputs.asks(exposure) : List.of();
    }

    @Override
    public List<Change> remedy(Finding finding, Exposure exposure, Inputs inputs) {
        return open(exposure) ? FirewallInputs.remedy(finding, exposure, inputs) : List.of();
    }

    private static boolean open(Exposure exposure) {
        return exposure.guarded().filter(guarded -> !guarded).isPresent();
    }
}
