package org.pgrampart.probe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.format.IpRange;
import org.pgrampart.reading.Answers;

/// The three layers between a stranger and the server: where it listens, its login rules, and the firewall.
public record Exposure(Listening listening, LoginRules logins, Firewall firewall) {
    private static final IpRange LINK_LOCAL = IpRange.parse("fe80::/10").orElseThrow();

    public static final Probe<Exposure> PROBE = new Probe<>(
            Stream.of(Listening.PROBE.requests(), LoginRules.PROBE.requests(), Firewall.PROBE.requests())
                    .flatMap(List::stream)
                    .toList(),
            Exposure::read);

    /// Whether the firewall keeps strangers from the server's port, over each protocol by which they can reach it.
    public Optional<Boolean> guarded() {
        boolean version6 = listening
                .own()
                .map(own -> own.networks().stream()
                        .map(IpRange::address)
                        .anyMatch(address ->
                                !address.isVersion4() && !address.isLoopback() && !LINK_LOCAL.contains(address)))
                .orElse(true);
        return firewall.guards(listening.port(), version6);
    }

    private static Exposure read(Answers answers) {
        return new Exposure(Listening.read(answers), LoginRules.read(answers), Firewall.read(answers));
    }
}
