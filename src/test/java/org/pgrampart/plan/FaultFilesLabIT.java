package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileEdit;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.format.HbaFile;
import org.pgrampart.lab.Patience;
import org.pgrampart.lab.Ran;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// Files that are not plain: links, other owners, hands of other people.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultFilesLabIT extends UnderFault {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    FaultFilesLabIT() {
        super("files15");
    }

    private byte[] hba() {
        return server.readFile(FaultBench.HBA);
    }

    private Change reject(byte[] file) {
        return HbaEdit.first(FaultBench.HBA, HbaFile.parse(file, 15), "host all nobody 192.0.2.0/24 reject");
    }

    private Change setting(String path) {
        return FileEdit.append(path, server.readFile(path), "# changed", Effect.AT_ONCE);
    }

    private void write(String path, String text) {
        server.copyIn(text.getBytes(StandardCharsets.UTF_8), path, "shop:shop", "640");
    }

    private String read(String path) {
        return new String(server.readFile(path), StandardCharsets.UTF_8);
    }

    /// A plan, staged and applied without a timer's coming between.
    private RawSet applied(WriteSession session, Change... changes) throws TargetException {
        RawSet set = new RawSet(server, FaultBench.plan(session, changes), session.server());
        set.open(0).ok();
        set.arm(600).ok();
        set.apply("files", 0).ok();
        return set;
    }

    private void refused(Change change, String because) throws Exception {
        try (WriteSession session = bench.open("root")) {
            Plan plan = FaultBench.plan(session, change);
            ApplyException refused =
                    assertThrows(ApplyException.class, () -> bench.apply(session, plan, WINDOW), plan.text());
            assertTrue(refused.happened().contains(because), refused.happened());
            assertEquals(ApplyException.State.UNTOUCHED, refused.state());
        }
    }

    /// No fault at all, which every case is measured by: files, settings and roles are the same again, inodes too.
    @Test
    void everythingIsTakenBackToTheVeryFile() throws Exception {
        Map<String, String> before = bench.state(FaultBench.HBA, FaultBench.AUTO_CONF);
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(
                    session,
                    reject(hba()),
                    AlterSystem.set("log_connections", "on", Effect.RELOAD),
                    AlterRole.without("onlylogin", AlterRole.Attribute.INHERIT));
            Pending pending = bench.apply(session, plan, WINDOW);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            assertNotEquals(before, bench.state(FaultBench.HBA, FaultBench.AUTO_CONF));
            pending.undo();
            assertEquals(before, bench.state(FaultBench.HBA, FaultBench.AUTO_CONF));
        }
    }

    // --- links -------------------------------------------------------------------------------------------------------

    /// Case 33: the file that a symbolic link leads to is edited and put back; the link stays as it is.
    @Test
    void theTargetOfALinkIsEditedAndTheLinkStays() throws Exception {
        write("/srv/real.conf", "a = 1\n");
        server.exec("ln -sfn real.conf /srv/link.conf").ok();
        Map<String, String> before = bench.state("/srv/link.conf", "/srv/real.conf");
        try (WriteSession session = bench.open("root")) {
            RawSet set = applied(session, setting("/srv/link.conf"));
            assertEquals("real.conf", server.exec("readlink /srv/link.conf").text());
            assertTrue(read("/srv/real.conf").contains("# changed"));
            set.rollback("manual", 0).ok();
            assertEquals(before, bench.state("/srv/link.conf", "/srv/real.conf"));
        }
    }

    /// Case 33: a link into the package store or into a container's mounted configuration is refused.
    @Test
    void aTargetThatAnotherProgramMakesIsRefused() throws Exception {
        server.exec("mkdir -p /nix/store/abc-conf /srv/..data").ok();
        write("/nix/store/abc-conf/shop.conf", "a = 1\n");
        write("/srv/..data/shop.conf", "a = 1\n");
        server.exec("ln -sfn /nix/store/abc-conf/shop.conf /srv/nix.conf; ln -sfn ..data/shop.conf /srv/pod.conf")
                .ok();
        refused(setting("/srv/nix.conf"), "leads into the system's package store");
        refused(setting("/srv/pod.conf"), "is a mounted configuration of a container");
    }

    /// Case 34: ALTER SYSTEM would replace the link, so the setting goes into a file of its own.
    @Test
    void aLinkedAutoConfStaysALinkAndTheSettingGoesIntoAFile() throws Exception {
        server.exec(
                        "cd /var/lib/postgresql/15/main && mv postgresql.auto.conf real.conf && ln -s real.conf postgresql.auto.conf")
                .ok();
        try {
            String own = "/etc/postgresql/15/main/conf.d/zz-pgrampart.conf";
            try (WriteSession session = bench.open("root")) {
                Plan plan = FaultBench.plan(session, AlterSystem.set("log_connections", "on", Effect.RELOAD));
                assertTrue(plan.text().contains(own), plan.text());
                Pending kept = bench.apply(session, plan, Duration.ofMinutes(5));
                assertTrue(read(own).contains("log_connections = on"), read(own));
                assertEquals("on", bench.sql("SHOW log_connections"));
                bench.changeSets().rollback(session, kept.id(), false, ApplyListener.NONE);
            }
            assertEquals("off", bench.sql("SHOW log_connections"));
            assertEquals(1, server.exec("test -e " + own).rc());
            assertEquals(
                    "real.conf", server.exec("readlink " + FaultBench.AUTO_CONF).text());
        } finally {
            server.exec("cd /var/lib/postgresql/15/main && mv -f real.conf postgresql.auto.conf")
                    .ok();
        }
    }

    // --- other hands -------------------------------------------------------------------------------------------------

    /// Case 39: changed between snapshot and apply: refused, and their version survives the undo.
    @Test
    void whatSomebodyWroteBetweenStagingAndApplyingIsNotOverwritten() throws Exception {
        write("/srv/shop.conf", "a = 1\n");
        try (WriteSession session = bench.open("root")) {
            RawSet set = new RawSet(server, FaultBench.plan(session, setting("/srv/shop.conf")), session.server());
            set.open(0).ok();
            set.arm(600).ok();
            server.exec("echo theirs >>/srv/shop.conf").ok();
            Ran ran = set.apply("files", 0);
            assertEquals(9, ran.rc());
            assertTrue(ran.err().contains("/srv/shop.conf was changed by somebody else"), ran.err());
            set.rollback("auto", 0).ok();
            assertEquals("a = 1\ntheirs\n", read("/srv/shop.conf"));
        }
    }

    /// Case 40: changed after apply: undoing by hand refuses; even force keeps their version beside.
    @Test
    void whatSomebodyWroteAfterApplyingIsKeptAndOnlyForceReplacesIt() throws Exception {
        write("/srv/shop.conf", "a = 1\n");
        server.exec("rm -f /srv/new.conf").ok();
        try (WriteSession session = bench.open("root")) {
            RawSet set = applied(
                    session,
                    setting("/srv/shop.conf"),
                    FileEdit.create("/srv/new.conf", "new\n", "shop:shop", "0640", Effect.AT_ONCE));
            server.exec("echo theirs >>/srv/shop.conf; echo theirs >>/srv/new.conf")
                    .ok();
            assertEquals(12, set.confirm(0).rc());
            Ran manual = set.rollback("manual", 0);
            assertEquals(3, manual.rc());
            assertTrue(manual.out().contains("CONFLICT: /srv/shop.conf was changed by somebody else"), manual.out());
            assertEquals("a = 1\n# changed\ntheirs\n", read("/srv/shop.conf"));
            assertEquals("new\ntheirs\n", read("/srv/new.conf"));
            set.rollback("manual force", 0).ok();
            assertEquals("a = 1\n", read("/srv/shop.conf"));
            assertNotEquals(0, server.exec("test -e /srv/new.conf").rc());
            assertEquals(
                    "a = 1\n# changed\ntheirs\nnew\ntheirs\n",
                    server.exec("cd %s/items; cat 001/foreign.* 002/foreign.*".formatted(set.folder()))
                            .out());
        }
    }

    /// Case 40: changed after apply: the timer puts the snapshot back and keeps their version beside.
    @Test
    void theTimerPutsTheOldVersionBackAndKeepsTheirs() throws Exception {
        write("/srv/shop.conf", "a = 1\n");
        try (WriteSession session = bench.open("root")) {
            RawSet set = applied(session, setting("/srv/shop.conf"));
            server.exec("echo theirs >>/srv/shop.conf").ok();
            set.arm(1).ok();
            bench.awaitUndone(set.id());
            assertEquals("a = 1\n", read("/srv/shop.conf"));
            assertEquals(
                    "a = 1\n# changed\ntheirs\n",
                    server.exec("cat %s/items/001/foreign.*".formatted(set.folder()))
                            .out());
        }
    }

    /// Case 56: a setting that somebody else made with ALTER SYSTEM in the window stays.
    @Test
    void anotherSettingOfSomebodyElseSurvivesTheUndoOfOurs() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan =
                    FaultBench.plan(session, AlterSystem.set("log_connections", "on", Effect.RELOAD), reject(hba()));
            Pending pending = bench.apply(session, plan, WINDOW);
            bench.sql("ALTER SYSTEM SET log_disconnections = 'on'");
            pending.undo();
            assertEquals("off", bench.sql("SELECT setting FROM pg_settings WHERE name = 'log_connections'"));
            assertTrue(read(FaultBench.AUTO_CONF).contains("log_disconnections"));
            assertFalse(read(FaultBench.AUTO_CONF).contains("log_connections"));
        } finally {
            bench.sql("ALTER SYSTEM RESET log_disconnections");
            bench.sql("SELECT pg_reload_conf()");
            Patience.until(
                    "theirs is gone",
                    Duration.ofSeconds(20),
                    () -> bench.sql("SHOW log_disconnections").equals("off"),
                    () -> "");
        }
    }

    /// Case 41: configuration management is told of beforehand, and what it wrote again is not kept as ours.
    @Test
    void aFileThatAnotherProgramWritesIsWarnedOfAndNotKeptWhenItWroteAgain() throws Exception {
        write("/srv/shop.conf", "# This file is managed by Ansible; do not edit\na = 1\n");
        StringBuilder told = new StringBuilder();
        try (WriteSession session = bench.open("root")) {
            Plan plan = FaultBench.plan(
                    session,
                    FileEdit.append("/srv/shop.conf", server.readFile("/srv/shop.conf"), "b = 2", Effect.AT_ONCE)
                            .mayCutAccess());
            Pending pending = new Applier(FaultBench.CLOCK, bench.changes(), "test")
                    .apply(session, plan.confirm(plan.digest()), WINDOW, (_, _, _, text) -> told.append(text));
            assertTrue(told.toString().contains("another program writes it"), told.toString());
            write("/srv/shop.conf", "# This file is managed by Ansible; do not edit\na = 1\n");
            ApplyException refused = assertThrows(ApplyException.class, pending::keep);
            assertTrue(refused.happened().contains("changed by somebody else"), refused.happened());
            pending.undo();
        }
    }

    /// Case 70: while a base backup runs, nothing is planned and nothing that was planned is staged.
    @Test
    void aBaseBackupIsNotToldHalfOfAChange() throws Exception {
        String unit = """
                [Service]
                User=postgres
                ExecStart=/bin/sh -c 'rm -rf /var/tmp/bb; exec pg_basebackup -c fast -r 32k -D /var/tmp/bb'
                """;
        server.copyIn(
                unit.getBytes(StandardCharsets.UTF_8), "/run/systemd/system/base-backup.service", "root:root", "644");
        server.exec("systemctl daemon-reload").ok();
        try (WriteSession session = bench.open("root")) {
            Change change = AlterSystem.set("log_connections", "on", Effect.RELOAD);
            RawSet planned = new RawSet(server, FaultBench.plan(session, change), session.server());
            server.exec("systemctl start base-backup").ok();
            Patience.until(
                    "a base backup runs",
                    Duration.ofSeconds(30),
                    () -> bench.sql("SELECT count(*) FROM pg_stat_progress_basebackup WHERE phase ~ 'streaming'")
                            .equals("1"),
                    () -> server.exec("systemctl status base-backup; :").out());
            Plan now = FaultBench.plan(session, change);
            assertTrue(now.isEmpty() && now.notes().toString().contains("A base backup is running"), now.text());
            Ran ran = planned.open(0);
            assertEquals(23, ran.rc());
            assertTrue(ran.err().contains("A base backup is running"), ran.err());
        } finally {
            server.exec("systemctl stop base-backup; rm -rf /var/tmp/bb");
        }
    }

    /// Case 70: what a base backup once took along from a window is told of and left alone.
    @Test
    void aFileLeftFromAnotherLifeOfTheServerIsToldOfAndLeftAlone() throws Exception {
        String stray = "/var/lib/postgresql/15/main/.pgrampart-20250101T000000Z-dead-postgresql.auto.conf.pre";
        server.copyIn(new byte[0], stray, "postgres:postgres", "600");
        try (WriteSession session = bench.open("root")) {
            Plan plan = FaultBench.plan(session, AlterSystem.set("log_connections", "on", Effect.RELOAD));
            RawSet set = new RawSet(server, plan, session.server());
            assertTrue(set.open(0).ok().out().contains(stray + " is left from another life of this server"));
            server.exec("test -e " + stray).ok();
        } finally {
            server.exec("rm " + stray).ok();
        }
    }
}
