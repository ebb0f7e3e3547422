package org.pgrampart.catalogue.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
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
import org.pgrampart.reading.Unreadable;

/// NET-02.
public final class NoSocketIsPublic implements Check<Listening> {
    private static final Control CONTROL = new Control(
            "NET-02",
            Area.NETWORK,
            Severity.HIGH,
            FixKind.MANUAL,
            "No socket of the server is bound to a public address",
            """
            What counts is where the port is really open: a setting changed without a restart, a second cluster or a \
            proxy can leave it on the internet while every file looks right.""",
            """
            Narrow listen_addresses (NET-01) and restart, then look at the sockets again with ss -ltn. If another \
            program holds the port, find it with ss -ltnp as root.""",
            """
            The restart ends every session. Clients from outside need a VPN or an SSH tunnel afterwards.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-connection.html", "CIS 5.2"));

    private static final String WANTED = "loopback or a private address";

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
        List<IpAddress> sockets = listening
                .sockets()
                .orElseThrow(() -> new Unreadable(
                        "the listening sockets could not be read: " + listening.unseen(),
                        "a shell on the host with ss"));
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        List<IpAddress> open = listening.publicAddresses();
        for (IpAddress address : new LinkedHashSet<>(sockets)) {
            evidence.add(new Evidence("ss", "listening on " + address + " port " + listening.port()));
            Subject subject = Subject.named(Subject.Kind.SOCKET, address + ":" + listening.port());
            Optional<IpAddress> reached = open.stream()
                    .filter(ip -> address.isVersion4() ? ip.isVersion4() : true)
                    .findFirst();
            if (HostAddresses.isPublic(address)) {
                findings.add(Finding.fail(CONTROL, subject, "a public address is bound", WANTED));
            } else if (HostAddresses.isAny(address) && reached.isPresent()) {
                findings.add(Finding.fail(
                        CONTROL, subject, "every address is bound, the public " + reached.get() + " too", WANTED));
            } else if (HostAddresses.isAny(address)) {
                findings.add(Finding.warn(
                        CONTROL, subject, "every address is bound, though the host has private ones only", WANTED));
            }
        }
        return Outcome.of(
                        findings,
                        sockets.isEmpty()
                                ? "no TCP socket listens"
                                : "all sockets are on loopback or private addresses")
                .with(evidence);
    }
}
