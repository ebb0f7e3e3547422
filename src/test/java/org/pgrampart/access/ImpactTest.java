package org.pgrampart.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.access.Client.Source;
import org.pgrampart.access.Impact.Kind;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.IdentFile;
import org.pgrampart.format.IpAddress;

class ImpactTest {
    private static final Roles ROLES = new Roles(List.of(
            new Role("app", false, true, List.of()),
            new Role("old", false, true, List.of()),
            new Role("bare", false, true, List.of()),
            new Role("late", false, true, List.of())));

    private static AccessSimulator rules(String hba) {
        HbaFile file = HbaFile.parse(hba.getBytes(StandardCharsets.UTF_8));
        return new AccessSimulator(RuleSet.of(file), ROLES, Optional.empty());
    }

    private static Credentials credentials(String ident) {
        return new Credentials(
                ROLES,
                Optional.of(Map.of(
                        "app", Verifier.SCRAM,
                        "old", Verifier.MD5,
                        "bare", Verifier.NONE,
                        "late", Verifier.EXPIRED)),
                IdentMaps.of(
                        IdentFile.parse(ident.getBytes(StandardCharsets.UTF_8)).rules(), 18));
    }

    private static Kind kind(String before, String after, Client client) {
        Credentials credentials = credentials("m www app\nm /^(.*)@corp$ \\1\nm boss +app\n");
        return Impact.of(rules(before), credentials, rules(after), credentials, List.of(client), List.of())
                .rows()
                .getFirst()
                .kind();
    }

    private static Client network(String role, boolean tls) {
        return Client.of(Login.network(role, "shop", IpAddress.parse("10.0.0.7").orElseThrow(), tls), Source.CONNECTED);
    }

    private static Client local(String role) {
        return Client.of(Login.local(role, "shop"), Source.CONNECTED);
    }

    @Test
    void apasswordRuleShutsOutWhoHasNoneThatFits() {
        String trust = "host all all all trust\n";
        String scram = "host all all all scram-sha-256\n";
        assertEquals(Kind.OTHER_METHOD, kind(trust, scram, network("app", true)));
        assertEquals(Kind.REFUSED, kind(trust, scram, network("old", true)));
        assertEquals(Kind.REFUSED, kind(trust, scram, network("bare", true)));
        assertEquals(Kind.REFUSED, kind(trust, scram, network("late", true)));
        String md5 = "host all all all md5\n";
        assertEquals(Kind.REFUSED, kind(md5, scram, network("old", true)));
        assertEquals(Kind.OTHER_METHOD, kind(trust, md5, network("old", true)));
        assertEquals(Kind.STAYS_OUT, kind(md5, scram, network("bare", true)));
        assertEquals(Kind.GAINS, kind(md5, trust, network("bare", true)));
    }

    @Test
    void theSameDemandOnAnotherLineIsNoChange() {
        assertEquals(
                Kind.KEEPS,
                kind("host all all all md5\n", "# new\n\nhost shop app 10.0.0.0/8 md5\n", network("app", true)));
        assertEquals(
                Kind.KEEPS,
                kind(
                        "host all all all ldap ldapserver=a ldapprefix=x\n",
                        "host all all all ldap ldapserver=a ldapprefix=x\n",
                        network("app", true)));
        assertEquals(
                Kind.UNSURE,
                kind(
                        "host all all all trust\n",
                        "host all all all ldap ldapserver=a ldapprefix=x\n",
                        network("app", true)));
    }

    @Test
    void aCertificateThatIsWantedHasToBeShown() {
        String wants = "hostssl all all all scram-sha-256 clientcert=verify-full\n";
        String plain = "hostssl all all all scram-sha-256\n";
        assertEquals(Kind.REFUSED, kind(plain, wants, network("app", true).certificate(false)));
        assertEquals(Kind.OTHER_METHOD, kind(plain, wants, network("app", true).certificate(true)));
        assertEquals(Kind.OTHER_METHOD, kind(wants, plain, network("app", true).certificate(true)));
    }

    @Test
    void theSocketAsksForAnAccountThatMayBecomeTheRole() {
        String trust = "local all all trust\n";
        String peer = "local all all peer\n";
        String mapped = "local all all peer map=m\n";
        assertEquals(Kind.UNSURE, kind(trust, peer, local("app")));
        assertEquals(Kind.OTHER_METHOD, kind(trust, peer, local("app").account("app")));
        assertEquals(Kind.REFUSED, kind(trust, peer, local("app").account("www")));
        assertEquals(Kind.OTHER_METHOD, kind(trust, mapped, local("app").account("www")));
        assertEquals(Kind.OTHER_METHOD, kind(trust, mapped, local("old").account("old@corp")));
        assertEquals(Kind.OTHER_METHOD, kind(trust, mapped, local("app").account("boss")));
        assertEquals(Kind.REFUSED, kind(trust, mapped, local("old").account("boss")));
        assertEquals(Kind.KEEPS, kind(peer, peer, local("app")));
    }

    @Test
    void theSentenceCountsAndTheTextNamesOnlyThoseAffected() {
        Credentials credentials = credentials("");
        Impact impact = Impact.of(
                rules("host all all all md5\n"),
                credentials,
                rules("hostssl all all all md5\n"),
                credentials,
                List.of(network("app", true), network("app", false), network("old", true)),
                List.of("The log could not be read."));
        assertEquals("2 of 3 connected clients keep working. 1 would be refused.", impact.sentence());
        assertEquals("""
                Would be refused:
                  role app, database shop, from 10.0.0.7 without TLS: today md5 (pg_hba.conf:1), then no line matches
                The log could not be read.
                """, impact.text());
    }
}
