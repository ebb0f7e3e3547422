package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.AccessSimulator;
import org.pgrampart.access.Client;
import org.pgrampart.access.Client.Source;
import org.pgrampart.access.Credentials;
import org.pgrampart.access.IdentMaps;
import org.pgrampart.access.Impact;
import org.pgrampart.access.Login;
import org.pgrampart.access.Origin;
import org.pgrampart.access.Role;
import org.pgrampart.access.Roles;
import org.pgrampart.access.Verifier;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.RevokeRole;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.IpAddress;
import org.pgrampart.model.Secret;
import org.pgrampart.probe.RuleFiles;
import org.pgrampart.probe.WhoLogsIn;
import org.pgrampart.reading.Server;

class AccessGuardTest {
    private static final String HBA = "/etc/postgresql/16/main/pg_hba.conf";
    private static final Roles ROLES = new Roles(List.of(
            new Role("postgres", true, true, List.of()),
            new Role("boss", true, true, List.of()),
            new Role("app", false, true, List.of("web")),
            new Role("web", false, false, List.of()),
            new Role("old", false, true, List.of()),
            new Role("standby", false, true, List.of()),
            new Role("nagios", false, true, List.of("pg_monitor"))));
    private static final Map<String, Verifier> VERIFIERS = Map.of(
            "postgres", Verifier.NONE,
            "boss", Verifier.SCRAM,
            "app", Verifier.SCRAM,
            "old", Verifier.MD5,
            "standby", Verifier.SCRAM,
            "nagios", Verifier.MD5);

    private static final Client SELF =
            network("boss", "postgres", "10.0.0.9", true).lifeline("this very login");
    private static final Client APP = network("app", "shop", "10.0.1.5", false);
    private static final Client OLD = network("old", "shop", "10.0.1.6", false);
    private static final Client STANDBY = Client.of(
                    Login.replication("standby", Origin.network(address("10.0.2.2"), true)), Source.CONNECTED)
            .lifeline("replication");
    private static final Client MONITOR =
            network("nagios", "postgres", "10.0.3.3", false).lifeline("monitoring");

    private static final String OPEN = """
            local all postgres peer
            local all all md5
            host all all 10.0.0.0/8 md5
            host replication standby 10.0.2.2/32 md5
            """;

