package org.pgrampart.ui;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.AccessSimulator;
import org.pgrampart.access.Client;
import org.pgrampart.access.Client.Source;
import org.pgrampart.access.Credentials;
import org.pgrampart.access.IdentMaps;
import org.pgrampart.access.Login;
import org.pgrampart.access.Origin;
import org.pgrampart.access.Role;
import org.pgrampart.access.Roles;
import org.pgrampart.access.RuleSet;
import org.pgrampart.access.Verifier;
import org.pgrampart.format.IpAddress;
import org.pgrampart.plan.PlannedAccess;

/// A shop's login rules, weak and mended, with its clients.
final class AccessSamples {
    static final String WEAK = """
            local   all          postgres                 peer
            local   all          all                      md5
            host    all          all       127.0.0.1/32   md5
            host    all          all       0.0.0.0/0      trust
            host    replication  standby   10.2.0.7/32    scram-sha-256
            hostssl reports      +analysts .office.example.org  scram-sha-256
            """;
    static final String MENDED = WEAK.replace(
            "host    all          all       0.0.0.0/0      trust",
            "hostssl all          all       10.2.0.0/24    scram-sha-256");

    private static final String PATH = "/etc/postgresql/18/main/pg_hba.conf";
    private static final Roles ROLES = new Roles(List.of(
            new Role("analysts", false, false, List.of()),
            new Role("kim", false, true, List.of("analysts")),
            new Role("nagios", false, true, List.of()),
            new Role("postgres", true, true, List.of()),
            new Role("reporting", false, true, List.of("analysts")),
            new Role("shop_app", false, true, List.of()),
            new Role("shop_migrator", false, true, List.of()),
            new Role("standby", false, true, List.of())));

    private AccessSamples() {}

    static AccessPicture picture(String hba, List<String> gaps) {
        RuleSet rules = RuleSet.read(PATH, Map.of(PATH, hba.getBytes(StandardCharsets.UTF_8)), 18);
        List<Client> clients = new ArrayList<>(List.of(
                client("postgres", "postgres", "10.2.0.3", true).lifeline("this very login"),
                client("shop_app", "shop", "10.2.0.9", true).application("gunicorn"),
                client("shop_app", "shop", "10.2.0.10", true).application("gunicorn"),
                client("shop_app", "shop", "10.2.0.11", false).application("celery"),
                client("reporting", "reports", "192.0.2.44", true).application("metabase"),
                client("nagios", "postgres", "127.0.0.1", false),
                Client.of(
                                Login.replication(
                                        "standby",
                                        Origin.network(
                                                IpAddress.parse("10.2.0.7").orElseThrow(), true)),
                                Source.CONNECTED)
                        .lifeline("replication"),
                Client.of(Login.local("shop_migrator", "shop"), Source.LOG)));
        clients.replaceAll(client -> client.certificate(false));
        return new AccessPicture(
                new AccessSimulator(rules, ROLES, Optional.empty()),
                new Credentials(
                        ROLES,
                        Optional.of(Map.of(
                                "kim", Verifier.SCRAM,
                                "nagios", Verifier.MD5,
                                "postgres", Verifier.SCRAM,
                                "reporting", Verifier.SCRAM,
                                "shop_app", Verifier.SCRAM,
                                "shop_migrator", Verifier.SCRAM,
                                "standby", Verifier.SCRAM)),
                        IdentMaps.of(List.of(), 18)),
                List.of("postgres", "reports", "shop"),
                true,
                clients,
                gaps);
    }

    private static Client client(String role, String database, String from, boolean tls) {
        return Client.of(Login.network(role, database, IpAddress.parse(from).orElseThrow(), tls), Source.CONNECTED);
    }

    static PlannedAccess planned() {
        AccessPicture before = picture(WEAK, List.of());
        AccessPicture after = picture(MENDED, List.of());
        return new PlannedAccess(before, after, before.impact(after));
    }
}
