package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Effect;
import org.pgrampart.lab.Patience;
import org.pgrampart.plan.ApplyListener.Stage;
import org.pgrampart.plan.ApplyListener.State;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// PostgreSQL under fault while changes are made: cases 51 to 57 of the fault matrix.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultPostgresLabIT extends PostgresUnderFault {
    @Test
    void case51ARestartBySomebodyElseInTheWindowChangesNothing() throws Exception {
        String id = applied(SHORT).id();
        server.exec("systemctl restart " + UNIT).ok();
        undoneAlone(id);
    }

    @Test
    void case51ARestartInTheMiddleOfApplyingUndoesEverything() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, TypicalChanges.of(server));
            boolean[] done = {false};
            ApplyListener restart = (at, _, state, _) -> {
                if (at == Stage.APPLY && state == State.DONE && !done[0]) {
                    done[0] = true;
                    server.exec("systemctl restart " + UNIT).ok();
                }
            };
            ApplyException failed = assertThrows(
                    ApplyException.class,
                    () -> new Applier(FaultBench.CLOCK, bench.changes(), "test")
                            .apply(session, plan.confirm(plan.digest()), LONG, restart));
            assertEquals(ApplyException.State.ROLLED_BACK, failed.state(), failed.happened());
            assertTrue(done[0]);
        }
        assertEquals(before, state());
    }

    @Test
    void case52AServerThatIsDownIsNotStartedUnasked() {
        server.exec("systemctl stop " + UNIT).ok();
        TargetException down = assertThrows(TargetException.class, () -> bench.open("nopass"));
        assertEquals(TargetException.Kind.UNREACHABLE, down.kind());
        assertTrue(down.happened().contains("Nothing listens"), down.happened());
        assertFalse(isUp());
    }

    @ParameterizedTest
    @ValueSource(strings = {"systemctl stop postgresql@15-main", "pkill -9 -u postgres -f bin/postgres"})
    void case53AServerThatIsDownAtTheDeadlineIsStartedAndUndone(String stop) throws Exception {
        String id = applied(SHORT).id();
        server.exec(stop).ok();
        undoneAlone(id);
    }

    @Test
    void case53StatementsAloneAreUndoneByAServerThatWasDown() throws Exception {
        String id;
        try (WriteSession session = bench.open("nopass")) {
            id = bench.apply(session, FaultBench.plan(session, AlterRole.connectionLimit("onlylogin", 3)), SHORT)
                    .id();
        }
        server.exec("systemctl stop " + UNIT).ok();
        undoneAlone(id);
    }

    @Test
    void case54ARestartThatWouldFailIsNotTried() throws Exception {
        String started = bench.sql("SELECT pg_postmaster_start_time()");
        try (WriteSession session = bench.open("nopass")) {
            Plan plan =
                    FaultBench.plan(session, AlterSystem.set("shared_preload_libraries", "nosuchlib", Effect.RESTART));
            ApplyException refused = assertThrows(ApplyException.class, () -> bench.apply(session, plan, LONG));
            assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
        }
        assertEquals(started, bench.sql("SELECT pg_postmaster_start_time()"));
        assertEquals(before, state());
    }

    @Test
    void case54ARestartThatFailsAllTheSameIsUndoneAtOnce() throws Exception {
        String library = "/usr/lib/postgresql/15/lib/auto_explain.so";
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(
                    session, AlterSystem.set("shared_preload_libraries", "auto_explain", Effect.RESTART));
            ApplyListener thief = (at, _, state, _) -> {
                if (at == Stage.ARM && state == State.RUNNING) {
                    server.exec("mv " + library + " /root/").ok();
                }
            };
            ApplyException failed = assertThrows(
                    ApplyException.class,
                    () -> new Applier(FaultBench.CLOCK, bench.changes(), "test")
                            .apply(session, plan.confirm(plan.digest()), LONG, thief));
            assertEquals(ApplyException.State.ROLLED_BACK, failed.state(), failed.happened());
        } finally {
            server.exec("mv /root/auto_explain.so " + library);
        }
        assertTrue(isUp());
        assertEquals(before, state());
    }

    @Test
    void case55AReloadThatDidNotLoadTheRulesIsNoSuccess() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, TypicalChanges.of(server));
            ApplyListener vandal = (at, step, state, _) -> {
                if (at == Stage.APPLY && state == State.DONE && step.startsWith("Put files")) {
                    server.exec("echo 'host all all nonsense' >>" + FaultBench.HBA)
                            .ok();
                }
            };
            ApplyException failed = assertThrows(
                    ApplyException.class,
                    () -> new Applier(FaultBench.CLOCK, bench.changes(), "test")
                            .apply(session, plan.confirm(plan.digest()), LONG, vandal));
            assertEquals(ApplyException.State.ROLLED_BACK, failed.state(), failed.happened());
        }
        assertEquals(before, state());
    }

    @Test
    void case55ACertificateThatIsNotThereIsNoSuccess() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, AlterSystem.set("ssl_cert_file", "/nope.pem", Effect.RELOAD));
            assertFalse(plan.isEmpty(), plan.text());
            assertThrows(ApplyException.class, () -> bench.apply(session, plan, LONG));
        }
        assertEquals(before, state());
    }

    @Test
    void case56TheSettingOfSomebodyElseStays() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Pending pending = applied(session, LONG);
            bench.sql("ALTER SYSTEM SET log_disconnections = on");
            pending.undo();
        }
        String settings = new String(server.readFile(FaultBench.AUTO_CONF), UTF_8);
        assertTrue(settings.contains("log_disconnections = 'on'"), settings);
        assertFalse(settings.contains("log_connections"), settings);
        bench.sql("ALTER SYSTEM RESET log_disconnections");
        bench.sql("SELECT pg_reload_conf()");
        assertEquals(before.get("setting log_connections"), state().get("setting log_connections"));
        assertEquals(before.get("role onlylogin"), state().get("role onlylogin"));
    }

    @Test
    void case57ARoleThatSomebodyHoldsStopsTheWholeTransaction() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, TypicalChanges.of(server));
            server.exec("""
                    cd / && setsid runuser -u postgres -- psql -Xq -d shop \
                        -c "BEGIN; ALTER ROLE onlylogin CONNECTION LIMIT 7; SELECT pg_sleep(25); ROLLBACK" \
                        >/dev/null 2>&1 &""").ok();
            Patience.until(
                    "somebody holds the role",
                    Duration.ofSeconds(10),
                    () -> bench.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                            .equals("1"),
                    () -> "");
            ApplyException failed = assertThrows(ApplyException.class, () -> bench.apply(session, plan, LONG));
            assertEquals(ApplyException.State.ROLLED_BACK, failed.state(), failed.happened());
            assertEquals(before, state());
            bench.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
            Pending pending = bench.apply(session, plan, LONG);
            pending.undo();
        }
        assertEquals(before, state());
    }
}
