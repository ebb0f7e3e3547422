package org.pgrampart.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.lab.Patience;
import org.pgrampart.testing.RealPostgres;
import tools.jackson.databind.JsonNode;

/// The access command against a real server with clients that are connected or were there before.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class AccessCommandPgIT {
    private static final String APP = "Amber-kettle-77-meadow";

    @TempDir
    Path home;

    private RealPostgres postgres;

    @BeforeEach
    void start() throws SQLException {
        postgres =
                RealPostgres.start(java.util.Optional.empty(), "log_connections = on\nlog_line_prefix = '%m [%p] '\n");
        try (Connection admin = connect("postgres", postgres.password(), "postgres");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE shop");
            statement.execute("CREATE ROLE devs");
            statement.execute("CREATE ROLE app LOGIN PASSWORD '" + APP + "'");
            statement.execute("CREATE ROLE kim LOGIN PASSWORD '" + APP + "' IN ROLE devs");
            statement.execute("SET password_encryption = 'md5'");
            statement.execute("CREATE ROLE old LOGIN PASSWORD '" + APP + "'");
        }
        postgres.writeHba("""
                local all all trust
                host all postgres 127.0.0.1/32 scram-sha-256
                host shop app,old 127.0.0.0/8 md5
                host all +devs samehost scram-sha-256
                hostssl all all 10.0.0.0/8 scram-sha-256
                """);
        postgres.reload();
        Patience.until("the rules are loaded", Duration.ofSeconds(20), this::rulesAreLoaded, () -> "");
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    private boolean rulesAreLoaded() {
        try (Connection old = connect("old", APP, "shop")) {
            return old.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Connection connect(String role, String password, String database) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", role);
        properties.put("password", password);
        return DriverManager.getConnection(postgres.jdbcUrl(database), properties);
    }

    private Console.Said run(String command, String... more) {
        String[] all = new String[more.length + 4];
        all[0] = command;
        all[1] = "--db";
        all[2] = "postgresql://postgres@127.0.0.1:" + postgres.port() + "/postgres?sslmode=disable";
        all[3] = "--local";
        System.arraycopy(more, 0, all, 4, more.length);
        return new Console(home).with("PGPASSWORD", postgres.password()).run(all);
    }

    @Test
    void theServerItselfAgreesWithTheVerdict() throws SQLException {
        String[][] logins = {
            {"app", APP, "shop"},
            {"app", APP, "postgres"},
            {"kim", APP, "shop"},
            {"old", APP, "shop"},
            {"old", APP, "postgres"}
        };
        for (String[] login : logins) {
            Console.Said said = run("access", "--user", login[0], "--database", login[2], "--from", "127.0.0.1");
            boolean enters;
            try (Connection real = connect(login[0], login[1], login[2])) {
                enters = real.isValid(5);
            } catch (SQLException refused) {
                enters = false;
            }
            assertEquals(enters ? 0 : 1, said.status(), String.join(" ", login) + said.out() + said.err());
        }
        Console.Said kim = run("access", "--user", "kim", "--database", "shop", "--from", "127.0.0.1");
        assertEquals("""
                role kim, database shop, from 127.0.0.1 without TLS
                  gets in by HBA:4  host all +devs samehost scram-sha-256
                """.replace("HBA", hba()), kim.out());
    }

    private String hba() {
        return postgres.data().resolve("pg_hba.conf").toString();
    }

    @Test
    void theTableNamesEveryPlace() {
        Console.Said said = run("access");
        assertEquals(0, said.status(), said.err());
        assertTrue(
                said.out().contains("From local socket\n  every role  every database  trust (pg_hba.conf:1)"),
                said.out());
        assertFalse(said.out().contains("10.0.0.0/8 with TLS"), "TLS is off, so nobody comes by it: " + said.out());
        JsonNode json = run("access", "--format", "json").json();
        assertTrue(json.path("loads").asBoolean());
        assertEquals(
                "admits-by",
                json.path("rows").get(0).path("decision").path("verdict").asString());
    }

    @Test
    void aPlanShowsBeforeAndAfterAndWhoFeelsIt() throws Exception {
        Path plan = home.resolve("plan.json");
        trustApp();
        Console.Said made;
        try (Connection app = connect("app", APP, "shop")) {
            assertTrue(app.isValid(5));
            made = run("plan", "--fix", "AUTH-10=pg_hba.conf:3", "-o", plan.toString());
        }
        assertEquals(0, made.status(), made.out() + made.err());
        assertTrue(
                made.out().startsWith("2 of 2 connected clients keep working. 1 of them has to prove itself"),
                made.out());
        assertTrue(made.out().contains("""
                   Has to prove itself in another way:
                     role app, database shop, from 127.0.0.1 without TLS: today trust (pg_hba.conf:3), then \
                scram-sha-256 (pg_hba.conf:3)
                """), made.out());
        JsonNode file = json(plan).path("access");
        assertTrue(file.path("summary").asString().contains("clients keep working"), file.toString());
        // the session is gone, the log still knows it, so the digest is the same
        Console.Said shown = run("access", "--plan", plan.toString());
        assertEquals(0, shown.status(), shown.out() + shown.err());
        assertFalse(shown.err().contains("has changed since"), shown.err());
        assertTrue(shown.out().contains("trust (pg_hba.conf:3)  →  scram-sha-256 (pg_hba.conf:3)"), shown.out());
        JsonNode clients = run("access", "--plan", plan.toString(), "--format", "json")
                .json()
                .path("impact")
                .path("clients");
        assertTrue(clients.toString().contains("seen in the log"), clients.toString());
        Console.Said one =
                run("access", "--plan", plan.toString(), "--user", "app", "--database", "shop", "--from", "127.0.0.1");
        assertTrue(one.out().contains("Today: gets in by") && one.out().contains("Then:  gets in by"), one.out());
    }

    private void trustApp() throws IOException {
        Path file = postgres.data().resolve("pg_hba.conf");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("host shop app,old 127.0.0.0/8 md5\n", "host shop app 127.0.0.0/8 trust\n"));
        postgres.reload();
        Patience.until(
                "the trusting rule is loaded",
                Duration.ofSeconds(20),
                () -> {
                    try (Connection app = connect("app", "no password at all", "shop")) {
                        return app.isValid(5);
                    } catch (SQLException notYet) {
                        return false;
                    }
                },
                () -> "");
    }

    private static JsonNode json(Path file) throws IOException {
        return tools.jackson.databind.json.JsonMapper.builder().build().readTree(Files.readString(file));
    }
}
