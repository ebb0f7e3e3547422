package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileEdit;
import org.pgrampart.lab.Patience;
import org.pgrampart.lab.Ran;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// Disks that are full, that let nobody write, that lie or know no second names: small ext4 file systems of their own.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FaultDiskLabIT extends UnderFault {
    private static final String DISK = "/srv/disk";
    private static final String FILE = DISK + "/shop.conf";

    @SuppressWarnings("NullAway.Init")
    private WriteSession session;

    FaultDiskLabIT() {
        super("disk15", FILE);
    }

    @Override
    @BeforeAll
    void boot(@TempDir Path temporary) throws Exception {
        super.boot(temporary);
        session = bench.open("root");
        server.exec("""
                        for n in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do [ -e /dev/loop$n ] || mknod /dev/loop$n b 7 $n; done
                        [ -e /dev/loop-control ] || mknod /dev/loop-control c 10 237
                        """).ok();
    }

    @Override
    @AfterAll
    void end() {
        if (session != null) {
            session.close();
        }
        super.end();
    }

    @Override
    @BeforeEach
    void look() {
        mount(DISK, 64, 512);
        server.copyIn("debug = off\nname = shop\n".getBytes(StandardCharsets.UTF_8), FILE, "shop:postgres", "640");
        server.exec("setfacl -m u:nopass:r %s; touch -d '2024-02-29 12:34:56.789' %<s".formatted(FILE))
                .ok();
        server.exec("python3 -c \"import os; os.setxattr('%s', 'user.note', b'kept')\"".formatted(FILE))
                .ok();
        super.look();
    }

    @Override
    @AfterEach
    void putBack() {
        server.exec("rm -f /usr/local/sbin/*; mount -o remount,rw " + DISK + "; rm -f " + DISK + "/fill* "
                + FaultBench.BASE + "/fill*");
        super.putBack();
        server.exec("for d in %s %s; do while mountpoint -q $d; do umount $d || break; done; done"
                .formatted(DISK, FaultBench.BASE));
        server.exec("rm -rf " + FaultBench.BASE);
        assertTrue(server.exec("mountpoint -q " + DISK).rc() != 0, "the disk could not be taken away");
    }

    private void mount(String where, int megabytes, int inodes) {
        server.exec("""
                        set -e
                        mkdir -p %1$s
                        image=$(mktemp /var/tmp/disk.XXXXXX)
                        truncate -s %2$dM $image
                        mkfs.ext4 -q -F -m 0 -N %3$d $image
                        mount -o loop $image %1$s
                        rm $image
                        chmod 755 %1$s
                        """.formatted(where, megabytes, inodes)).ok();
    }

    private void fill(String where) {
        server.exec(
                "dd if=/dev/zero of=%1$s/fill bs=64k 2>/dev/null; dd if=/dev/zero of=%1$s/fill2 bs=512 2>/dev/null; sync; :"
                        .formatted(where));
        assertNotEquals(0, server.exec("echo x >%s/fill3".formatted(where)).rc(), "the disk is not full");
    }

    private void useUpNames(String where) {
        server.exec("cd %s && n=0; while : 2>/dev/null >fill$n; do n=$((n + 1)); done".formatted(where));
        assertNotEquals(0, server.exec(": >%s/fillx".formatted(where)).rc(), "there are still inodes");
    }

    private Change edit() {
        return FileEdit.append(FILE, server.readFile(FILE), "# changed\n", Effect.AT_ONCE);
    }

    private RawSet set(Change... changes) throws TargetException {
        return new RawSet(server, FaultBench.plan(session, changes), session.server());
    }

    private RawSet applied(Change... changes) throws TargetException {
        RawSet set = set(changes);
        set.open(0).ok();
        set.arm(600).ok();
        set.apply("files", 0).ok();
        assertTrue(new String(server.readFile(FILE), StandardCharsets.UTF_8).contains("# changed"));
        return set;
    }

    @Override
    Map<String, String> state() {
        Map<String, String> state = super.state();
        state.put(
                "note",
                server.exec("python3 -c \"import os; print(os.getxattr('%s', 'user.note'))\"".formatted(FILE))
                        .text());
        return state;
    }

    private void refused(RawSet set, String because) {
        Map<String, String> found = state();
        Ran ran = set.open(0);
        assertEquals(23, ran.rc(), ran.err());
        assertTrue(ran.err().contains(because), ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertEquals(found, state());
        assertNotEquals(0, server.exec("test -L " + FaultBench.BASE + "/active").rc(), "the lock is still held");
    }

    /// Case 35: owner, mode, ACL, and an extended attribute (which is also how a label of case 37 is kept).
    @Test
    void ownerModeAclAttributesAndTimesAreKeptByTheChangeAndByTheUndo() throws Exception {
        RawSet set = applied(edit());
        assertEquals(
                "shop:postgres 640", server.exec("stat -c '%U:%G %a' " + FILE).text());
        assertTrue(server.exec("getfacl -p " + FILE).text().contains("user:nopass:r--"));
        assertEquals(before.get("note"), state().get("note"));
        set.rollback("manual", 0).ok();
        assertEquals(before, state());
    }

    /// Case 27: too little room is seen before staging.
    @Test
    void tooLittleRoomIsSaidBeforeAnythingIsWritten() throws Exception {
        server.exec("dd if=/dev/zero of=%s/fill bs=1M count=44 2>/dev/null".formatted(DISK));
        refused(set(edit()), "There is too little room in " + DISK);
    }

    /// Case 27: the disk is full while staging.
    @Test
    void aDiskThatIsFullWhileStagingLeavesNothingBehind() throws Exception {
        server.copyIn(
                "#!/bin/sh\nprintf 'h\\nd 9 9 99999999 9 9\\n'\n".getBytes(), "/usr/local/sbin/df", "root:root", "755");
        RawSet set = set(edit());
        fill(DISK);
        refused(set, "No space left on device");
    }

    /// Case 27: the disk under the change sets is full.
    @Test
    void aFullDiskUnderTheChangeSetsIsRefused() throws Exception {
        mount(FaultBench.BASE, 8, 256);
        RawSet set = set(edit());
        refused(set, "There is too little room in " + FaultBench.BASE);
        fill(FaultBench.BASE);
        Ran ran = set(edit()).open(0);
        assertNotEquals(0, ran.rc());
        assertNotEquals(0, server.exec("test -L " + FaultBench.BASE + "/active").rc(), "the lock is still held");
    }

    /// Case 28: both disks are full while undoing.
    @Test
    void undoingNeedsNoRoom() throws Exception {
        mount(FaultBench.BASE, 64, 512);
        RawSet set = applied(edit());
        fill(DISK);
        fill(FaultBench.BASE);
        set.rollback("auto", 0).ok();
        server.exec("rm -f %s/fill* %s/fill*".formatted(DISK, FaultBench.BASE)).ok();
        assertEquals(before, state());
    }

    /// Case 29: no inode is left before staging.
    @Test
    void tooFewInodesAreSaidBeforeAnythingIsWritten() throws Exception {
        RawSet set = set(edit());
        useUpNames(DISK);
        refused(set, "has no room for more files");
    }

    /// Case 29: no inode is left while undoing.
    @Test
    void undoingNeedsNoInode() throws Exception {
        mount(FaultBench.BASE, 64, 512);
        RawSet set = applied(edit());
        useUpNames(DISK);
        useUpNames(FaultBench.BASE);
        set.rollback("auto", 0); // it cannot write down that it is done
        assertEquals("debug = off\nname = shop\n", new String(server.readFile(FILE), StandardCharsets.UTF_8));
        assertEquals(
                "rollback",
                server.exec("readlink " + set.folder() + "/decision").text());
        assertEquals(9, set.confirm(0).rc());
        server.exec("rm -f %s/fill* %s/fill*".formatted(DISK, FaultBench.BASE)).ok();
        set.rollback("auto", 0).ok();
        assertEquals(before, state());
    }

    /// Case 30: read-only in the window; the timer tries until it can.
    @Test
    void aDiskThatTurnsReadOnlyIsUndoneAsSoonAsItCanBeWritten() throws Exception {
        RawSet set = applied(edit());
        server.exec("mount -o remount,ro " + DISK).ok();
        set.arm(1).ok();
        Patience.until(
                "the timer has tried",
                Duration.ofSeconds(30),
                () -> bench.journal(set.id()).contains("ROLLBACK_INCOMPLETE"),
                () -> bench.journal(set.id()));
        assertTrue(new String(server.readFile(FILE), StandardCharsets.UTF_8).contains("# changed"));
        server.exec("mount -o remount,rw " + DISK).ok();
        bench.awaitUndone(set.id());
        assertEquals(before, state());
    }

    /// Case 30: read-only before anything is begun.
    @Test
    void aDiskThatIsReadOnlyBeforeIsRefused() throws Exception {
        RawSet set = set(edit());
        server.exec("mount -o remount,ro " + DISK).ok();
        refused(set, "Nothing can be written in " + DISK + ": Read-only file system");
    }

    /// Case 31: chattr +i.
    @Test
    void aProtectedFileIsRefused() throws Exception {
        server.exec("chattr +i " + FILE).ok();
        try {
            refused(set(edit()), "is protected against every change (chattr)");
        } finally {
            server.exec("chattr -i " + FILE).ok();
        }
    }

    /// Case 32: the target is a bind mount.
    @Test
    void aFileThatIsMountedByItselfIsRefused() throws Exception {
        server.exec("cp -p %1$s %2$s/outer.conf; mount --bind %2$s/outer.conf %1$s".formatted(FILE, DISK))
                .ok();
        try {
            RawSet set = set(edit());
            Ran ran = set.open(0);
            assertEquals(23, ran.rc(), ran.err());
            assertTrue(ran.err().contains("is mounted as a single file"), ran.err());
        } finally {
            server.exec("umount " + FILE).ok();
        }
    }

    /// Case 38: a file with hard links of others, which a rename would part.
    @Test
    void aFileWithFurtherNamesIsRefusedUnlessTheyAreOurs() throws Exception {
        server.exec("ln %s %s/other".formatted(FILE, DISK)).ok();
        refused(set(edit()), "1 further name(s)");
        server.exec("rm %s/other".formatted(DISK)).ok();
        server.exec("mkdir -p /srv/same; cp -p %s /srv/same/shop.conf".formatted(FILE))
                .ok();
        String file = "/srv/same/shop.conf";
        for (int round = 0; round < 2; round++) {
            RawSet kept = set(FileEdit.append(file, server.readFile(file), "round = " + round, Effect.AT_ONCE));
            kept.open(0).ok();
            kept.unguarded();
            kept.apply("files", 0).ok();
            kept.confirm(0).ok();
            if (round == 0) {
                kept.rollback("manual", 0).ok();
                assertEquals("1", server.exec("stat -c %h " + file).text());
            }
        }
    }

    /// Cases 36 and 38: no hard links; the copy has owner, mode and times, and PostgreSQL can read it.
    @Test
    void withoutSecondNamesTheCopyKeepsEverythingButTheInode() throws Exception {
        withoutHardLinks();
        String auto = server.exec("stat -c '%U %a %y' " + FaultBench.AUTO_CONF).text();
        RawSet set = set(edit(), AlterSystem.set("log_connections", "on", Effect.RELOAD));
        set.open(0).ok();
        set.arm(600).ok();
        set.apply("sql", 0).ok();
        bench.sql("ALTER SYSTEM SET log_connections = 'on'");
        set.apply("files", 0).ok();
        set.rollback("auto", 0).ok();
        assertTrue(bench.journal(set.id()).contains("NO_HARD_LINKS"));
        assertEquals(withoutInode(before), withoutInode(state()));
        assertEquals(
                auto, server.exec("stat -c '%U %a %y' " + FaultBench.AUTO_CONF).text());
        // the trap of a file that root has written: PostgreSQL would skip it and forget all its settings
        server.exec("runuser -u postgres -- cat " + FaultBench.AUTO_CONF).ok();
    }

    private void withoutHardLinks() {
        server.copyIn(
                "#!/bin/sh\ncase \" $* \" in *' -s'*) exec /bin/ln \"$@\" ;; esac\necho 'Operation not permitted' >&2\nexit 1\n"
                        .getBytes(StandardCharsets.UTF_8),
                "/usr/local/sbin/ln",
                "root:root",
                "755");
    }

    private Map<String, String> withoutInode(Map<String, String> state) {
        state.computeIfPresent("files", (_, facts) -> facts.replaceAll("(?m)\\|\\d+\\|\\d+$", ""));
        return state;
    }

    /// Case 38: the disk reports an error of writing only when it is flushed.
    @Test
    void anErrorWhileFlushingStopsBeforeAnythingIsVisible() throws Exception {
        server.copyIn(
                "#!/bin/sh\ncase \"$*\" in *.new*) echo 'sync: error syncing: Input/output error' >&2; exit 1 ;; esac\nexec /bin/sync \"$@\"\n"
                        .getBytes(StandardCharsets.UTF_8),
                "/usr/local/sbin/sync",
                "root:root",
                "755");
        refused(set(edit()), "Input/output error");
    }

    /// Case 42, as far as a container shows it: the order of flushing and renaming.
    @Test
    void whatIsRenamedIsOnTheDiskBefore() throws Exception {
        for (String tool : new String[] {"sync", "mv"}) {
            server.copyIn(
                    "#!/bin/sh\necho \"%1$s $*\" >>/var/tmp/order\nexec /bin/%1$s \"$@\"\n"
                            .formatted(tool)
                            .getBytes(StandardCharsets.UTF_8),
                    "/usr/local/sbin/" + tool,
                    "root:root",
                    "755");
        }
        server.exec("rm -f /var/tmp/order").ok();
        RawSet set = applied(edit());
        String order = server.exec("cat /var/tmp/order").text();
        String staged = DISK + "/.pgrampart-" + set.id() + "-shop.conf.new";
        int content = order.indexOf("sync -- " + staged);
        int intent = order.indexOf("/items/001/touched");
        int renamed = order.indexOf("mv -f -- " + staged);
        int directory = order.indexOf("sync -- " + DISK + "\n", renamed);
        assertTrue(content >= 0 && content < renamed, order);
        assertTrue(intent >= 0 && intent < renamed, order);
        assertTrue(directory > renamed, order);
        set.rollback("auto", 0).ok();
    }

    /// Case 81: the snapshot is damaged, then both copies of it.
    @Test
    void aCorruptedOriginalIsReplacedByTheCopyAndNothingIsWrittenWhenBothAreBad() throws Exception {
        RawSet set = applied(edit());
        String kept = DISK + "/.pgrampart-" + set.id() + "-shop.conf.pre";
        server.exec("echo broken >>" + kept).ok();
        set.rollback("auto", 0).ok();
        assertEquals("debug = off\nname = shop\n", new String(server.readFile(FILE), StandardCharsets.UTF_8));
        RawSet other = applied(edit());
        server.exec("echo broken >>%s/.pgrampart-%s-shop.conf.pre; echo broken >>%s/items/001/pre"
                        .formatted(DISK, other.id(), other.folder()))
                .ok();
        Ran ran = other.rollback("auto", 0);
        assertEquals(1, ran.rc());
        assertTrue(ran.out().contains("no intact copy of " + FILE), ran.out());
        assertTrue(new String(server.readFile(FILE), StandardCharsets.UTF_8).contains("# changed"));
        assertFalse(bench.journal(other.id()).contains("ROLLED_BACK"));
    }
}
