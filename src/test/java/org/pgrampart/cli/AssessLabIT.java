package org.pgrampart.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.lab.LabServer;
import tools.jackson.databind.JsonNode;

/// Assessments of a whole Debian server, by every way of reaching it, as a script would ask for them.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AssessLabIT {
    /// A first assessment has no earlier one to compare with, and a container does not show the disk below it.
    private static final Set<String> UNKNOWN_AT_FIRST = Set.of("AUD-01", "AUD-02", "ENC-01");

    private static LabServer server;

    @TempDir
    Path home;

    @BeforeAll
    static void boot() {
        server = LabServer.boot("assess15");
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void bySuperuserAndRootEveryCheckIsJudged() {
        Console.Said said = assess("admin", LabServer.ADMIN_PASSWORD, ssh("nopass", "--django", "/srv/shop"));
        assertEquals(0, said.status(), said.err());
        everyCheckIsThere(said);
        assertEquals(UNKNOWN_AT_FIRST, unknowns(said).keySet(), unknowns(said).toString());
        assertEquals(
                "[\"jdbc\",\"ssh\",\"sudo\"]",
                said.json().path("target").path("via").toString());
        assertTrue(said.json().path("target").path("os").asString().startsWith("Debian GNU/Linux 12"), said.out());
        few(said);
        clean(said);
    }

    @Test
    void byRootItselfNoSudoIsNeeded() {
        Console.Said said = assess("admin", LabServer.ADMIN_PASSWORD, ssh("root"));
        assertEquals(0, said.status(), said.err());
        assertEquals(
                "[\"jdbc\",\"ssh\",\"root\"]",
                said.json().path("target").path("via").toString());
        few(said);
    }

    @Test
    void withThePasswordOfSudoEverythingIsSeenToo() {
        List<String> options = new ArrayList<>(ssh("askpass", "--django", "/srv/shop", "--sudo", "ask"));
        Console.Said said = run(
                new Console(home)
                        .typed("db=" + LabServer.ADMIN_PASSWORD + "\nsudo=" + LabServer.ASKPASS_PASSWORD + "\n"),
                "admin",
                options,
                "--secrets-stdin");
        assertEquals(0, said.status(), said.err());
        assertEquals(UNKNOWN_AT_FIRST, unknowns(said).keySet(), unknowns(said).toString());
        few(said);
        clean(said);
    }

    @Test
    void withoutSudoWhatIsMissingIsNamed() {
        Console.Said said = assess("admin", LabServer.ADMIN_PASSWORD, ssh("plain"));
        assertEquals(0, said.status(), said.err());
        everyCheckIsThere(said);
        everyUnknownNamesWhatItNeeds(said);
        few(said);
    }

    @Test
    void aRoleThatMayOnlyLogInGetsNoError() {
        Console.Said said = assess("onlylogin", LabServer.ONLYLOGIN_PASSWORD, ssh("nopass"));
        assertEquals(0, said.status(), said.err());
        everyCheckIsThere(said);
        everyUnknownNamesWhatItNeeds(said);
        assertFalse(unknowns(said).isEmpty(), "a role without rights saw everything");
        few(said);
    }

    @Test
    void byTheDatabaseAloneTheHostIsUnknown() {
        Console.Said said = assess("admin", LabServer.ADMIN_PASSWORD, List.of());
        assertEquals(0, said.status(), said.err());
        everyCheckIsThere(said);
        everyUnknownNamesWhatItNeeds(said);
        assertEquals("[\"jdbc\"]", said.json().path("target").path("via").toString());
        assertEquals(0, said.json().path("rounds").path("ssh").asInt());
        few(said);
    }

    @Test
    void theTunnelReachesADatabaseThatListensOnLoopback() {
        List<String> options = new ArrayList<>(ssh("nopass", "--tunnel"));
        Console.Said said = new Console(home)
                .with("PGPASSWORD", LabServer.ADMIN_PASSWORD)
                .run(arguments("postgresql://admin@127.0.0.1:5432/shop?sslmode=require", options));
        assertEquals(0, said.status(), said.err());
        assertEquals(
                "[\"jdbc\",\"ssh\",\"sudo\",\"tunnel\"]",
                said.json().path("target").path("via").toString());
        everyCheckIsThere(said);
        few(said);
    }

    @Test
    void aHostKeyThatIsNotKnownStops() {
        Console.Said said = assess(
                "admin",
                LabServer.ADMIN_PASSWORD,
                List.of(
                        "--ssh",
                        "nopass@" + server.address(),
                        "--ssh-key",
                        server.sshKey("nopass").toString()));
        assertEquals(3, said.status(), said.err());
        assertTrue(said.err().contains("SHA256:"), said.err());
        assertEquals(2, said.err().lines().count(), said.err());
    }

    private static void everyCheckIsThere(Console.Said said) {
        List<String> numbers = new ArrayList<>();
        said.json().path("findings").forEach(f -> numbers.add(f.path("check").asString()));
        assertEquals(Catalogue.ALL.stream().map(c -> c.control().number()).toList(), numbers);
        said.json()
                .path("findings")
                .forEach(f -> assertFalse(f.path("reason").asString().contains("did not understand"), f.toString()));
    }

    private static Map<String, String> unknowns(Console.Said said) {
        Map<String, String> unknowns = new TreeMap<>();
        for (JsonNode finding : said.json().path("findings")) {
            if (finding.path("status").asString().equals("unknown")) {
                unknowns.put(
                        finding.path("check").asString(), finding.path("reason").asString());
            }
        }
        return unknowns;
    }

    private static void everyUnknownNamesWhatItNeeds(Console.Said said) {
        unknowns(said).forEach((check, reason) -> assertTrue(reason.contains("; it needs "), check + ": " + reason));
    }

    private static void few(Console.Said said) {
        JsonNode rounds = said.json().path("rounds");
        assertTrue(rounds.path("jdbc").asInt() <= 4 + 2 * 2, rounds.toString());
        assertTrue(rounds.path("ssh").asInt() <= 3, rounds.toString());
    }

    private static void clean(Console.Said said) {
        for (String secret : List.of(LabServer.ADMIN_PASSWORD, LabServer.ASKPASS_PASSWORD)) {
            assertFalse(said.out().contains(secret), "a password in the results");
            assertFalse(said.err().contains(secret), "a password in the messages");
        }
    }

    private static List<String> ssh(String user, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--ssh", user + "@" + server.address(),
                "--ssh-key", server.sshKey(user).toString(),
                "--known-hosts", server.knownHosts().toString()));
        options.addAll(List.of(more));
        return options;
    }

    private Console.Said assess(String role, String password, List<String> options) {
        return run(new Console(home).with("PGPASSWORD", password), role, options);
    }

    private static Console.Said run(Console console, String role, List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return console.run(arguments(
                "postgresql://" + role + "@" + server.address() + ":" + server.pgPort() + "/shop?sslmode=require",
                all));
    }

    private static String[] arguments(String uri, List<String> options) {
        List<String> arguments =
                new ArrayList<>(List.of("assess", "--db", uri, "--format", "json", "--fail-on", "never"));
        arguments.addAll(options);
        return arguments.toArray(String[]::new);
    }
}
