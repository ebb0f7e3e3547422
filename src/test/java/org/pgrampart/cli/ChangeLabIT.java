package org.pgrampart.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.lab.LabServer;
import tools.jackson.databind.json.JsonMapper;

/// Plans, applies and rolls back on a whole Debian server, as a script would: afterwards everything is as it was.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ChangeLabIT {
    private static final String STATE = """
            cd /
            for f in /etc/postgresql/15/main/pg_hba.conf /var/lib/postgresql/15/main/postgresql.auto.conf; do
                sha256sum "$f"; stat -c '%n %a %U %G %i %y' "$f"
            done
            nft -s list ruleset
            find /etc/pgrampart /etc/systemd/system/pgrampart* 2>/dev/null
            runuser -u postgres -- psql -XAtc "
                SELECT rolname, rolpassword, rolcreatedb, rolcreaterole FROM pg_authid ORDER BY 1;
                SELECT name, setting FROM pg_settings WHERE source = 'configuration file' ORDER BY 1;
                SELECT * FROM pg_hba_file_rules ORDER BY line_number"
            """;

    private static LabServer server;

    @TempDir
    private Path home;

    @BeforeAll
    static void boot() {
        server = LabServer.boot("change15");
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void rulesASettingARoleAndPasswordsComeAndGo() throws IOException {
        String said = thereAndBack("""
                {"AUTH-01/role shop": {"password": "lab-new-Qm3v8Zt"},
                 "AUTH-01/role onlylogin": {"password": "lab-new-Qm3v8Zu"},
                 "NET-07/pg_hba.conf:host all all 0.0.0.0/0 md5": {"addresses": "10.77.0.0/16"}}""", "MON-02", "AUTH-25", "AUTH-01", "NET-07");
        assertFalse(said.contains("lab-new-Qm3v8Z"), "a new password was told");
        assertFalse(said.contains("SCRAM-SHA-256$4096"), "a verifier was told");
    }

    @Test
    void theFirewallComesAndGoes() throws IOException {
        thereAndBack("""
                {"NET-04/server firewall": {"clients": "10.77.0.0/16", "admins": "10.77.0.0/16"}}""", "NET-04");
    }

    @Test
    void rulesAndFirewallAreNeverAtRiskTogether() throws IOException {
        Files.writeString(home.resolve("answers.json"), """
                {"NET-04/server firewall": {"clients": "10.77.0.0/16", "admins": "10.77.0.0/16"},
                 "NET-07/pg_hba.conf:host all all 0.0.0.0/0 md5": {"addresses": "10.77.0.0/16"}}""");
        Console.Said said = run("plan", "--fix", "NET-07", "--fix", "NET-04", "-o", file("plan.json"));
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().contains("One plan puts only one way in at risk"), said.out());
        assertTrue(said.out().contains("10.77.0.0/16\tmd5"), said.out());
        assertFalse(said.out().contains("table inet pgrampart {"), said.out());
    }

    private String thereAndBack(String answers, String... checks) throws IOException {
        Files.writeString(home.resolve("answers.json"), answers);
        String before = server.exec(STATE).text();
        List<String> fixes = new ArrayList<>();
        for (String check : checks) {
            fixes.addAll(List.of("--fix", check));
        }
        fixes.addAll(List.of("-o", file("plan.json")));
        Console.Said plan = run("plan", fixes.toArray(String[]::new));
        assertEquals(0, plan.status(), plan.err());
        assertEquals(before, server.exec(STATE).text(), "planning has changed the server");
        String digest = JsonMapper.builder()
                .build()
                .readTree(home.resolve("plan.json").toFile())
                .path("digest")
                .asString();

        Console.Said shown = run("apply", "--plan", file("plan.json"), "--confirm", digest, "--show-undo");
        assertEquals(0, shown.status(), shown.err());
        assertEquals(before, server.exec(STATE).text(), "showing the undo has changed the server");
        Console.Said apply = run("apply", "--plan", file("plan.json"), "--confirm", digest, "--keep");
        assertEquals(0, apply.status(), apply.err());
        shownAsCarried(shown.out());
        assertNotEquals(before, server.exec(STATE).text(), "nothing was changed");
        Console.Said assessed = run("assess", "--format", "json", "--fail-on", "never", "--no-save");
        for (String check : checks) {
            assertNotEquals("fail", assessed.check(check).path("status").asString(), check);
        }

        Console.Said rollback = run("rollback", "last");
        assertEquals(0, rollback.status(), rollback.err());
        assertEquals(before, server.exec(STATE).text(), "the rollback left something");
        return plan.out()
                + plan.err()
                + shown.out()
                + shown.err()
                + apply.out()
                + apply.err()
                + rollback.out()
                + rollback.err();
    }

    /// What was shown before is what lies on the server now.
    private static void shownAsCarried(String shown) {
        String newest = "cd /var/lib/pgrampart/txn && cd \"$(ls | sort | tail -n 1)\" && ";
        String id = server.exec(newest + "basename \"$PWD\"").text().strip();
        for (String name : List.of("README.txt", "rollback.sh")) {
            String carried = server.exec(newest + "cat " + name).text();
            assertTrue(shown.replace("CHANGESET", id).contains(carried), name + " is another one:\n" + carried);
        }
        server.exec(newest + "for f in items/*/path; do [ ! -e \"$f\" ] || { cat \"$f\"; echo; }; done")
                .text()
                .lines()
                .filter(path -> !path.isBlank())
                .forEach(path -> assertTrue(shown.contains(path), () -> path + " is not in\n" + shown));
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    private Console.Said run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--db",
                "postgresql://admin@" + server.address() + ":" + server.pgPort() + "/shop?sslmode=require",
                "--ssh",
                "nopass@" + server.address(),
                "--ssh-key",
                server.sshKey("nopass").toString(),
                "--known-hosts",
                server.knownHosts().toString()));
        if (command.equals("plan") || command.equals("apply")) {
            arguments.addAll(List.of("--answers", file("answers.json")));
        }
        arguments.addAll(List.of(more));
        return new Console(home).with("PGPASSWORD", LabServer.ADMIN_PASSWORD).run(arguments.toArray(String[]::new));
    }
}
