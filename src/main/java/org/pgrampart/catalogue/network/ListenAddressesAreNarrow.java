package org.pgrampart.catalogue.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.IpAddress;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.HostAddresses;
import org.pgrampart.probe.Listening;
import org.pgrampart.probe.Probe;

/// NET-01.
public final class ListenAddressesAreNarrow implements Check<Listening> {
    private static final Control CONTROL = new Control(
            "NET-01",
            Area.NETWORK,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "The server listens only where its clients are",
            """
            Listening on every address puts the port on each network the host joins, now or later: a new interface, \
            a VPN or IPv6 exposes the server without anybody deciding so.""",
            """
            Set listen_addresses to localhost and the private address that the application connects to, and restart. \
            The address you are connected to is kept.""",
            """
            A restart, so every session ends. If a listed address is not up when the server starts, nothing listens \
            there until the next restart.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-connection.html", "CIS 5.2"));

    private static final String SETTING = "listen_addresses";

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<Listening> probe() {
        return Listening.PROBE;
    }

    @Override
    public Outcome judge(Listening listening, Baseline baseline) {
        String value = String.join(", ", listening.configured());
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence("pg_settings", SETTING + " = " + value));
        List<IpAddress> open = listening.publicAddresses();
        open.forEach(address -> evidence.add(new Evidence("host", "public address " + address)));
        if (!listening.wildcard()) {
            return Outcome.pass("it listens on " + (value.isEmpty() ? "the Unix socket alone" : value))
                    .with(evidence);
        }
        Subject subject = Subject.setting(SETTING);
        String wanted = "localhost and the address of the clients' network";
        if (!open.isEmpty()) {
            String seen = "it listens everywhere, also on the public address " + open.getFirst();
            return Outcome.broken(SETTING + " is " + value + ": " + seen, Finding.fail(CONTROL, subject, seen, wanted))
                    .with(evidence);
        }
        String seen = listening.own().isPresent()
                ? "it listens on every address, though all of them are private today"
                : "it listens on every address, and whether one is public cannot be seen without a shell";
        return Outcome.broken(SETTING + " is " + value + ": " + seen, Finding.warn(CONTROL, subject, seen, wanted))
                .with(evidence);
    }

    @Override
    public List<Input> asks(Finding finding, Listening listening) {
        Set<String> suggested = new LinkedHashSet<>(Set.of("localhost"));
        kept(listening).ifPresent(suggested::add);
        listening.own().flatMap(HostAddresses::privateAddress).ifPresent(ip -> suggested.add(ip.toString()));
        return List.of(
                new Input("addresses", "Addresses to listen on, with commas", String.join(", ", suggested), false));
    }

    /// The address of this session stays, whatever was answered; nothing when an answer is neither address nor name.
    @Override
    public List<Change> remedy(Finding finding, Listening listening, Inputs inputs) {
        Optional<String> answer = inputs.text(finding, "addresses");
        if (answer.isEmpty()) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>(Listening.names(answer.get()));
        if (!names.stream().allMatch(name -> name.matches("[A-Za-z0-9.:-]+"))) {
            return List.of();
        }
        kept(listening).ifPresent(names::add);
        return List.of(
                new AlterSystem(SETTING, Optional.of(String.join(", ", names)), Effect.RESTART, Hazard.MAY_CUT_ACCESS));
    }

    private static Optional<String> kept(Listening listening) {
        return listening
                .serverAddress()
                .filter(address -> !address.isLoopback())
                .map(IpAddress::toString);
    }
}
