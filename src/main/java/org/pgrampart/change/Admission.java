package org.pgrampart.change;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;

/// Who may reach a TCP port of the host from outside; everybody else is kept out of it.
public record Admission(int port, List<IpRange> networks) {
    public Admission {
        networks = List.copyOf(networks);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("%d is no port. Give one from 1 to 65535.".formatted(port));
        }
        for (IpRange network : networks) {
            if (!network.isPrefix()) {
                throw new IllegalArgumentException(
                        "%s is no network with a prefix length. Write it as 10.0.0.0/8.".formatted(network));
            }
        }
    }

    /// PostgreSQL for its clients and, where administrators are named, SSH for them.
    static List<Admission> of(int postgres, List<IpRange> clients, int ssh, List<IpRange> admins) {
        Admission database = new Admission(postgres, clients);
        return admins.isEmpty() ? List.of(database) : List.of(new Admission(ssh, admins), database);
    }

    public boolean admits(IpAddress from) {
        return networks.stream().anyMatch(network -> network.contains(from.unmapped()));
    }

    static String summary(String tool, List<Admission> admissions) {
        return admissions.stream()
                .map(admission -> "port " + admission.port() + " from "
                        + (admission.networks().isEmpty()
                                ? "nowhere"
                                : admission.networks().stream()
                                        .map(Admission::text)
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining("; ", "Let " + tool + " admit to ", ""));
    }

    /// See [Change#decides].
    static Map<String, String> decides(List<Admission> admissions) {
        return admissions.stream()
                .collect(Collectors.toMap(
                        admission -> "who reaches port " + admission.port(),
                        admission -> admission.networks().toString()));
    }

    /// A network as firewalls write it: its first address, and no length where it is a single one.
    static String text(IpRange network) {
        int all = network.address().isVersion4() ? 32 : 128;
        return network.fixedBits() == all ? network.address().toString() : network.lowest() + "/" + network.fixedBits();
    }
}
