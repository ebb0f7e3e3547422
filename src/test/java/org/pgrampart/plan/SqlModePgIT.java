package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Privilege;
import org.pgrampart.change.Revoke;
import org.pgrampart.change.RoleSetting;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.lab.Patience;
import org.pgrampart.model.Secret;
import org.pgrampart.target.ServerTimer;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;
import org.pgrampart.testing.RealPostgres;

/// A server that is reached by its database port alone: what is changed, what takes it back, what is left to others.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SqlModePgIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String MANAGER_PASSWORD = "Walnut-harbour-58-tiger";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RealPostgres postgres;

    @AfterEach
    void stop() {
        postgres.close();
    }

    private void start(Optional<Integer> major, String settings) throws SQLException {
        postgres = RealPostgres.start(major, settings);
        sql("CREATE DATABASE shop");
        sql("CREATE ROLE app LOGIN CREATEDB PASSWORD 'Old-pebble-31-garden'");
        sql("CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD '" + MANAGER_PASSWORD + "'");
    }

    private String sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
                Statement run = connection.createStatement()) {
            if (!run.execute(statement)) {
                return "";
            }
            try (ResultSet rows = run.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    private String verifier() {
        return asked("SELECT rolpassword FROM pg_authid WHERE rolname = 'app'");
    }

    private String asked(String question) {
        try {
            return sql(question);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String timers() {
        return waiting("count(*)");
    }

    private String waiting(String what) {
        return asked("SELECT " + what + " FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = '"
                + ServerTimer.NAME + "'");
    }

    private WriteSession open() throws TargetException {
        return SqlModeProgram.open(postgres.port(), postgres.superuser(), postgres.password(), folder);
    }

    private static Plan plan(WriteSession session, Change... changes) throws TargetException {
        return Planner.plan(session, SqlModeProgram.choices(changes), CLOCK.instant());
    }

    private Pending apply(WriteSession session, Plan plan, Duration window) throws Exception {
        return new Applier(CLOCK, folder.resolve("changes"), "test")
                .apply(session, plan.confirm(plan.digest()), window, ApplyListener.NONE);
    }

    private static SetVerifier other() {
        return SetVerifier.of("app", Secret.of(SqlModeProgram.VERIFIER));
    }

    /// A defect of the program itself must not keep others out for as long as its session lasts.
    @Test
    void theTurnIsGivenBackWhateverHappens() throws Exception {
        start(Optional.empty(), "");
        try (WriteSession session = open()) {
            Plan plan = plan(session, other());
            ApplyListener defect = (stage, _, _, _) -> {
                if (stage != ApplyListener.Stage.CHECK) {
                    throw new IllegalStateException("a defect");
                }
            };
            Applier applier = new Applier(CLOCK, folder.resolve("changes"), "test");
            assertThrows(
                    IllegalStateException.class,
                    () -> applier.apply(session, plan.confirm(plan.digest()), LONG, defect));
            assertEquals("0", sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void theServerPutsTheOldVerifierBackWhenTheProgramIsKilled(int major) throws Exception {
        start(Optional.of(major), "log_statement = 'all'\nlog_min_duration_statement = 0\n");
        String old = verifier();
        int length = postgres.password().getBytes(UTF_8).length;
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SqlModeProgram.class.getName(),
                        Integer.toString(postgres.port()),
                        folder.toString(),
                        "10",
                        Integer.toString(length))
                .redirectError(folder.resolve("err").toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        try {
            program.getOutputStream().write(postgres.password().getBytes(UTF_8));
            program.getOutputStream().flush();
            File out = folder.resolve("out").toFile();
            Patience.until("the program waits", PATIENCE, () -> out.length() > 0 || !program.isAlive(), () -> "");
            assertEquals("waits true\n", Files.readString(out.toPath()), Files.readString(folder.resolve("err")));
            assertEquals(SqlModeProgram.VERIFIER, verifier());
            assertEquals("1", timers());
        } finally {
            program.destroyForcibly().waitFor();
        }
        Patience.until("the old verifier is back", PATIENCE, () -> verifier().equals(old), this::timers);
        Patience.until("nothing waits any more", PATIENCE, () -> timers().equals("0"), this::timers);
        String log = Files.readString(postgres.logFile());
        assertTrue(log.contains("pg_stat_activity"), "the server logs statements");
        assertFalse(log.contains(SqlModeProgram.VERIFIER), "the new verifier is in the log");
        assertFalse(log.contains(old), "the old verifier is in the log");
    }

    @Test
    void whatIsKeptStays() throws Exception {
        start(Optional.empty(), "");
        try (WriteSession session = open()) {
            Plan plan = plan(
                    session,
                    other(),
                    AlterRole.without("app", AlterRole.Attribute.CREATEDB),
                    Revoke.of(Privilege.ofPublic("TEMPORARY", DatabaseObject.database("shop"))),
                    AlterSystem.set("log_connections", "on", Effect.RELOAD));
            assertEquals(4, plan.running().size(), plan.text());
            assertTrue(plan.text().contains("those that may cut access under a timer inside the server"), plan.text());
            assertTrue(plan.text().contains("takes roles and rights back unless they are kept"), plan.text());
            assertFalse(plan.text().contains("undoes everything"), "a timer inside the server reaches no setting");
            Pending pending = apply(session, plan, LONG);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            assertFalse(
                    asked("SELECT string_agg(query, ' ') FROM pg_stat_activity").contains("SCRAM-SHA-256$"),
                    "a verifier can be seen by others");
            assertNotEquals("0", timers());
            String before = waiting("min(pid)");
            pending.extend();
            assertNotEquals(before, waiting("min(pid)"));
            pending.keep();
            assertEquals("0", timers());
            assertEquals(SqlModeProgram.VERIFIER, verifier());
            ChangeSets sets = new ChangeSets(folder.resolve("changes"));
            assertEquals(ChangeSet.State.KEPT, sets.list(session).getFirst().state());
            sets.rollback(session, "last", false, ApplyListener.NONE);
            assertNotEquals(SqlModeProgram.VERIFIER, verifier());
            assertEquals("t", sql("SELECT rolcreatedb FROM pg_authid WHERE rolname = 'app'"));
        }
    }

    @Test
    void whatIsKeptTooLateWasUndoneAndSaysSo() throws Exception {
        start(Optional.empty(), "");
        String old = verifier();
        try (WriteSession session = open()) {
            Pending pending = apply(session, plan(session, other()), Duration.ofSeconds(5));
            Patience.until("the timer undoes it", PATIENCE, () -> verifier().equals(old), this::timers);
            ApplyException late = assertThrows(ApplyException.class, pending::keep);
            assertEquals(ApplyException.State.ROLLED_BACK, late.state());
            assertEquals(old, verifier());
        }
    }

    @Test
    void thatARestartEndsTheTimerIsSaidBeforeAndTheUndoOnThisComputerWorks() throws Exception {
        start(Optional.empty(), "");
        String old = verifier();
        try (WriteSession session = open()) {
            Plan plan = plan(session, other());
            assertTrue(plan.text().contains("A restart of the server ends it"), plan.text());
            apply(session, plan, LONG);
        }
        postgres.restart();
        assertEquals("0", timers());
        assertEquals(SqlModeProgram.VERIFIER, verifier());
        try (WriteSession session = open()) {
            ChangeSets sets = new ChangeSets(folder.resolve("changes"));
            assertEquals(
                    ChangeSet.State.INCOMPLETE, sets.list(session).getFirst().state());
            sets.rollback(session, "last", false, ApplyListener.NONE);
            assertEquals(old, verifier());
        }
    }

    @Test
    void whatCannotBeTakenBackByATimerInsideTheServerIsLeftToOthers() throws Exception {
        start(Optional.empty(), "");
        try (WriteSession session = open()) {
            Plan plan = plan(
                    session,
                    AlterSystem.set("ssl", "on", Effect.RELOAD),
                    AlterSystem.set("max_connections", "50", Effect.RESTART),
                    RoleSetting.ofRole("app", "statement_timeout", "1s"),
                    SetVerifier.of("postgres", Secret.of(SqlModeProgram.VERIFIER)));
            assertTrue(plan.isEmpty(), plan.text());
            assertTrue(plan.exported().size() >= 3, plan.text());
            assertTrue(
                    plan.text().contains("Other settings, what may shut out the role of this very login"), plan.text());
            assertTrue(plan.text().contains("goes into an export of this plan"), plan.text());
        }
    }

    @Test
    void aRoleThatMayMakeRolesChangesItsOwnAndLeavesTheRest() throws Exception {
        start(Optional.empty(), "");
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl("postgres"), "manager", MANAGER_PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE worker LOGIN CREATEDB");
        }
        try (WriteSession session = SqlModeProgram.open(postgres.port(), "manager", MANAGER_PASSWORD, folder)) {
            Plan plan = plan(
                    session,
                    AlterRole.without("worker", AlterRole.Attribute.CREATEDB),
                    AlterRole.without("worker", AlterRole.Attribute.LOGIN),
                    AlterRole.without("app", AlterRole.Attribute.CREATEDB),
                    AlterRole.with("worker", AlterRole.Attribute.BYPASSRLS),
                    SetVerifier.of("worker", Secret.of(SqlModeProgram.VERIFIER)),
                    AlterSystem.set("log_connections", "on", Effect.RELOAD));
            assertEquals(2, plan.running().size(), plan.text());
            assertEquals(4, plan.exported().size(), plan.text());
            assertTrue(plan.text().contains("is no superuser"), plan.text());
            Pending pending = apply(session, plan, LONG);
            assertEquals("f", sql("SELECT rolcanlogin FROM pg_authid WHERE rolname = 'worker'"));
            pending.keep();
            assertEquals("0", timers());
            assertEquals("f", sql("SELECT rolcreatedb FROM pg_authid WHERE rolname = 'worker'"));
        }
    }
}
