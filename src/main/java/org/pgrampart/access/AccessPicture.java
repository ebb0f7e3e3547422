package org.pgrampart.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that is known of who can log in: rules, roles, what they have to show, and who is known to come.
///
/// @param databases those that allow connections
/// @param tls whether the server offers TLS at all
/// @param clients who is connected, was seen in the log, or is named by the project
/// @param gaps in sentences: what could not be read
public record AccessPicture(
        AccessSimulator simulator,
        Credentials credentials,
        List<String> databases,
        boolean tls,
        List<Client> clients,
        List<String> gaps) {
    public AccessPicture {
        databases = List.copyOf(databases);
        clients = List.copyOf(clients);
        gaps = List.copyOf(gaps);
    }

    /// What a file of rules alone says; without a server nothing is known but its own names.
    ///
    /// @param asked whose role has to be in it
    public static AccessPicture offline(RuleSet rules, Optional<Client> asked) {
        return OfflineRoles.picture(rules, asked);
    }

    /// The same server with other rules.
    public AccessPicture with(RuleSet rules) {
        AccessSimulator other = new AccessSimulator(rules, simulator.roles(), simulator.interfaces());
        return new AccessPicture(other, credentials, databases, tls, clients, gaps);
    }

    /// The same server with other passwords or maps.
    public AccessPicture with(Credentials other) {
        return new AccessPicture(simulator, other, databases, tls, clients, gaps);
    }

    /// Who can log in from where, by which line; the places are those of these rules and of the other ones.
    public List<AccessRow> rows(AccessPicture... others) {
        List<AccessSimulator> all = new ArrayList<>(List.of(simulator));
        List.of(others).forEach(other -> all.add(other.simulator));
        List<OriginClass> places = AccessTable.places(all.toArray(AccessSimulator[]::new));
        return AccessTable.of(simulator, databases, places).rows().stream()
                .filter(row -> tls || row.encryption() != AccessRow.Encryption.TLS)
                .toList();
    }

    /// How many roles may log in at all.
    public int loginRoles() {
        return (int) simulator.roles().all().stream().filter(Role::login).count();
    }

    /// Whether a client gets in, by these rules and what it has to show.
    public Admission admit(Client client) {
        return credentials.admit(client, simulator.decide(client.login()));
    }

    /// What the change from these rules to others means for the known clients.
    public Impact impact(AccessPicture after) {
        return Impact.of(simulator, credentials, after.simulator, after.credentials, clients, gaps);
    }
}
