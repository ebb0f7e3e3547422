package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterRole.Attribute;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Effect;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.lab.Patience;
import org.pgrampart.model.Secret;
import org.pgrampart.target.WriteSession;

/// PostgreSQL as others have set it up: cases 63 to 66 and 69 to 72 of the fault matrix.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultConditionsLabIT extends PostgresUnderFault {
    @Test
    void case63AServerThatSpeaksGermanIsUnderstood() throws Exception {
        server.exec("[ -e /usr/lib/locale/locale-archive ] && localedef --list-archive | grep -q de_DE.utf8"
                        + " || localedef -i de_DE -f UTF-8 de_DE.UTF-8")
                .ok();
        others("lc_messages = 'de_DE.UTF-8'", true);
        String answer = server.exec("cd / && runuser -u postgres -- psql -Xq -c 'SELECT 1/0' 2>&1; :")
                .out();
        assertTrue(answer.contains("FEHLER"), answer);
        roundTrip();
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, AlterSystem.set("max_connections", "90", Effect.RESTART));
            Pending pending = bench.apply(session, plan, LONG);
            assertTrue(
                    pending.proofs().stream().allMatch(Proof::proven),
                    pending.proofs().toString());
            try (WriteSession anew = bench.open("nopass")) {
                bench.changeSets().rollback(anew, pending.id(), true, ApplyListener.NONE);
            }
        }
        server.exec("rm " + OTHERS + "; systemctl restart " + UNIT).ok();
        assertEquals(before, state());
    }

    @Test
    void case64ABrokenPreloadOfOthersLeavesUsAWayIn() throws Exception {
        others("session_preload_libraries = 'nosuchlib'", false);
        assertNotEquals(
                0,
                server.exec("cd / && runuser -u postgres -- psql -Xq -c 'SELECT 1'")
                        .rc());
        // what a new session would meet is found out first, so nothing but the mend itself is made
        ApplyException refused = assertThrows(ApplyException.class, this::roundTrip);
        assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
        assertTrue(refused.happened().contains("nosuchlib"), refused.happened());
        try (WriteSession session = bench.open("nopass")) {
            Plan mend = FaultBench.plan(
                    session, AlterSystem.set("session_preload_libraries", "auto_explain", Effect.RELOAD));
            Pending kept = bench.apply(session, mend, LONG);
            assertTrue(
                    kept.proofs().stream().allMatch(Proof::proven),
                    kept.proofs().toString());
            assertEquals(
                    0,
                    server.exec("cd / && runuser -u postgres -- psql -Xq -c 'SELECT 1'")
                            .rc());
            bench.changeSets().rollback(session, kept.id(), false, ApplyListener.NONE);
        }
        server.exec("rm " + OTHERS + "; systemctl reload " + UNIT).ok();
        Patience.until(
                "logins work again",
                Duration.ofSeconds(10),
                () -> server.exec("cd / && runuser -u postgres -- psql -Xq -c 'SELECT 1'")
                                .rc()
                        == 0,
                () -> "");
        assertEquals(before, state());
    }

    @Test
    void case64OurOwnWayAroundIsNoProof() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan =
                    FaultBench.plan(session, AlterSystem.set("session_preload_libraries", "nosuchlib", Effect.RELOAD));
            assertThrows(ApplyException.class, () -> bench.apply(session, plan, LONG));
        }
        assertEquals(before, state());
    }

    @Test
    void case65GlobalLimitsDoNotHinderUs() throws Exception {
        others("default_transaction_read_only = on\nstatement_timeout = 1\nlock_timeout = 1", false);
        roundTrip();
        server.exec("rm " + OTHERS + "; systemctl reload " + UNIT).ok();
        assertEquals(before, state());
    }

    @Test
    void case66NobodyLocksHimselfOut() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(
                    session,
                    AlterRole.without("admin", Attribute.LOGIN),
                    AlterRole.without("postgres", Attribute.SUPERUSER),
                    AlterRole.without("postgres", Attribute.LOGIN));
            assertTrue(plan.isEmpty(), plan.text());
            assertEquals(3, plan.notes().size(), plan.text());
        }
        assertEquals(before, state());
    }

    @Test
    void case69WhatPatroniHoldsIsOnlyShown() throws Exception {
        server.copyIn("{}".getBytes(UTF_8), "/var/lib/postgresql/15/main/patroni.dynamic.json", "postgres", "600");
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(
                    session,
                    TypicalChanges.rule(server),
                    AlterSystem.set("log_connections", "on", Effect.RELOAD),
                    AlterRole.connectionLimit("onlylogin", 3));
            assertEquals(1, plan.running().size(), plan.text());
            assertTrue(plan.text().contains("Patroni manages this server's configuration"), plan.text());
            assertTrue(plan.text().contains("+" + TypicalChanges.RULE), plan.text());
            bench.apply(session, plan, LONG).undo();
        } finally {
            server.exec("rm /var/lib/postgresql/15/main/patroni.dynamic.json").ok();
        }
        assertEquals(before, state());
    }

    @Test
    void case70ABaseBackupIsNotDisturbed() throws Exception {
        server.exec("""
                cd / && setsid runuser -u postgres -- pg_basebackup -D /var/tmp/base --max-rate=32k -c fast -Xnone \
                    >/dev/null 2>&1 &""").ok();
        Patience.until(
                "the base backup runs",
                Duration.ofSeconds(20),
                () -> bench.sql("SELECT count(*) FROM pg_stat_progress_basebackup")
                        .equals("1"),
                () -> "");
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, TypicalChanges.of(server));
            assertTrue(plan.text().contains("A base backup is running"), plan.text());
            assertTrue(plan.running().stream().noneMatch(item -> item.change() instanceof AlterSystem), plan.text());
        } finally {
            server.exec("pkill -x pg_basebackup; rm -rf /var/tmp/base").ok();
        }
        Patience.until(
                "the base backup has ended",
                Duration.ofSeconds(20),
                () -> bench.sql("SELECT count(*) FROM pg_stat_progress_basebackup")
                        .equals("0"),
                () -> "");
        roundTrip();
        assertEquals(before, state());
    }

    @Test
    void case71NoVerifierIsInAnyLog() throws Exception {
        others("""
                shared_preload_libraries = 'pgaudit,pg_stat_statements'
                pgaudit.log = 'all'
                log_statement = 'all'
                log_min_duration_statement = 0
                """, true);
        bench.sql("CREATE EXTENSION pg_stat_statements");
        String old = bench.sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'onlylogin'");
        try (WriteSession session = bench.open("nopass")) {
            Pending pending = bench.apply(
                    session, FaultBench.plan(session, SetVerifier.of("onlylogin", Secret.of(VERIFIER))), LONG);
            assertEquals(VERIFIER, bench.sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'onlylogin'"));
            bench.changeSets().rollback(session, pending.id(), false, ApplyListener.NONE);
        }
        assertEquals(old, bench.sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'onlylogin'"));
        for (String secret : new String[] {VERIFIER, old}) {
            assertEquals(
                    "0",
                    server.exec("cat /var/log/postgresql/*.log | grep -cF -f /dev/stdin; :", secret.getBytes(UTF_8))
                            .text());
            assertEquals(
                    "0",
                    bench.sql("SELECT count(*) FROM pg_stat_statements WHERE position('" + secret
                            + "' IN query) > 0 AND query LIKE 'ALTER%'"));
        }
        bench.sql("DROP EXTENSION pg_stat_statements");
        server.exec("rm " + OTHERS + "; systemctl restart " + UNIT).ok();
        assertEquals(before, state());
    }

    @Test
    void case72WithAllSlotsTakenASuperuserStillWorks() throws Exception {
        others("max_connections = 12", true);
        server.exec("""
                cd / && i=0; while [ $i -lt 12 ]; do
                    setsid psql -X -h 127.0.0.1 -U shop -d shop -c 'SELECT pg_sleep(100)' >/dev/null 2>&1 &
                    i=$((i + 1))
                done""").ok();
        Patience.until(
                "no slot is left for others",
                Duration.ofSeconds(20),
                () -> server.exec("cd / && psql -X -h 127.0.0.1 -U shop -d shop -c 'SELECT 1' 2>&1")
                        .out()
                        .contains("remaining connection slots are reserved"),
                () -> "");
        roundTrip();
        server.exec("rm " + OTHERS + "; systemctl restart " + UNIT).ok();
        assertEquals(before, state());
    }
}
