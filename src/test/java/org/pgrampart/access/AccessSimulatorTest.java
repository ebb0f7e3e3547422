package org.pgrampart.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;

class AccessSimulatorTest {
    private static final Roles ROLES = new Roles(List.of(
            new Role("postgres", true, true, List.of()),
            new Role("app", false, true, List.of("devs")),
            new Role("deep", false, true, List.of("app")),
            new Role("all", false, true, List.of()),
            new Role("devs", false, false, List.of())));

    private static AccessSimulator simulator(String hba) {
        HbaFile file = HbaFile.parse(hba.getBytes(StandardCharsets.UTF_8));
        return new AccessSimulator(RuleSet.of(file), ROLES, Optional.empty());
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static Decision local(String hba, String role, String database) {
        return simulator(hba).decide(Login.local(role, database));
    }

    private static Decision from(String hba, String address, boolean tls) {
        return simulator(hba).decide(Login.network("app", "shop", ip(address), tls));
    }

    @Test
    void theFirstMatchingLineDecides() {
        String hba = "host all app 10.0.0.0/8 reject\nhost all all all md5\n";
        assertEquals(Verdict.REJECTED, from(hba, "10.1.1.1", false).verdict());
        Decision other = from(hba, "11.1.1.1", false);
        assertEquals("md5", other.method());
        assertEquals("pg_hba.conf:2", other.rule().orElseThrow().place());
        assertEquals(Verdict.NO_RULE, local(hba, "app", "shop").verdict());
    }

    @Test
    void tlsAndPlainSessionsSeeTheirOwnLines() {
        String hba = "hostnossl all all all reject\nhostssl all all all scram-sha-256\n";
        assertEquals(Verdict.REJECTED, from(hba, "10.1.1.1", false).verdict());
        assertEquals("scram-sha-256", from(hba, "10.1.1.1", true).method());
    }

    @Test
    void aGroupHoldsItsMembersAndTheirMembersButNoSuperuserByRightAlone() {
        String hba = "local all +devs peer\n";
        assertTrue(local(hba, "app", "shop").admits());
        assertTrue(local(hba, "deep", "shop").admits());
        assertTrue(local(hba, "devs", "shop").admits());
        assertEquals(Verdict.NO_RULE, local(hba, "postgres", "shop").verdict());
        assertEquals(
                Verdict.NO_RULE,
                local("local all \"+devs\" peer\n", "app", "shop").verdict());
    }

    @Test
    void aQuotedKeywordMatchesOnlyItsName() {
        assertEquals(
                Verdict.NO_RULE,
                local("local all \"all\" peer\n", "app", "shop").verdict());
        assertTrue(local("local all \"all\" peer\n", "all", "shop").admits());
    }

    @Test
    void sameUserAndSameRoleCompareRoleAndDatabase() {
        assertTrue(local("local sameuser all peer\n", "app", "app").admits());
        assertFalse(local("local sameuser all peer\n", "app", "devs").admits());
        assertTrue(local("local samerole all peer\n", "app", "devs").admits());
        assertFalse(local("local samerole all peer\n", "postgres", "devs").admits());
    }

    @Test
    void replicationNeedsItsKeyword() {
        AccessSimulator keyword = simulator("local replication all peer\n");
        AccessSimulator all = simulator("local all all peer\n");
        Login stream = Login.replication("app", Origin.LOCAL_SOCKET);
        assertTrue(keyword.decide(stream).admits());
        assertFalse(all.decide(stream).admits());
        assertFalse(keyword.decide(Login.local("app", "replication")).admits());
        assertTrue(simulator("local \"replication\" all peer\n")
                .decide(Login.local("app", "replication"))
                .admits());
    }

    @Test
    void everyFormOfAddressIsUnderstood() {
        assertTrue(from("host all all 10.0.0.7 255.0.0.255 md5\n", "10.9.9.7", false)
                .admits());
        assertFalse(from("host all all 10.0.0.7 255.0.0.255 md5\n", "10.9.9.8", false)
                .admits());
        assertTrue(
                from("host all all 10.0.0.0/8 md5\n", "::ffff:10.1.1.1", false).admits());
        assertFalse(from("host all all 0.0.0.0/0 md5\n", "2001:db8::1", false).admits());
        assertTrue(from("host all all ::/0 md5\n", "2001:db8::1", false).admits());
        assertTrue(from("host all all samehost md5\n", "127.0.0.1", false).admits());
    }

    @Test
    void whatIsNotKnownIsSaidUnlessItMakesNoDifference() {
        Decision decision = from("host all all db.example.org md5\n", "10.1.1.1", false);
        assertEquals(Verdict.DEPENDS, decision.verdict());
        assertTrue(decision.because().contains("db.example.org"));
        assertTrue(decision.mayAdmit());
        assertEquals(
                Verdict.DEPENDS,
                from("host all all samenet md5\n", "10.1.1.1", false).verdict());
        assertEquals(
                Verdict.NO_RULE,
                from("host all all db.example.org reject\n", "10.1.1.1", false).verdict());
        assertTrue(from("host all all .example.org md5\nhost all all all md5\n", "10.1.1.1", false)
                .admits());
        AccessSimulator named = simulator("host all all .example.org md5\n");
        Login login =
                new Login("app", "shop", Origin.network(ip("10.1.1.1"), false).named("DB.Example.ORG"), false);
        assertTrue(named.decide(login).admits());
    }

    @Test
    void theServersOwnNetworksDecideSamenet() {
        HbaFile file = HbaFile.parse("host all all samenet md5\n".getBytes(StandardCharsets.UTF_8));
        AccessSimulator simulator = new AccessSimulator(
                RuleSet.of(file),
                ROLES,
                Optional.of(List.of(IpRange.parse("192.168.7.2/24").orElseThrow())));
        assertTrue(simulator
                .decide(Login.network("app", "x", ip("192.168.7.99"), false))
                .admits());
        assertFalse(simulator
                .decide(Login.network("app", "x", ip("192.168.8.99"), false))
                .admits());
    }

    @Test
    void expressionsMatchAnywhereUnlessAnchored() {
        assertTrue(local("local /^sh.p$ all peer\n", "app", "shop").admits());
        assertTrue(local("local /ho all peer\n", "app", "shop").admits());
        assertFalse(local("local /^ho all peer\n", "app", "shop").admits());
        assertTrue(
                local("local \"/^[[:alpha:]]{4}$\" all peer\n", "app", "shop").admits());
        assertEquals(
                Verdict.DEPENDS,
                local("local /\\mshop all peer\n", "app", "shop").verdict());
    }

    @Test
    void anExpressionMadeToTakeForEverDoesNot() {
        String name = "a".repeat(60) + "b";
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String expression : List.of("(a+)+$", "(a|aa)+$", "^(a*a*)*$", "^(a?){60}a{60}$", "(.*a){30}$")) {
                assertFalse(
                        local("local \"/" + expression + "\" all peer\n", "app", name)
                                .admits(),
                        expression);
            }
        });
    }

    @Test
    void includesAndListsStandInTheirPlace() {
        Map<String, byte[]> files = Map.of(
                "/etc/pg/pg_hba.conf", bytes("include_dir hba.d\nlocal @names all peer\nlocal all all reject\n"),
                "/etc/pg/hba.d/20.conf", bytes("local all app trust\n"),
                "/etc/pg/hba.d/10.conf", bytes("local all app md5\n"),
                "/etc/pg/hba.d/note.txt", bytes("rubbish\n"),
                "/etc/pg/names", bytes("a, b\nshop # list\n"));
        RuleSet rules = RuleSet.read("/etc/pg/pg_hba.conf", files, 16);
        assertEquals(List.of(), rules.problems());
        AccessSimulator simulator = new AccessSimulator(rules, ROLES, Optional.empty());
        assertEquals(
                "/etc/pg/hba.d/10.conf:1",
                simulator.decide(Login.local("app", "x")).rule().orElseThrow().place());
        assertEquals("peer", simulator.decide(Login.local("deep", "shop")).method());
        assertEquals(
                Verdict.REJECTED, simulator.decide(Login.local("deep", "other")).verdict());
    }

    @Test
    void rulesThatDoNotLoadDecideNothing() {
        assertEquals(
                Verdict.DEPENDS,
                local("local all all peer\nrubbish\n", "app", "shop").verdict());
        assertEquals(Verdict.DEPENDS, local("# nothing\n", "app", "shop").verdict());
        assertEquals(
                Verdict.DEPENDS,
                local("include missing.conf\nlocal all all peer\n", "app", "shop")
                        .verdict());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
