package org.pgrampart.catalogue.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.Change;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.FirewalldRules;
import org.pgrampart.change.UfwRules;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.IpRange;
import org.pgrampart.model.Finding;
import org.pgrampart.probe.Exposure;

/// What the checks that propose a firewall ask the owner, and the rules that come of it: through the tool that guards
/// the host, since two that do not know of each other confuse whoever comes next, else in a table of our own.
final class FirewallInputs {
    private FirewallInputs() {}

    static List<Input> asks(Exposure exposure) {
        Set<String> clients = new LinkedHashSet<>();
        exposure.logins()
                .clients()
                .forEach(client -> client.address()
                        .filter(address -> !exposure.logins().isOwn(address))
                        .ifPresent(address -> clients.add(address.toString())));
        exposure.logins()
                .session()
                .address()
                .filter(address -> !exposure.logins().isOwn(address))
                .ifPresent(address -> clients.add(address.toString()));
        return List.of(
                new Input(
                        "clients",
                        "Networks that may reach PostgreSQL, with commas",
                        String.join(", ", clients),
                        false),
                new Input("admins", "Networks that may reach SSH, with commas; yours among them", "", false));
    }

    /// The address of this session stays in, whatever was answered; nothing when an answer is no network.
    static List<Change> remedy(Finding finding, Exposure exposure, Inputs inputs) {
        Optional<List<IpRange>> clients = inputs.text(finding, "clients").flatMap(FirewallInputs::networks);
        Optional<List<IpRange>> admins = inputs.text(finding, "admins").flatMap(FirewallInputs::networks);
        if (clients.isEmpty() || admins.isEmpty()) {
            return List.of();
        }
        Set<IpRange> all = new LinkedHashSet<>(clients.get());
        exposure.logins()
                .session()
                .address()
                .filter(own -> !exposure.logins().isOwn(own))
                .filter(own -> all.stream().noneMatch(range -> range.contains(own)))
                .flatMap(own -> IpRange.parse(own.toString()))
                .ifPresent(all::add);
        int port = exposure.listening().port();
        int ssh = exposure.firewall().sshPort();
        List<IpRange> named = List.copyOf(all);
        List<String> guards = exposure.firewall().guards();
        if (guards.contains("ufw")) {
            return List.of(UfwRules.allow(port, named, ssh, admins.get()));
        }
        if (guards.contains("firewalld")) {
            return List.of(FirewalldRules.allow(port, named, ssh, admins.get()));
        }
        return List.of(FirewallRules.allow(port, named, ssh, admins.get()));
    }

    private static Optional<List<IpRange>> networks(String text) {
        List<IpRange> networks = new ArrayList<>();
        for (String part : text.split("[,\\s]+")) {
            Optional<IpRange> network = IpRange.parse(part);
            if (network.isEmpty()) {
                return Optional.empty();
            }
            networks.add(network.get());
        }
        return Optional.of(networks);
    }
}
