package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.IpRange;
import org.pgrampart.lab.LabServer;
import org.pgrampart.lab.Patience;
import org.pgrampart.model.Secret;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Target;
import org.pgrampart.target.WriteSession;

/// A server that is reached by SSH as `postgres`, without root: what belongs to the database server changes and comes
/// back, also by itself and after a restart of the machine; the rest is left to others.
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class OwnerModeLabIT extends UnderFault {
    private static final String BASE = "~postgres/.pgrampart";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    OwnerModeLabIT() {
        super("owner15", FaultBench.HBA, FaultBench.AUTO_CONF);
    }

    private Change[] changes() {
        HbaFile file = HbaFile.parse(server.readFile(FaultBench.HBA), 15);
        return new Change[] {
            HbaEdit.first(FaultBench.HBA, file, "hostnossl all onlylogin all reject"),
            AlterSystem.set("log_connections", "on", Effect.RELOAD),
            AlterRole.without("shop", AlterRole.Attribute.CREATEDB),
            SetVerifier.of("onlylogin", Secret.of(SqlModeProgram.VERIFIER)),
        };
    }

    @Override
    Map<String, String> state() {
        Map<String, String> state = new TreeMap<>(super.state());
        state.put("crontab", server.exec("crontab -u postgres -l 2>&1; :").out());
        return state;
    }

    private boolean undone(String id) {
        return server.exec("test -e " + BASE + "/txn/" + id + "/rolled-back").rc() == 0;
    }

    private String journal(String id) {
        return server.exec("cat " + BASE + "/txn/" + id + "/journal; atq; crontab -u postgres -l; :")
                .out();
    }

    @Test
    void whatBelongsToTheServerIsChangedKeptAndTakenBack() throws Exception {
        try (WriteSession session = bench.open("postgres")) {
            FirewallRules firewall = FirewallRules.allow(
                    5432, List.of(IpRange.parse("10.0.0.0/8").orElseThrow()), 22, List.of());
            Plan walls = FaultBench.plan(session, firewall);
            assertTrue(walls.isEmpty(), walls.text());
            assertTrue(walls.text().contains("Without root only the files of the database server"), walls.text());
            Plan plan = FaultBench.plan(session, changes());
            assertEquals(Reach.OWNER, plan.reach());
            assertEquals(4, plan.running().size(), plan.text());
            Pending pending = bench.apply(session, plan, Duration.ofMinutes(5));
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            assertTrue(
                    state().getOrDefault("crontab", "").contains("@reboot"), "no guard for a restart of the machine");
            pending.keep();
            assertFalse(state().getOrDefault("crontab", "").contains("@reboot"), "the guard was left behind");
            Map<String, String> after = state();
            assertNotEquals(before, after);
            String command = ChangeSetId.undoCommand(plan, pending.id());
            assertTrue(command.startsWith("sh ") && command.endsWith("rollback.sh manual"), command);
            server.exec("runuser -l postgres -c '" + command + "'").ok();
            assertEquals(before, state());
        }
    }

    @Test
    void whatNobodyKeptIsUndoneByTheServerAlone() throws Exception {
        String id;
        try (WriteSession session = bench.open("postgres")) {
            id = bench.apply(session, FaultBench.plan(session, changes()), Duration.ofSeconds(10))
                    .id();
            server.exec("pkill -KILL -u postgres sshd; :");
        }
        Patience.until("it is undone", PATIENCE, () -> undone(id), () -> journal(id));
        Patience.until("nothing is left", PATIENCE, () -> state().equals(before), () -> state().toString());
    }

    private WriteSession asShop() throws Exception {
        Target admin = bench.target("postgres", server.sshPort());
        Target shop = new Target(
                admin.name(),
                DatabaseAddress.of(server.address(), server.pgPort(), "shop", "shop")
                        .sslMode("require"),
                admin.ssh(),
                false,
                false,
                admin.sudo(),
                Optional.empty(),
                admin.environment(),
                false);
        Connector connector = new Connector(
                (_, _) -> Optional.of(Secret.of(LabServer.SHOP_PASSWORD)),
                (_, _, _) -> false,
                folder.resolve("known_hosts"));
        return connector.openToWrite(shop, Checklist.NONE);
    }

    @Test
    void whatTheServerWouldRefuseTheRoleIsLeftOutAndTheRestIsDone() throws Exception {
        bench.sql("GRANT pg_read_all_settings TO shop"); // else it cannot tell where the files are
        Map<String, String> granted = state();
        try (WriteSession session = asShop()) {
            assertFalse(session.server().superuser());
            Plan plan = FaultBench.plan(
                    session,
                    AlterRole.connectionLimit("onlylogin", 3),
                    AlterRole.connectionLimit("admin", 3),
                    AlterRole.with("onlylogin", AlterRole.Attribute.BYPASSRLS));
            assertEquals(Reach.OWNER, plan.reach());
            assertEquals(1, plan.running().size(), plan.text());
            assertEquals(3, plan.exported().size(), plan.text());
            assertTrue(plan.text().contains("Role shop may not change role admin."), plan.text());
            assertTrue(plan.text().contains("Only a superuser may do this."), plan.text());
            Pending pending = bench.apply(session, plan, Duration.ofMinutes(5));
            pending.keep();
            String limits = "SELECT string_agg(rolconnlimit::text, ' ' ORDER BY rolname) FROM pg_roles"
                    + " WHERE rolname IN ('admin', 'onlylogin')";
            assertEquals("-1 3", bench.sql(limits));
            bench.changeSets().rollback(session, pending.id(), false, ApplyListener.NONE);
            assertEquals(granted, state());
        } finally {
            bench.sql("REVOKE pg_read_all_settings FROM shop");
        }
        assertEquals(before, state());
    }

    /// Also where cron is faster than PostgreSQL, whose start is systemd's business.
    @Test
    void aRestartOfTheMachineUndoesItToo() throws Exception {
        server.exec("""
                mkdir -p /etc/systemd/system/postgresql@.service.d
                printf '[Service]\\nExecStartPre=/bin/sleep 6\\n' >/etc/systemd/system/postgresql@.service.d/lab.conf
                """).ok();
        String id;
        try (WriteSession session = bench.open("postgres")) {
            id = bench.apply(session, FaultBench.plan(session, changes()), Duration.ofMinutes(10))
                    .id();
        }
        server.crash();
        server.restart();
        Patience.until("it is undone", PATIENCE, () -> undone(id), () -> journal(id));
        assertEquals(
                "active", server.exec("systemctl is-active postgresql@15-main").text());
        server.exec("rm -r /etc/systemd/system/postgresql@.service.d; systemctl daemon-reload")
                .ok();
        Map<String, String> after = state();
        assertEquals(before.get("crontab"), after.get("crontab"));
        assertEquals(before.get("role onlylogin"), after.get("role onlylogin"));
        assertEquals(before.get("files"), after.get("files"));
    }
}