    private static Client network(String role, String database, String from, boolean tls) {
        return Client.of(Login.network(role, database, address(from), tls), Source.CONNECTED);
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static AccessGuard guard(String hba, Client... clients) {
        return guard(Map.of(HBA, hba), clients);
    }

    private static AccessGuard guard(Map<String, String> texts, Client... clients) {
        Map<String, byte[]> files = new HashMap<>();
        texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        RuleFiles rules = new RuleFiles(HBA, files, 16);
        Credentials credentials = new Credentials(ROLES, Optional.of(VERIFIERS), IdentMaps.of(List.of(), 16));
        AccessPicture picture = new AccessPicture(
                new AccessSimulator(rules.rules(), ROLES, Optional.empty()),
                credentials,
                List.of("postgres", "shop"),
                true,
                List.of(clients),
                List.of());
        Client rescue =
                Client.of(Login.local("postgres", "postgres"), Source.RESCUE).account("postgres");
        Client other = Client.of(Login.local("boss", "postgres"), Source.RESCUE).account("postgres");
        return new AccessGuard(
                server(),
                Optional.of(new WhoLogsIn(picture, List.of(rescue, other))),
                Optional.of(rules),
                List.of("postgres", "boss"));
    }

    private static Server server() {
        return new Server(
                160_004,
                "16.4",
                "boss",
                true,
                false,
                "db1",
                List.of("jdbc", "local", "root"),
                Optional.empty(),
                false,
                List.of("postgres", "shop"),
                Map.of("PGHBA", HBA, "PGIDENT", "/etc/postgresql/16/main/pg_ident.conf"));
    }

    /// Gives the file this content, whatever it was before.
    private static Optional<String> refusal(AccessGuard guard, String before, String after) {
        HbaFile file = HbaFile.parse(before.getBytes(StandardCharsets.UTF_8), 16);
        Change edit = HbaEdit.first(HBA, file, "local all all reject");
        FileContent ready = new FileContent(
                HBA,
                Optional.of(Content.of(before)),
                Optional.of(Content.of(after)),
                Optional.empty(),
                Optional.empty(),
                org.pgrampart.reading.Command.Place.SERVER,
                edit.effect(),
                edit.hazard(),
                "a new pg_hba.conf");
        return guard.refuses(edit, ready);
    }

    private static void refused(String by, Optional<String> refusal) {
        assertTrue(refusal.isPresent(), "it was not refused");
        assertTrue(refusal.get().contains(by), refusal.get());
    }

    @Test
    void thisVeryLoginIsALifeline() {
        refused(
                "shut out this very login (role boss, database postgres, from 10.0.0.9 with TLS: no line matches)",
                refusal(guard(OPEN, SELF), OPEN, OPEN.replace("10.0.0.0/8", "10.0.1.0/24")));
    }

    @Test
    void replicationIsALifeline() {
        refused(
                "shut out replication",
                refusal(guard(OPEN, SELF, STANDBY), OPEN, OPEN.replace("host replication", "host all")));
        refused(
                "shut out replication",
                refusal(
                        guard(OPEN, SELF, STANDBY),
                        OPEN,
                        "hostssl all standby all reject\nhostssl replication all all" + " reject\n" + OPEN));
    }

    @Test
    void monitoringWithAnMd5VerifierIsALifelineOfAScramRule() {
        refused(
                "shut out monitoring (role nagios, database postgres, from 10.0.3.3 without TLS: the MD5 verifier of"
                        + " nagios does not fit scram-sha-256 at pg_hba.conf:3)",
                refusal(guard(OPEN, SELF, MONITOR), OPEN, OPEN.replace("10.0.0.0/8 md5", "10.0.0.0/8 scram-sha-256")));
    }

    @Test
    void someSuperuserHasToGetInByTheSocket() {
        refused(
                "No superuser could log in by the local socket",
                refusal(
                        guard(OPEN, SELF),
                        OPEN,
                        OPEN.replace("local all all md5", "local all all reject")
                                .replace("local all postgres peer", "local all postgres md5")));
        // the other one still can, with its password
        assertEquals(
                Optional.empty(),
                refusal(guard(OPEN, SELF), OPEN, OPEN.replace("local all postgres peer", "local all postgres md5")));
    }

    @Test
    void rulesThatDoNotLoadAreRefused() {
        refused("could not load the new rules", refusal(guard(OPEN, SELF), OPEN, OPEN + "host all all nonsense\n"));
        refused("could not load the new rules", refusal(guard(OPEN, SELF), OPEN, "# nothing\n"));
    }

    @Test
    void otherClientsLoseAccessInAllOpenness() {
        AccessGuard guard = guard(OPEN, SELF, APP, OLD);
        String after = OPEN.replace(
                "host all all 10.0.0.0/8 md5",
                "hostssl all all 10.0.0.0/8 md5\n" + "host all old 10.0.1.0/24 scram-sha-256");
        assertEquals(Optional.empty(), refusal(guard, OPEN, after));
        Impact impact = guard.planned().orElseThrow().impact();
        assertEquals("1 of 3 connected clients keeps working. 2 would be refused.", impact.sentence());
        assertEquals("""
                Would be refused:
                  role app, database shop, from 10.0.1.5 without TLS: today md5 (pg_hba.conf:3), then no line matches
                  role old, database shop, from 10.0.1.6 without TLS: today md5 (pg_hba.conf:3), then scram-sha-256 \
                (pg_hba.conf:4) (the MD5 verifier of old does not fit scram-sha-256 at pg_hba.conf:4)
                """, impact.text());
    }

    @Test
    void whatEarlierChangesOfThePlanDoCounts() {
        AccessGuard guard = guard(OPEN, SELF, OLD);
        assertEquals(
                Optional.empty(),
                guard.refuses(
                        new SetVerifier("old", Optional.of(Secret.of("SCRAM-SHA-256$4096:c2FsdA==$a:b"))),
                        new SetVerifier("old", Optional.empty())));
        assertEquals(Optional.empty(), refusal(guard, OPEN, OPEN.replace("8 md5", "8 scram-sha-256")));
        assertTrue(guard.planned()
                .orElseThrow()
                .impact()
                .having(Impact.Kind.REFUSED)
                .isEmpty());
    }

    @Test
    void aRefusedChangeLeavesNoTrace() {
        AccessGuard guard = guard(OPEN, SELF, APP);
        refusal(guard, OPEN, "local all all peer\n");
        assertEquals(Optional.empty(), refusal(guard, OPEN, OPEN + "# a note\n"));
        assertEquals(
                "Every client that is connected or known keeps working.\n",
                guard.planned().orElseThrow().impact().text());
    }

    @Test
    void rolesOfLifelinesKeepTheirLogin() {
        AccessGuard guard = guard(OPEN, SELF, STANDBY);
        Change gone = AlterRole.without("standby", AlterRole.Attribute.LOGIN);
        refused("shut out replication", guard.refuses(gone, gone));
        Change own = AlterRole.without("boss", AlterRole.Attribute.SUPERUSER);
        refused("This session is logged in as boss", guard.refuses(own, own));
    }

    @Test
    void theLastSuperuserStays() {
        AccessGuard guard = new AccessGuard(server(), Optional.empty(), Optional.empty(), List.of("postgres"));
        Change gone = AlterRole.without("postgres", AlterRole.Attribute.SUPERUSER);
        refused("last superuser", guard.refuses(gone, gone));
    }

    @Test
    void aGroupOfARuleIsMissedWhenItIsLeft() {
        String hba = "local all all peer\nhostssl all boss all md5\nhost shop +web 10.0.0.0/8 md5\n";
        AccessGuard guard = guard(hba, SELF, APP);
        Change leave = RevokeRole.of("web", "app");
        assertEquals(Optional.empty(), guard.refuses(leave, leave));
        assertEquals(
                1,
                guard.planned()
                        .orElseThrow()
                        .impact()
                        .having(Impact.Kind.REFUSED)
                        .size());
    }

    @Test
    void rulesInIncludedFilesArePartOfIt() {
        String extra = "/etc/postgresql/16/main/more.conf";
        String hba = "local all all peer\ninclude more.conf\n";
        Map<String, String> files = Map.of(HBA, hba, extra, "hostssl all boss all md5\n");
        refused("shut out this very login", refusal(guard(files, SELF), hba, "local all all peer\n"));
        assertEquals(Optional.empty(), refusal(guard(files, SELF), hba, hba + "# a note\n"));
    }
}
