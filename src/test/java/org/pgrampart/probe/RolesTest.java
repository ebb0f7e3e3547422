package org.pgrampart.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.format.IpAddress;
import org.pgrampart.model.Secret;

class RolesTest {
    private static final Roles ROLES = Roles.of(
            List.of(Role.login("alice"), Role.group("staff"), Role.group("dba"), Role.login("bob")),
            List.of(
                    Roles.Membership.of("alice", "staff"),
                    Roles.Membership.of("staff", "dba"),
                    Roles.Membership.of("dba", "pg_read_server_files")),
            Map.of("alice", Role.Verifier.MD5, "bob", Role.Verifier.SCRAM));

    @Test
    void membershipGoesOverAnyNumberOfGrants() {
        assertEquals(Set.of("alice", "staff", "dba", "pg_read_server_files"), ROLES.groups("alice"));
        assertEquals(
                List.of("alice", "staff", "dba"),
                ROLES.reach("alice").get("pg_read_server_files").stream()
                        .map(Roles.Membership::member)
                        .toList());
        assertEquals(Set.of("bob"), ROLES.groups("bob"));
    }

    @Test
    void aRoleReachedInACircleEndsTheSearch() {
        Roles circle = Roles.of(
                List.of(Role.group("a"), Role.group("b")),
                List.of(Roles.Membership.of("a", "b"), Roles.Membership.of("b", "a")),
                Map.of());
        assertEquals(Set.of("a", "b"), circle.groups("a"));
    }

    @Test
    void storedVerifiersNeverPrintThemselves() {
        Verifiers verifiers =
                new Verifiers(List.of(new Verifiers.Stored("app", Secret.of("md5abcdef0123456789"))), Set.of());
        assertFalse(verifiers.toString().contains("md5"), verifiers.toString());
    }

    @Test
    void rulesKnowTheirPlaceAndNameThemselvesByTheirText() {
        HbaRules rules = HbaRules.of("# comment\nhost  all\tall 0.0.0.0/0   md5\n");
        assertEquals("pg_hba.conf:2", rules.rules().getFirst().place());
        assertEquals(
                "pg_hba.conf:host all all 0.0.0.0/0 md5",
                rules.rules().getFirst().subject().stable());
        assertTrue(rules.editable(rules.rules().getFirst()).isPresent());
    }

    @Test
    void onlyAddressesTheInternetCouldRouteToArePublic() {
        assertTrue(HostAddresses.isPublic(IpAddress.parse("203.0.113.7").orElseThrow()));
        assertTrue(HostAddresses.isPublic(IpAddress.parse("2a01:4f8::1").orElseThrow()));
        for (String own : List.of("10.1.2.3", "172.31.0.1", "192.168.1.1", "127.0.0.1", "fe80::1", "fd00::1", "::1")) {
            assertFalse(HostAddresses.isPublic(IpAddress.parse(own).orElseThrow()), own);
        }
        assertFalse(HostAddresses.isPublic(IpAddress.parse("0.0.0.0").orElseThrow()));
        assertFalse(HostAddresses.isPublic(IpAddress.parse("::").orElseThrow()));
    }
}
