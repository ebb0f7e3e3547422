package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.FileEdit;
import org.pgrampart.change.FileMode;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.IpRange;
import org.pgrampart.lab.Patience;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Server;
import org.pgrampart.target.WriteSession;

/// Every script of a change set dies at every one of its steps; afterwards all is as it was, or all is kept.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FaultCrashLabIT extends UnderFault {
    private static final String NEW = "/etc/postgresql/15/main/conf.d/zz-fault.conf";
    private static final String OLD = "/srv/fault/old.conf";
    private static final String MODE = "/srv/fault/mode";
    private static final String[] FILES = {FaultBench.HBA, FaultBench.AUTO_CONF, NEW, OLD, MODE};

    @SuppressWarnings("NullAway.Init")
    private Plan plan;

    @SuppressWarnings("NullAway.Init")
    private Server facts;

    FaultCrashLabIT() {
        super("crash15", FILES);
    }

    @Override
    @BeforeAll
    void boot(@TempDir Path temporary) throws Exception {
        super.boot(temporary);
        server.exec("mkdir /srv/fault; echo mode >" + MODE + "; chmod 604 " + MODE)
                .ok();
        server.copyIn("old = yes\n".getBytes(), OLD, "shop:shop", "640");
        server.exec("setfacl -m u:postgres:r " + OLD).ok();
        try (WriteSession session = bench.open("root")) {
            facts = session.server();
            HbaFile file = HbaFile.parse(server.readFile(FaultBench.HBA), 15);
            plan = FaultBench.plan(
                    session,
                    HbaEdit.first(FaultBench.HBA, file, "host all nobody 192.0.2.0/24 reject"),
                    FileEdit.create(NEW, "log_disconnections = on\n", "postgres:postgres", "0640", Effect.RELOAD),
                    new FileContent(
                            OLD,
                            Optional.of(new Content(server.readFile(OLD))),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Command.Place.SERVER,
                            Effect.AT_ONCE,
                            Hazard.NONE,
                            "Remove the old file"),
                    FileMode.of(MODE, "shop:shop", "600"),
                    AlterSystem.set("log_connections", "on", Effect.RELOAD),
                    AlterRole.without("onlylogin", AlterRole.Attribute.INHERIT));
        }
        assertEquals(6, plan.items().size(), plan.text());
    }

    private RawSet set() {
        return new RawSet(server, plan, facts);
    }

    /// Staged and under a timer that is far away.
    private RawSet armed() {
        RawSet set = set();
        set.open(0).ok();
        set.arm(600).ok();
        return set;
    }

    private void statements(RawSet set) {
        set.apply("sql", 0).ok();
        bench.sql("ALTER ROLE onlylogin NOINHERIT; ALTER SYSTEM SET log_connections = 'on';");
    }

    private void isAsBefore(String when) {
        Map<String, String> now = state();
        for (Map.Entry<String, String> entry : before.entrySet()) {
            assertEquals(entry.getValue(), now.get(entry.getKey()), when + ": " + entry.getKey());
        }
        assertEquals(before, now, when);
    }

    /// Case 1: killed at every step of staging; cleared away by hand or by the next who comes.
    @Test
    void stagingThatDiesLeavesTheTargetsAlone() {
        int steps = 0;
        for (int at = 1; ; at++) {
            RawSet set = set();
            set.unpack();
            int status = set.prepare(at).rc();
            Map<String, String> dead = state();
            before.keySet().stream()
                    .filter(key -> !key.equals("files"))
                    .forEach(key -> assertEquals(before.get(key), dead.get(key)));
            if (at % 2 == 0) {
                set.rollback("auto", 0).ok();
            } else { // the next one who comes finds it, once it has been left alone for long enough
                server.exec("touch -d '-20 minutes' %s %<s/journal".formatted(set.folder()))
                        .ok();
                RawSet next = set();
                next.open(0).ok();
                next.rollback("auto", 0).ok();
            }
            isAsBefore("staging died at step " + at);
            if (status != RawSet.KILLED) {
                assertEquals(0, status);
                break;
            }
            steps = at;
        }
        assertTrue(steps >= 10, "only " + steps + " steps");
    }

    /// A program that waits where it is told to, as if it were slow: what it was started by dies meanwhile.
    private void slow(String program, String argument) {
        server.copyIn(
                """
                #!/bin/sh
                case "$*" in *'%1$s'*) echo began >/var/tmp/began; while [ -e /var/tmp/slow ]; do sleep 0.1; done ;; esac
                exec $(command -v -p %2$s) "$@"
                """.formatted(argument, program).getBytes(UTF_8), "/usr/local/sbin/" + program, "root:root", "755");
        server.exec("rm -f /var/tmp/began; touch /var/tmp/slow").ok();
    }

    /// Kills a script, but not what it has started, and takes everything back while that still runs.
    private void outlived(RawSet set, String script) {
        Patience.until(
                "it is in the middle",
                Duration.ofSeconds(30),
                () -> server.exec("test -e /var/tmp/began").rc() == 0,
                () -> bench.journal(set.id()));
        server.exec("pkill -KILL -f '^sh [^ ]*/%s/%s'".formatted(set.id(), script))
                .ok();
        server.exec("setsid sh %s/rollback.sh auto >/dev/null 2>&1 </dev/null &".formatted(set.folder()))
                .ok();
        Patience.until(
                "it waits",
                Duration.ofSeconds(30),
                () -> server.exec("pgrep -f '^sh [^ ]*/%s/rollback.sh'".formatted(set.id()))
                                .rc()
                        == 0,
                () -> bench.journal(set.id()));
        assertEquals(1, server.exec("test -e " + set.folder() + "/rolled-back").rc(), "it did not wait");
        server.exec("rm /var/tmp/slow /usr/local/sbin/*").ok();
        bench.awaitUndone(set.id());
        isAsBefore("what outlived " + script + " has ended");
    }

    /// A copy that outlives its script is not made after everything has been cleared away.
    @Test
    void whatOutlivesStagingLeavesNothing() {
        RawSet set = set();
        set.unpack();
        slow("cp", "/.pgrampart-");
        server.exec("PATH=/usr/local/sbin:$PATH setsid sh %s/prepare.sh %<s >/dev/null 2>&1 </dev/null &"
                        .formatted(set.folder()))
                .ok();
        outlived(set, "prepare.sh");
    }

    /// A command that outlives its script does not do its work after the one that takes it back.
    @Test
    void whatOutlivesApplyingIsTakenBack() throws Exception {
        String table = "nft list table inet pgrampart";
        try (WriteSession session = bench.open("root")) {
            List<IpRange> lab = List.of(IpRange.parse("10.77.0.0/16").orElseThrow());
            Plan walls = FaultBench.plan(session, FirewallRules.allow(5432, lab, 22, lab));
            RawSet set = new RawSet(server, walls, session.server());
            set.open(0).ok();
            set.arm(600).ok();
            slow("nft", "-f -");
            server.exec("setsid sh %s/apply.sh %<s files >/dev/null 2>&1 </dev/null &".formatted(set.folder()))
                    .ok();
            outlived(set, "apply.sh");
        }
        assertEquals(1, server.exec(table).rc(), "the rules came after they were taken back");
    }

    /// Cases 2, 3, 4 and 5: killed at every step of applying; the timer undoes.
    @Test
    void applyingThatDiesIsUndoneByTheTimer() {
        everyStepOfApplying(set -> {
            set.arm(1).ok();
            bench.awaitUndone(set.id());
        });
    }

    /// Cases 2, 3, 4 and 5: killed at every step of applying; undone by hand.
    @Test
    void applyingThatDiesIsUndoneByHand() {
        everyStepOfApplying(set -> set.rollback("manual", 0).ok());
    }

    /// Cases 2, 3, 4 and 5: killed at every step of applying, the timer lost; the next change set undoes it first.
    @Test
    void applyingThatDiesIsUndoneByTheNextWhoComes() {
        everyStepOfApplying(set -> {
            server.exec("systemctl stop 'pgrampart-2*.timer'").ok();
            boolean touched =
                    server.exec("test -e " + set.folder() + "/touched").rc() == 0;
            RawSet next = set();
            assertEquals(touched ? 24 : 0, next.open(0).rc());
            if (!touched) {
                next.rollback("auto", 0).ok();
            }
        });
    }

    /// Cases 2, 3, 4 and 5: killed at every step of applying; what runs when the machine starts undoes.
    @Test
    void applyingThatDiesIsUndoneAtTheNextStart() {
        everyStepOfApplying(set -> {
            set.bootRecover("boot").ok();
            assertTrue(server.exec("test -e " + set.folder() + "/rolled-back").rc() != 0);
            set.bootRecover("auto").ok();
        });
    }

    private void everyStepOfApplying(Consumer<RawSet> recovery) {
        int steps = 0;
        for (int at = 1; ; at++) {
            RawSet set = armed();
            if (at > 1) {
                statements(set);
            }
            int status =
                    set.apply(at > 1 ? "files" : "sql", at > 1 ? at - 1 : 1).rc();
            recovery.accept(set);
            isAsBefore("applying died at step " + at);
            if (status != RawSet.KILLED) {
                assertEquals(0, status);
                break;
            }
            steps = at;
        }
        assertTrue(steps >= 12, "only " + steps + " steps");
    }

    /// Case 6: killed at every step of applying and then at every step of undoing.
    @Test
    void everyPairOfAStepOfApplyingAndAStepOfUndoingEndsAsBefore() {
        int pairs = 0;
        boolean more = true;
        for (int applied = 1; more; applied++) {
            for (int undone = 1; ; undone++) {
                RawSet set = set();
                set.open(0).ok();
                set.unguarded();
                statements(set);
                int status = set.apply("files here", applied).rc();
                int back = set.rollback("auto", undone).rc();
                set.rollback("auto", 0).ok();
                isAsBefore("applying died at step %d, undoing at step %d".formatted(applied, undone));
                if (back != RawSet.KILLED) {
                    assertEquals(0, back);
                    more = status == RawSet.KILLED;
                    break;
                }
                pairs++;
            }
        }
        assertTrue(pairs >= 120, "only " + pairs + " pairs");
    }

    /// Case 8: killed at every step of keeping, once decided it stays so; and it can be undone later.
    @Test
    void keepingThatDiesIsFinished() {
        int steps = 0;
        for (int at = 1; ; at++) {
            RawSet set = armed();
            statements(set);
            set.apply("files", 0).ok();
            int status = set.confirm(at).rc();
            switch (at % 4) {
                case 0 -> set.confirm(0).ok();
                case 1 -> set.rollback("auto", 0).ok(); // the timer comes, sees that it is kept and finishes
                case 2 -> set.bootRecover("auto").ok();
                default -> // the next who comes finishes it, and is told that the server is another one now
                    assertEquals(23, set().open(0).rc());
            }
            assertEquals(
                    "confirm",
                    server.exec("readlink " + set.folder() + "/decision").text());
            server.exec("test -e " + set.folder() + "/confirmed").ok();
            Map<String, String> kept = state();
            assertTrue(kept.getOrDefault("files", "").endsWith("left behind:"), kept.get("files"));
            assertTrue(new String(server.readFile(FaultBench.HBA)).contains("192.0.2.0/24"));
            assertEquals(
                    "on", kept.getOrDefault("setting log_disconnections", "").replace("\"", ""));
            assertNotEquals(before, kept);
            set.rollback("manual", 0).ok();
            isAsBefore("keeping died at step " + at + " and was undone later");
            if (status != RawSet.KILLED) {
                assertEquals(0, status);
                break;
            }
            steps = at;
        }
        assertTrue(steps >= 8, "only " + steps + " steps");
    }
}
