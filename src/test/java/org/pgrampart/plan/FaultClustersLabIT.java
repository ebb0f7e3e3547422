package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Effect;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaRule;
import org.pgrampart.lab.LabPackages;
import org.pgrampart.lab.LabServer;
import org.pgrampart.lab.Patience;
import org.pgrampart.model.Secret;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// Other roles, ports and clusters, standbys and poolers: cases 58 to 62 and 67 of the fault matrix.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultClustersLabIT extends UnderFault {
    private static final Duration SHORT = Duration.ofSeconds(12);
    private static final Duration LONG = Duration.ofSeconds(280);
    private static final int SECOND = 5433;
    private static final String[] FILES = {FaultBench.HBA, FaultBench.CONF, FaultBench.AUTO_CONF};

    FaultClustersLabIT() {
        super("clust15", FILES);
    }

    @Override
    @AfterEach
    void putBack() {
        super.putBack();
        server.exec("pg_dropcluster --stop 15 second 2>/dev/null; pkill pgbouncer; :");
    }

    private WriteSession open(String role, String password, int port, boolean ssh) throws TargetException {
        Target other = bench.target("nopass", server.sshPort());
        Target target = new Target(
                "lab",
                DatabaseAddress.of(server.address(), port, "shop", role).sslMode("prefer"),
                ssh ? other.ssh() : Optional.empty(),
                false,
                false,
                other.sudo(),
                Optional.empty(),
                other.environment(),
                false);
        Connector connector = new Connector(
                (kind, _) ->
                        kind == Secrets.Kind.DATABASE_PASSWORD ? Optional.of(Secret.of(password)) : Optional.empty(),
                (_, _, _) -> false,
                folder.resolve("known_hosts"));
        return connector.openToWrite(target, Checklist.NONE);
    }

    private WriteSession admin(int port) throws TargetException {
        return open("admin", LabServer.ADMIN_PASSWORD, port, true);
    }

    /// A second cluster on another port, a copy of the first one.
    private void second(boolean standby) {
        server.exec("""
                set -e
                pg_createcluster 15 second -p %d >/dev/null
                rm -rf /var/lib/postgresql/15/second
                cd / && runuser -u postgres -- pg_basebackup -D /var/lib/postgresql/15/second -c fast %s
                cp -p /etc/postgresql/15/main/pg_hba.conf /etc/postgresql/15/second/pg_hba.conf
                pg_conftool 15 second set listen_addresses '*'
                systemctl start postgresql@15-second
                pg_isready -q -h 127.0.0.1 -p %1$d -t 20""".formatted(SECOND, standby ? "-R" : "")).ok();
    }

    private String sql(int port, String statement) {
        return server.exec(
                        "cd / && runuser -u postgres -- psql -XAtq -v ON_ERROR_STOP=1 -p " + port + " -d shop -f -",
                        statement.getBytes(UTF_8))
                .text();
    }

    private String text(String file) {
        return new String(server.readFile(file), UTF_8);
    }

    @Test
    void case58WithoutASuperuserOnlyWhatTheRoleMayIsDone() throws Exception {
        try (WriteSession session = open("shop", LabServer.SHOP_PASSWORD, server.pgPort(), true)) {
            assertFalse(session.server().superuser());
            Plan plan = FaultBench.plan(
                    session,
                    AlterSystem.set("log_connections", "on", Effect.RELOAD),
                    AlterRole.without("onlylogin", AlterRole.Attribute.LOGIN));
            assertTrue(plan.running().stream().noneMatch(item -> item.change() instanceof AlterSystem), plan.text());
            assertTrue(plan.notes().toString().contains("Left out: Set log_connections"), plan.text());
            String canLogIn = "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'onlylogin'";
            Pending pending = bench.apply(session, plan, SHORT);
            assertTrue(pending.deadline().isPresent(), pending.proofs().toString());
            assertEquals("f", bench.sql(canLogIn));
            Patience.until(
                    "the server undoes it",
                    Duration.ofMinutes(1),
                    () -> bench.sql(canLogIn).equals("t"),
                    () -> plan.reach() + "\n" + plan.text());
        }
        assertEquals(before, state());
    }

    @Test
    void case59OnAStandbyRolesAreLeftOutAndSettingsAreItsOwn() throws Exception {
        second(true);
        String auto = text("/var/lib/postgresql/15/second/postgresql.auto.conf");
        try (WriteSession session = admin(SECOND)) {
            assertTrue(session.server().standby());
            Plan plan = FaultBench.plan(
                    session,
                    AlterSystem.set("log_connections", "on", Effect.RELOAD),
                    AlterRole.connectionLimit("onlylogin", 3));
            assertEquals(1, plan.items().size(), plan.text());
            assertTrue(plan.text().contains("This server is a standby"), plan.text());
            Pending pending = bench.apply(session, plan, LONG);
            assertEquals("on", sql(SECOND, "SHOW log_connections"));
            assertEquals("off", bench.sql("SHOW log_connections"));
            bench.changeSets().rollback(session, pending.id(), false, ApplyListener.NONE);
        }
        assertEquals(auto, text("/var/lib/postgresql/15/second/postgresql.auto.conf"));
        assertEquals("off", sql(SECOND, "SHOW log_connections"));
    }

    @Test
    void case60APromotionInTheWindowIsUndoneOnTheHostItBeganOn() throws Exception {
        second(true);
        String auto = text("/var/lib/postgresql/15/second/postgresql.auto.conf");
        String rules = text("/etc/postgresql/15/second/pg_hba.conf");
        String id;
        try (WriteSession session = admin(SECOND)) {
            HbaFile file = HbaFile.parse(rules.getBytes(UTF_8), 15);
            Plan plan = FaultBench.plan(
                    session,
                    AlterSystem.set("log_connections", "on", Effect.RELOAD),
                    HbaEdit.first("/etc/postgresql/15/second/pg_hba.conf", file, TypicalChanges.RULE));
            assertEquals(2, plan.running().size(), plan.text());
            id = bench.apply(session, plan, SHORT).id();
        }
        assertEquals("t", sql(SECOND, "SELECT pg_promote()"));
        bench.awaitUndone(id);
        assertEquals("f", sql(SECOND, "SELECT pg_is_in_recovery()"));
        assertEquals(auto, text("/var/lib/postgresql/15/second/postgresql.auto.conf"));
        assertEquals(rules, text("/etc/postgresql/15/second/pg_hba.conf"));
        assertEquals(before, state());
    }

    /// It begins to listen only after the command that starts it has come back.
    private void startPooler() {
        server.exec("cd / && runuser -u postgres -- pgbouncer -d /etc/pgbouncer/lab.ini")
                .ok();
        Patience.until(
                "the pooler listens",
                Duration.ofSeconds(20),
                () -> server.exec("ss -Htln 'sport = :6432' | grep -q .").rc() == 0,
                () -> server.exec("tail /var/log/postgresql/pgbouncer.log").out());
    }

    @Test
    void case61APoolerIsToldFromTheServer() throws Exception {
        LabPackages.install(server, "pgbouncer");
        server.copyIn("""
                [databases]
                shop = host=127.0.0.1 port=5432 dbname=shop user=postgres
                [pgbouncer]
                listen_addr = *
                listen_port = 6432
                auth_type = any
                logfile = /var/log/postgresql/pgbouncer.log
                pidfile = /var/run/postgresql/pgbouncer.pid
                ignore_startup_parameters = extra_float_digits,options
                """.getBytes(UTF_8), "/etc/pgbouncer/lab.ini", "postgres", "640");
        startPooler();
        for (boolean ssh : new boolean[] {true, false}) {
            TargetException refused = assertThrows(TargetException.class, () -> open("shop", "", 6432, ssh));
            assertTrue(refused.happened().contains("connection pooler"), refused.happened());
        }
        // one that does not even take the parameters
        server.exec("""
                pkill pgbouncer; while pgrep pgbouncer >/dev/null; do sleep 0.1; done
                sed -i 's/,options//' /etc/pgbouncer/lab.ini""").ok();
        startPooler();
        TargetException refused = assertThrows(TargetException.class, () -> open("shop", "", 6432, true));
        assertTrue(refused.happened().contains("connection pooler"), refused.happened());
        assertEquals(before, state());
    }

    @Test
    void case62OfTwoClustersOnlyTheOneAskedForIsTouched() throws Exception {
        second(false);
        String auto = text("/var/lib/postgresql/15/second/postgresql.auto.conf");
        String started = bench.sql("SELECT pg_postmaster_start_time()");
        String id;
        try (WriteSession session = admin(SECOND)) {
            HbaFile file = HbaFile.parse(server.readFile("/etc/postgresql/15/second/pg_hba.conf"), 15);
            Plan plan = FaultBench.plan(
                    session,
                    HbaEdit.first("/etc/postgresql/15/second/pg_hba.conf", file, TypicalChanges.RULE),
                    AlterSystem.set("max_connections", "60", Effect.RESTART),
                    AlterRole.connectionLimit("onlylogin", 3));
            assertEquals(3, plan.running().size(), plan.text());
            id = bench.apply(session, plan, SHORT).id();
        }
        assertEquals("60", sql(SECOND, "SHOW max_connections"));
        assertEquals("3", sql(SECOND, "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'onlylogin'"));
        assertEquals(before.get("role onlylogin"), state().get("role onlylogin"));
        bench.awaitUndone(id);
        assertEquals("100", sql(SECOND, "SHOW max_connections"));
        assertEquals("-1", sql(SECOND, "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'onlylogin'"));
        assertEquals(auto, text("/var/lib/postgresql/15/second/postgresql.auto.conf"));
        assertEquals(started, bench.sql("SELECT pg_postmaster_start_time()"));
        assertEquals(before, state());
    }

    @Test
    void case67ARuleThatAnMd5VerifierDoesNotFitIsRefused() throws Exception {
        HbaFile file = HbaFile.parse(server.readFile(FaultBench.HBA), 15);
        HbaRule shop = file.rules().stream()
                .filter(rule -> rule.method().equals("md5") && rule.words().contains("10.77.0.0/16"))
                .findFirst()
                .orElseThrow();
        try (WriteSession session = admin(server.pgPort())) {
            Plan plan = FaultBench.plan(session, HbaEdit.method(FaultBench.HBA, file, shop, "scram-sha-256"));
            assertTrue(plan.text().toLowerCase(Locale.ROOT).contains("md5"), plan.text());
            assertTrue(plan.text().contains("shop"), plan.text());
        }
        assertEquals(before, state());
    }

    @Test
    void case80TwoProgramsWithoutAShellSeeEachOther() throws Exception {
        try (WriteSession first = open("admin", LabServer.ADMIN_PASSWORD, server.pgPort(), false);
                WriteSession second = admin(server.pgPort())) {
            assertTrue(Turn.take(first));
            assertFalse(Turn.take(second));
            Plan plan = FaultBench.plan(second, TypicalChanges.of(server));
            ApplyException refused = assertThrows(ApplyException.class, () -> bench.apply(second, plan, LONG));
            assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
            Turn.give(first);
            bench.apply(second, plan, LONG).undo();
            assertTrue(Turn.take(first), "the turn was not given back");
        }
        assertEquals(before, state());
    }
}
