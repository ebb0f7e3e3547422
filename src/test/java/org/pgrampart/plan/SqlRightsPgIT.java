package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.change.AlterDatabase;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterRole.Attribute;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.CreateRole;
import org.pgrampart.change.Effect;
import org.pgrampart.change.GrantRole;
import org.pgrampart.change.RenameRole;
import org.pgrampart.change.RevokeRole;
import org.pgrampart.change.RoleSetting;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.change.Step;
import org.pgrampart.format.Sql;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Answers;
import org.pgrampart.target.Progress;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;
import org.pgrampart.testing.RealPostgres;

/// What is held back from a role without superuser is just what the server refuses it.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SqlRightsPgIT {
    private static final String PASSWORD = "Walnut-harbour-58-tiger";
    private static final Secret VERIFIER = Secret.of(SqlModeProgram.VERIFIER);
    private static final String REFUSED = "42501";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static List<Change> changes() {
        List<Change> changes = new ArrayList<>(List.of(
                CreateRole.login("fresh", Optional.of(VERIFIER)),
                new CreateRole("fresh", Set.of(Attribute.LOGIN, Attribute.CREATEDB), Optional.empty()),
                new CreateRole("fresh", Set.of(Attribute.BYPASSRLS), Optional.empty()),
                RoleSetting.ofDatabase("own", "statement_timeout", "1s"),
                RoleSetting.ofDatabase("shop", "statement_timeout", "1s"),
                AlterDatabase.connectionLimit("own", 5),
                AlterDatabase.connectionLimit("shop", 5),
                AlterSystem.set("log_connections", "on", Effect.RELOAD),
                AlterSystem.set("log_statement", "ddl", Effect.RELOAD)));
        for (String role : List.of("worker", "app", "chief", "copier", "team", "manager")) {
            changes.add(AlterRole.connectionLimit(role, 3));
            changes.add(AlterRole.without(role, Attribute.SUPERUSER));
            changes.add(AlterRole.with(role, Attribute.BYPASSRLS));
            changes.add(AlterRole.without(role, Attribute.REPLICATION));
            changes.add(AlterRole.without(role, Attribute.CREATEDB));
            changes.add(AlterRole.without(role, Attribute.LOGIN));
            changes.add(RoleSetting.ofRole(role, "statement_timeout", "1s"));
            changes.add(RoleSetting.ofRoleIn(role, "shop", "statement_timeout", "1s"));
        }
        for (String role : List.of("worker", "app", "chief", "copier", "team")) {
            changes.add(SetVerifier.of(role, VERIFIER));
            changes.add(RenameRole.of(role, "another"));
        }
        for (String role : List.of("manager", "maker", "plain")) { // their own password among them
            changes.add(SetVerifier.of(role, VERIFIER));
        }
        for (String role : List.of("worker", "app", "chief", "copier", "team", "manager", "pg_monitor")) {
            changes.add(GrantRole.of(role, role.equals("worker") ? "app" : "worker"));
            changes.add(RevokeRole.of(role, role.equals("worker") ? "app" : "worker"));
        }
        return changes;
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement run = connection.createStatement()) {
            for (String statement : statements) {
                run.execute(statement);
            }
        }
    }

    private static Connection connect(RealPostgres postgres, String role, String password) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("postgres"), role, password);
    }

    private static void fill(RealPostgres postgres) throws SQLException {
        try (Connection boss = connect(postgres, postgres.superuser(), postgres.password())) {
            run(
                    boss,
                    "CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD '" + PASSWORD + "'",
                    "CREATE ROLE maker LOGIN CREATEROLE PASSWORD '" + PASSWORD + "'",
                    "CREATE ROLE plain LOGIN PASSWORD '" + PASSWORD + "'",
                    "CREATE ROLE app LOGIN",
                    "CREATE ROLE chief LOGIN SUPERUSER",
                    "CREATE ROLE copier LOGIN REPLICATION",
                    "CREATE ROLE team",
                    "GRANT team TO plain WITH ADMIN OPTION",
                    "CREATE DATABASE own OWNER manager",
                    "CREATE DATABASE shop");
            if (postgres.major() >= 15) {
                run(boss, "GRANT ALTER SYSTEM ON PARAMETER log_connections TO manager, plain");
            }
        }
        try (Connection manager = connect(postgres, "manager", PASSWORD)) {
            run(manager, "CREATE ROLE worker LOGIN");
        }
    }

    /// Whether the server refuses it; nothing of it stays.
    private static boolean refused(Connection connection, Change change) throws SQLException {
        boolean alone = change instanceof AlterSystem;
        connection.setAutoCommit(alone);
        try {
            for (Step step : change.steps()) {
                run(connection, ((Step.Sql) step).text().replace(":'secret'", Sql.literal(SqlModeProgram.VERIFIER)));
            }
            if (alone) {
                run(connection, "ALTER SYSTEM RESET " + ((AlterSystem) change).parameter());
            }
            return false;
        } catch (SQLException e) {
            assertEquals(REFUSED, e.getSQLState(), change.summary() + ": " + e.getMessage());
            return true;
        } finally {
            if (!alone) {
                connection.rollback();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void heldBackIsWhatTheServerRefusesAndNothingElse(int major) throws Exception {
        try (RealPostgres postgres = RealPostgres.start(major)) {
            fill(postgres);
            List<String> wrong = new ArrayList<>();
            for (String role : List.of("manager", "maker", "plain")) {
                compare(postgres, role, wrong);
            }
            assertEquals(List.of(), wrong);
        }
    }

    private void compare(RealPostgres postgres, String role, List<String> wrong) throws SQLException, TargetException {
        int refusals = 0;
        List<Change> changes = changes();
        try (WriteSession session = SqlModeProgram.open(postgres.port(), role, PASSWORD, folder);
                Connection connection = connect(postgres, role, PASSWORD)) {
            Answers answers =
                    session.read(SqlRights.READS, Clock.systemUTC().instant(), Optional.empty(), Progress.NONE);
            SqlRights rights = new SqlRights(session.server(), answers);
            for (Change change : changes) {
                boolean refused = refused(connection, change);
                refusals += refused ? 1 : 0;
                Optional<String> because = rights.refused(change, Set.of());
                if (because.isPresent() != refused) {
                    wrong.add(role + ": " + change.summary() + (refused ? " is refused" : " is not refused: ")
                            + because.orElse(""));
                }
            }
        }
        assertTrue(refusals > 0 && refusals < changes.size(), role + ": " + refusals + " of " + changes.size());
    }
}
