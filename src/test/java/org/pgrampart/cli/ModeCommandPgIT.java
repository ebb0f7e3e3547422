package org.pgrampart.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.testing.RealPostgres;

/// `plan` and `apply` say what they cannot do over this connection, and how to undo, before they do anything.
class ModeCommandPgIT {
    private static final String MANAGER = "Walnut-harbour-19-violin";

    @TempDir
    private Path home;

    private RealPostgres postgres;

    @BeforeEach
    void start() throws Exception {
        postgres = RealPostgres.start();
        sql("CREATE ROLE manager LOGIN CREATEROLE PASSWORD '" + MANAGER + "'");
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    private void sql(String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private Console.Said run(String role, String password, String command, String... more) {
        String[] all = new String[more.length + 3];
        all[0] = command;
        all[1] = "--db";
        all[2] = "postgresql://" + role + "@127.0.0.1:" + postgres.port() + "/postgres?sslmode=disable";
        System.arraycopy(more, 0, all, 3, more.length);
        return new Console(home).with("PGPASSWORD", password).run(all);
    }

    @Test
    void aSuperuserWithoutAShellIsToldWhatHasToStayBeforeAnythingRuns() {
        Path file = home.resolve("plan.json");
        Console.Said plan = run("postgres", postgres.password(), "plan", "--fix", "MON-02", "-o", file.toString());
        assertEquals(0, plan.status(), plan.out() + plan.err());
        assertTrue(
                plan.err().contains("Changes are made by SQL alone, statements as a superuser.\n"),
                () -> plan.err() + plan.out());
        assertTrue(plan.err().contains("files such as pg_hba.conf, certificates, firewall and SSH go into an export"));
        assertTrue(plan.out().contains("Note: A timer inside the server takes roles and rights back"), plan.out());
        String digest = plan.out()
                .lines()
                .filter(line -> line.startsWith("Digest: "))
                .findFirst()
                .orElseThrow()
                .substring(8);
        Console.Said shown = run(
                "postgres",
                postgres.password(),
                "apply",
                "--plan",
                file.toString(),
                "--confirm",
                digest,
                "--show-undo");
        assertEquals(0, shown.status(), shown.out() + shown.err());
        assertTrue(shown.out().startsWith("Change set CHANGESET\n"), shown.out());
        assertTrue(shown.out().contains("1. undo-settings.sql:\n      ALTER SYSTEM RESET "), shown.out());
        assertTrue(shown.out().contains("rollback-CHANGESET.sh ====="), shown.out());
        assertTrue(shown.err().contains("Nothing was changed. CHANGESET stands for"), shown.err());
        assertFalse(shown.err().contains("To undo it by hand"), "it went on to apply");
        Console.Said apply =
                run("postgres", postgres.password(), "apply", "--plan", file.toString(), "--confirm", digest, "--keep");
        assertEquals(0, apply.status(), apply.out() + apply.err());
        String[] inOrder = {
            "Changes are made by SQL alone", "Nothing in it can cut access", "To undo it by hand, from here", "Proven: "
        };
        int at = -1;
        for (String words : inOrder) {
            int next = apply.err().indexOf(words);
            assertTrue(next > at, () -> words + " is not said in its place:\n" + apply.err());
            at = next;
        }
        String copy = apply.err()
                .lines()
                .filter(line -> line.startsWith("Or without this program"))
                .findFirst()
                .orElseThrow();
        Path script = Path.of(copy.substring(copy.indexOf(": ") + 2).replace(" manual", ""));
        assertTrue(Files.isRegularFile(script), copy);
    }

    @Test
    void aManagedServiceIsToldWhatItsRoleMayNot() {
        Console.Said plan = run("manager", MANAGER, "plan", "--fix", "MON-02");
        assertTrue(plan.err().contains("statements as a role that is no superuser."), plan.err());
        assertTrue(plan.err().contains("Role manager is no superuser, as on a managed service"), plan.err());
        assertTrue(plan.err().contains("It cannot read stored passwords"), plan.err());
    }
}
