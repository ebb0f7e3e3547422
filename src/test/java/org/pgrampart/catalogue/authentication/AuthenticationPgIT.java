package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.assess.Assessor;
import org.pgrampart.assess.Result;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.Target;
import org.pgrampart.testing.RealPostgres;

/// The checks of areas 1 and 7 that need only SQL, on real servers: one weak, one strong, one seen without rights.
class AuthenticationPgIT {
    private static final String WEAK_HBA = """
            local all all trust
            host all all 127.0.0.1/32 scram-sha-256
            host all old 10.0.0.0/24 md5
            host all all 10.0.0.0/16 password
            host all all 0.0.0.0/0 trust
            """;

    private static final List<String> BY_SQL = List.of(
            "AUTH-01", "AUTH-02", "AUTH-03", "AUTH-10", "AUTH-11", "AUTH-12", "AUTH-14", "AUTH-16", "AUTH-17",
            "AUTH-24", "AUTH-25", "AUTH-28", "AUTH-31", "AUTH-33", "AUTH-36", "AUTH-37", "NET-07");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void everythingBreaksOnAWeakServerAndHoldsOnAStrongOne(int major) throws Exception {
        try (RealPostgres postgres = RealPostgres.start(major)) {
            sql(postgres, "ALTER SYSTEM SET password_encryption = 'md5'");
            postgres.writeHba(WEAK_HBA);
            postgres.restart();
            sql(postgres, """
                    CREATE ROLE old LOGIN PASSWORD 'old123';
                    CREATE ROLE app LOGIN SUPERUSER CREATEDB;
                    CREATE ROLE files LOGIN CREATEROLE;
                    GRANT pg_read_server_files TO files;
                    GRANT CREATE ON SCHEMA public TO PUBLIC;
                    CREATE TABLE django_migrations (id int);
                    ALTER TABLE django_migrations OWNER TO app;
                    CREATE TABLE orders (id int, email text);
                    GRANT UPDATE (email) ON orders TO PUBLIC;
                    CREATE FUNCTION pay(int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT $1'""");
            Map<String, Result> weak = assess(postgres, "postgres", postgres.password());
            for (String number : BY_SQL) {
                Status status = weak.get(number).outcome().status();
                assertEquals(
                        List.of("AUTH-12", "AUTH-16").contains(number) ? Status.WARN : Status.FAIL,
                        status,
                        number + ": " + weak.get(number).outcome());
            }
            sql(postgres, "ALTER SYSTEM RESET password_encryption");
            postgres.writeHba("""
                    local all all peer
                    host postgres postgres,reader 127.0.0.1/32 scram-sha-256
                    """);
            postgres.restart();
            sql(postgres, """
                    ALTER ROLE old PASSWORD 'x7-Lantern-quartz-19';
                    ALTER ROLE app NOSUPERUSER NOCREATEDB;
                    ALTER ROLE files NOCREATEROLE;
                    REVOKE pg_read_server_files FROM files;
                    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
                    REVOKE UPDATE (email) ON orders FROM PUBLIC;
                    REVOKE EXECUTE ON FUNCTION pay(int) FROM PUBLIC;
                    ALTER FUNCTION pay(int) SET search_path = pg_catalog, public, pg_temp""");
            Map<String, Result> strong = assess(postgres, "postgres", postgres.password());
            for (String number : BY_SQL) {
                Outcome outcome = strong.get(number).outcome();
                assertEquals(Status.PASS, outcome.status(), number + ": " + outcome);
            }
        }
    }

    @Test
    void aRoleWithoutRightsLearnsWhichGrantIsMissing() throws Exception {
        try (RealPostgres postgres = RealPostgres.start()) {
            sql(postgres, "CREATE ROLE reader LOGIN PASSWORD 'x7-Lantern-quartz-20'");
            Map<String, Result> results = assess(postgres, "reader", "x7-Lantern-quartz-20");
            for (String number : List.of("AUTH-01", "AUTH-03", "AUTH-10", "AUTH-11", "AUTH-12", "AUTH-14", "NET-07")) {
                Outcome outcome = results.get(number).outcome();
                assertEquals(Status.UNKNOWN, outcome.status(), number + ": " + outcome);
                assertFalse(((Outcome.Unknown) outcome).missing().isBlank(), number);
            }
            assertEquals(Status.PASS, results.get("AUTH-31").outcome().status());
        }
    }

    private Map<String, Result> assess(RealPostgres postgres, String role, String password) throws Exception {
        List<Check<?>> checks = Catalogue.ALL.stream()
                .filter(c -> c.control().number().matches("(AUTH|NET)-.*"))
                .toList();
        Connector connector = new Connector(
                (kind, what) -> Optional.of(Secret.of(password)),
                (host, print, type) -> false,
                folder.resolve("known"));
        DatabaseAddress plain = DatabaseAddress.of("127.0.0.1", postgres.port(), "postgres", role);
        DatabaseAddress address = new DatabaseAddress(
                plain.host(), plain.port(), plain.database(), plain.user(), "disable", Optional.empty(), Map.of());
        Map<String, Result> results = new TreeMap<>();
        try (ReadSession session = connector.open(Target.of("test", address), (line, state, detail, remedy) -> {})) {
            new Assessor(Clock.systemUTC())
                    .assess("test", session, checks, Baseline.standard(), List.of(), Optional.empty(), Progress.NONE)
                    .results()
                    .forEach(result -> results.put(result.control().number(), result));
        }
        return results;
    }

    private static void sql(RealPostgres postgres, String text) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
                Statement statement = connection.createStatement()) {
            for (String one : text.split(";\n")) {
                statement.execute(one);
            }
        }
    }
}
