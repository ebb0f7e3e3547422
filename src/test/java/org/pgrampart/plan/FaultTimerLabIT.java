package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.format.IpRange;
import org.pgrampart.lab.Patience;
import org.pgrampart.target.WriteSession;

/// Timer, time and host: cases 73 to 84 of the fault matrix.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultTimerLabIT extends UnderFault {
    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofSeconds(280);
    private static final String[] FILES = {FaultBench.HBA, FaultBench.CONF, FaultBench.AUTO_CONF};

    FaultTimerLabIT() {
        super("timer15", FILES);
    }

    @Override
    @AfterEach
    void putBack() {
        server.exec("""
                rm -f /usr/local/bin/systemctl /usr/local/bin/date
                for f in /usr/bin/systemd-run /usr/bin/setsid /usr/bin/at; do umount $f 2>/dev/null; done
                systemctl start atd
                """);
        super.putBack();
    }

    private void takeAway(String... programs) {
        for (String program : programs) {
            server.exec("mount --bind /dev/null " + program).ok();
        }
    }

    private Pending applied(Duration window) throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Pending pending = bench.apply(session, FaultBench.plan(session, TypicalChanges.of(server)), window);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            assertNotEquals(before, state());
            return pending;
        }
    }

    private String fact(String id, String name) {
        return server.exec("cat " + FaultBench.BASE + "/txn/" + id + "/" + name).text();
    }

    /// How many seconds after its deadline the server began to undo, by its own uptime.
    private long late(String id) {
        String number = fact(id, "timer/number");
        long deadline = Long.parseLong(fact(id, "timer/" + number + ".end").split(" ")[1]);
        String line = bench.journal(id)
                .lines()
                .filter(l -> l.contains(" ROLLING_BACK"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.split(" ")[2]) - deadline;
    }

    private void undoneInTime(String id, String kind) {
        assertEquals(kind, fact(id, "timer/kind"));
        bench.awaitUndone(id);
        assertTrue(late(id) >= 0 && late(id) <= 2, () -> "late by " + late(id) + " s");
        assertEquals(before, state());
    }

    @Test
    void case76TheTimerFiresWithinTwoSecondsOfItsDeadline() throws Exception {
        String id = applied(SHORT).id();
        undoneInTime(id, "systemd");
    }

    @Test
    void case73WithoutSystemdRunTheTimerIsAJobOfAt() throws Exception {
        takeAway("/usr/bin/systemd-run");
        String id = applied(SHORT).id();
        undoneInTime(id, "at");
    }

    @Test
    void case73WithoutAtEitherItIsADetachedShell() throws Exception {
        takeAway("/usr/bin/systemd-run");
        server.exec("systemctl stop atd").ok();
        String id = applied(SHORT).id();
        undoneInTime(id, "shell");
    }

    @Test
    void case73WithNoTimerAtAllNothingIsChanged() throws Exception {
        takeAway("/usr/bin/systemd-run", "/usr/bin/at", "/usr/bin/setsid");
        ApplyException refused = assertThrows(ApplyException.class, () -> applied(SHORT));
        assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
        assertEquals(before, state());
    }

    @Test
    void case74ATimerThatCannotBeReadBackIsNone() throws Exception {
        takeAway("/usr/bin/at", "/usr/bin/setsid");
        server.copyIn("""
                #!/bin/sh
                case $1 in is-active | show) exit 1 ;; esac
                exec /usr/bin/systemctl "$@"
                """.getBytes(java.nio.charset.StandardCharsets.UTF_8), "/usr/local/bin/systemctl", "root", "755");
        ApplyException refused = assertThrows(ApplyException.class, () -> applied(SHORT));
        assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
        server.exec("rm /usr/local/bin/systemctl").ok();
        assertEquals(before, state());
    }

    @Test
    void case74ARollbackThatFailsAtFirstIsTriedAgain() throws Exception {
        String id = applied(SHORT).id();
        // nothing can be renamed over a mount point
        server.exec("mount --bind %1$s %1$s".formatted(FaultBench.HBA)).ok();
        Patience.until(
                "the first try has failed",
                Duration.ofSeconds(40),
                () -> bench.journal(id).contains("ROLLBACK_INCOMPLETE"),
                () -> bench.journal(id));
        assertTrue(new String(server.readFile(FaultBench.HBA), java.nio.charset.StandardCharsets.UTF_8)
                .contains(TypicalChanges.RULE));
        server.exec("umount " + FaultBench.HBA).ok();
        bench.awaitUndone(id);
        assertEquals(before, state());
    }

    @Test
    void case75AJumpOfTheWallClockMovesNoDeadline() throws Exception {
        takeAway("/usr/bin/systemd-run");
        server.exec("systemctl stop atd").ok();
        String id = applied(Duration.ofSeconds(20)).id();
        // what every script sees from now on is a clock that is a day ahead
        server.copyIn("""
                #!/bin/sh
                case $* in
                *+%s*) echo $(($(/usr/bin/date +%s) + 86400)) ;;
                *) exec /usr/bin/date "$@" ;;
                esac
                """.getBytes(java.nio.charset.StandardCharsets.UTF_8), "/usr/local/bin/date", "root", "755");
        try (WriteSession session = bench.open("nopass")) {
            ChangeSet set = bench.changeSets().list(session).getFirst();
            assertEquals(ChangeSet.State.WAITING, set.state());
            long left = set.secondsLeft().orElseThrow();
            assertTrue(left > 0 && left <= 20, "seconds left: " + left);
        }
        undoneInTime(id, "shell");
    }

    @Test
    void case77AHardCrashInTheWindowIsUndoneBeforeSshdStarts() throws Exception {
        String id = applied(LONG).id();
        server.crash();
        server.restart();
        backAfterBoot(id);
    }

    @Test
    void case77ARebootInTheWindowIsUndoneBeforeSshdStarts() throws Exception {
        String id = applied(LONG).id();
        server.reboot();
        backAfterBoot(id);
    }

    private void backAfterBoot(String id) {
        bench.awaitUndone(id);
        long files = Long.parseLong(
                server.exec("systemctl show -p ExecMainExitTimestampMonotonic --value pgrampart-boot-files.service")
                        .text());
        long sshd = Long.parseLong(server.exec("systemctl show -p ExecMainStartTimestampMonotonic --value ssh.service")
                .text());
        assertTrue(files > 0 && files < sshd, "files back at %d, sshd at %d".formatted(files, sshd));
        Patience.until(
                "the guard of the boot is gone",
                Duration.ofSeconds(30),
                () -> server.exec("ls /etc/systemd/system/*/pgrampart-*").rc() != 0,
                () -> bench.journal(id));
        assertEquals(withoutUnits(before), withoutUnits(state()));
    }

    // systemd remembers the units that it ran at boot until it reads its files again
    private Map<String, String> withoutUnits(Map<String, String> state) {
        Map<String, String> rest = new java.util.TreeMap<>(state);
        rest.computeIfPresent(
                "files",
                (_, text) -> String.join(
                        "\n",
                        text.lines()
                                .filter(l -> !l.startsWith("pgrampart-boot-"))
                                .toList()));
        return rest;
    }

    @Test
    void case79ARestoredServerWithAnOpenChangeSetUndoesItAtBoot() throws Exception {
        Pending pending = applied(LONG);
        String id = pending.id();
        server.exec("""
                tar -C / -cf /root/backup.tar etc/postgresql etc/systemd/system var/lib/pgrampart \
                    var/lib/postgresql/15/main/postgresql.auto.conf""").ok();
        try (WriteSession session = bench.open("nopass")) {
            bench.changeSets().rollback(session, id, false, ApplyListener.NONE);
        }
        server.exec("rm -rf /var/lib/pgrampart && tar -C / -xf /root/backup.tar && rm /root/backup.tar")
                .ok();
        server.reboot();
        bench.awaitUndone(id);
        // the archive gave the files other inodes, so their contents are compared
        assertFalse(new String(server.readFile(FaultBench.HBA), java.nio.charset.StandardCharsets.UTF_8)
                .contains(TypicalChanges.RULE));
        assertEquals(before.get("setting log_connections"), state().get("setting log_connections"));
    }

    @Test
    void case80TheSecondOfTwoProgramsSeesTheFirst() throws Exception {
        Pending first = applied(LONG);
        Map<String, String> pending = state();
        FaultBench other = new FaultBench(server, folder.resolve("other"));
        try (WriteSession session = other.open("root")) {
            Plan plan = FaultBench.plan(
                    session,
                    org.pgrampart.change.AlterSystem.set(
                            "log_disconnections", "on", org.pgrampart.change.Effect.RELOAD));
            ApplyException refused = assertThrows(ApplyException.class, () -> other.apply(session, plan, LONG));
            assertEquals(ApplyException.State.UNTOUCHED, refused.state());
            assertTrue(refused.happened().contains(first.id()), refused.happened());
            assertEquals(
                    ChangeSet.State.WAITING,
                    other.changeSets().list(session).getFirst().state());
        }
        assertEquals(pending, state());
    }

    @Test
    void case81OneDamagedSnapshotIsEnoughAndTwoWriteNothing() throws Exception {
        String id = applied(LONG).id();
        String item = server.exec("grep -lx " + FaultBench.HBA + " " + FaultBench.BASE + "/txn/" + id
                        + "/items/*/real | xargs dirname")
                .text();
        server.exec("echo '# damaged' >>\"$(cat %s/stem).pre\"".formatted(item)).ok();
        server.exec("cp -p %1$s/pre /root/pre && echo '# damaged' >>%1$s/pre".formatted(item))
                .ok();
        String rollback = "sh " + FaultBench.BASE + "/txn/" + id + "/rollback.sh auto";
        assertEquals(1, server.exec(rollback).rc(), bench.journal(id));
        assertTrue(bench.journal(id).contains("ROLLBACK_INCOMPLETE"), bench.journal(id));
        String rules = new String(server.readFile(FaultBench.HBA), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(rules.contains(TypicalChanges.RULE) && !rules.contains("damaged"), rules);
        server.exec("cp -p /root/pre %s/pre && rm /root/pre".formatted(item)).ok();
        server.exec(rollback).ok();
        assertEquals(
                before.get("files").replaceAll("(?m)^" + FaultBench.HBA + "\\|regular file.*$", ""),
                state().get("files").replaceAll("(?m)^" + FaultBench.HBA + "\\|regular file.*$", ""),
                "all but the inode, which was damaged");
    }

    @Test
    void case82AFolderThatSomebodyElseMadeIsNotUsed() throws Exception {
        for (String trap : List.of(
                "mkdir -p /var/lib/pgrampart/txn && chown -R plain /var/lib/pgrampart && chmod 777 /var/lib/pgrampart",
                "mkdir /home/plain/trap && chown plain /home/plain/trap && ln -s /home/plain/trap /var/lib/pgrampart")) {
            server.exec("rm -rf /var/lib/pgrampart && " + trap).ok();
            ApplyException refused = assertThrows(ApplyException.class, () -> applied(LONG), trap);
            assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
            assertTrue(refused.happened().contains("belongs to somebody else"), refused.happened());
            assertEquals(
                    "",
                    server.exec("find /var/lib/pgrampart/ /home/plain/trap/ -type f 2>/dev/null; :")
                            .text());
            server.exec("rm -rf /var/lib/pgrampart /home/plain/trap").ok();
            assertEquals(before, state());
        }
    }

    @Test
    void case83OurFirewallGoesAlthoughAnotherKeepsUsOut() throws Exception {
        String id;
        try (WriteSession session = bench.open("nopass")) {
            FirewallRules rules = FirewallRules.allow(
                    server.pgPort(),
                    List.of(IpRange.parse(server.ownAddress() + "/32").orElseThrow()),
                    server.sshPort(),
                    List.of(IpRange.parse(server.ownAddress() + "/32").orElseThrow()));
            Plan plan = FaultBench.plan(session, rules);
            assertFalse(plan.isEmpty(), plan.text());
            id = bench.apply(session, plan, SHORT).id();
        }
        server.exec("nft add table inet lab; nft 'add chain inet lab in { type filter hook input priority -10; }';"
                        + " nft add rule inet lab in ip saddr " + server.ownAddress() + " drop")
                .ok();
        try {
            bench.awaitUndone(id);
            String tables = server.exec("nft list tables").text();
            assertTrue(tables.contains("lab") && !tables.contains("pgrampart"), tables);
        } finally {
            server.exec("nft delete table inet lab").ok();
        }
        assertEquals(before, state());
    }
}
