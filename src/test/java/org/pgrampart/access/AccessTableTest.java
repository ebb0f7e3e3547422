package org.pgrampart.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.format.HbaFile;

class AccessTableTest {
    private static AccessSimulator simulator(String hba, List<Role> roles) {
        HbaFile file = HbaFile.parse(hba.getBytes(StandardCharsets.UTF_8));
        return new AccessSimulator(RuleSet.of(file), new Roles(roles), Optional.empty());
    }

    private static Role role(String name, String... memberOf) {
        return new Role(name, false, true, List.of(memberOf));
    }

    @Test
    void rolesAndDatabasesThatFareAlikeShareARow() {
        AccessTable table = AccessTable.of(
                simulator(
                        "local all a,b peer\nhostssl x all 10.0.0.0/8 md5\n", List.of(role("a"), role("b"), role("c"))),
                List.of("x", "y"));
        List<AccessRow> open = table.open();
        assertEquals(2, open.size());
        assertEquals(List.of("a", "b"), open.getFirst().roles());
        assertEquals(List.of("x", "y"), open.getFirst().databases());
        AccessRow remote = open.getLast();
        assertEquals(List.of("x"), remote.databases());
        assertEquals(List.of("a", "b", "c"), remote.roles());
        assertEquals("10.0.0.0/8", remote.origin().label());
        assertEquals(AccessRow.Encryption.TLS, remote.encryption());
    }

    @Test
    void aNarrowerRangeInsideAWiderOneIsAPlaceOfItsOwn() {
        AccessTable table = AccessTable.of(
                simulator("host all all 10.1.0.0/16 reject\nhost all all 10.0.0.0/8 md5\n", List.of(role("a"))),
                List.of("x"));
        assertEquals(
                List.of("10.0.0.0/8"),
                table.open().stream().map(row -> row.origin().label()).toList());
        assertTrue(table.origins().stream().anyMatch(place -> place.label().equals("10.1.0.0/16")));
    }

    @Test
    void everyRowAgreesWithTheSimulator() {
        String hba = """
                local sameuser all peer
                local samerole all md5
                hostnossl all +g 10.0.0.0/8 reject
                host /^x all db.example.org trust
                hostssl all,replication all 0.0.0.0/0 scram-sha-256
                host y b ::/0 md5
                """;
        List<Role> roles = List.of(role("a", "g"), role("b"), role("g"), role("x"));
        AccessSimulator simulator = simulator(hba, roles);
        AccessTable table = AccessTable.of(simulator, List.of("a", "b", "g", "x", "y"));
        int checked = 0;
        for (AccessRow row : table.rows()) {
            Origin sample = row.origin().sample();
            for (boolean tls : new boolean[] {true, false}) {
                if (row.encryption() == AccessRow.Encryption.TLS && !tls
                        || row.encryption() == AccessRow.Encryption.PLAIN && tls
                        || row.encryption() == AccessRow.Encryption.NONE && tls) {
                    continue;
                }
                Origin origin = new Origin(sample.address(), sample.hostName(), tls, false);
                for (String role : row.roles()) {
                    for (String database : row.replication() ? List.of("") : row.databases()) {
                        Login login = new Login(role, database, origin, row.replication());
                        assertEquals(row.decision(), simulator.decide(login), login.toString());
                        checked++;
                    }
                }
            }
        }
        assertEquals(4 * 6 * (2 * table.origins().size() - 1), checked);
    }

    @Test
    void aThousandRolesAndRulesTakeLittleTime() {
        List<Role> roles = new ArrayList<>();
        StringBuilder hba = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            roles.add(role("r" + i));
            hba.append("host d%d r%d 10.%d.%d.0/24 md5\n".formatted(i % 20, i % 10, i / 250, i % 250));
        }
        AccessSimulator simulator = simulator(hba.toString(), roles);
        List<String> databases = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            databases.add("d" + i);
        }
        assertTimeout(Duration.ofSeconds(20), () -> AccessTable.of(simulator, databases));
    }
}
