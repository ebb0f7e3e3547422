package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileEdit;
import org.pgrampart.lab.Patience;
import org.pgrampart.lab.Ran;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// What is found later: two who decide at once, a program that went away, every state a change set can be left in.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FaultRecoveryLabIT extends UnderFault {
    private static final String FILE = "/srv/recovery.conf";
    private static final String OTHER = FILE + ".other";
    private static final String OLD = "a = 1\n";
    private static final String NEW = "a = 1\n# changed\n";

    @SuppressWarnings("NullAway.Init")
    private WriteSession session;

    FaultRecoveryLabIT() {
        super("recover15");
    }

    @Override
    @BeforeAll
    void boot(@TempDir Path temporary) throws Exception {
        super.boot(temporary);
        session = bench.open("root");
    }

    @Override
    @AfterAll
    void end() {
        if (session != null) {
            session.close();
        }
        super.end();
    }

    @BeforeEach
    void file() {
        server.copyIn(OLD.getBytes(StandardCharsets.UTF_8), FILE, "shop:shop", "640");
    }

    @Override
    @AfterEach
    void putBack() {
        server.exec("rm -f /usr/local/sbin/* /var/tmp/mv-waits");
        super.putBack();
    }

    private Change edit() {
        return FileEdit.append(FILE, server.readFile(FILE), "# changed", Effect.AT_ONCE)
                .mayCutAccess();
    }

    private RawSet staged(Change... changes) throws TargetException {
        RawSet set = new RawSet(server, FaultBench.plan(session, changes), session.server());
        set.open(0).ok();
        return set;
    }

    private RawSet applied(Change... changes) throws TargetException {
        RawSet set = staged(changes);
        set.arm(600).ok();
        set.apply("files", 0).ok();
        assertEquals(NEW, content());
        return set;
    }

    private RawSet kept(Change... changes) throws TargetException {
        RawSet set = applied(changes);
        set.confirm(0).ok();
        return set;
    }

    private String content() {
        return new String(server.readFile(FILE), StandardCharsets.UTF_8);
    }

    private ChangeSet.State stateOf(String id) throws TargetException {
        return bench.changeSets().list(session).stream()
                .filter(set -> set.id().equals(id))
                .findFirst()
                .orElseThrow()
                .state();
    }

    // --- two at once -------------------------------------------------------------------------------------------------

    /// Case 7: timer and button at once.
    @Test
    void oneOfTwoThatUndoAtOnceFindsNothingToDo() throws Exception {
        Map<String, String> before = bench.state(FILE);
        RawSet set = applied(edit());
        server.exec("cd %s; sh rollback.sh auto & sh rollback.sh manual & wait".formatted(set.folder()))
                .ok();
        assertEquals(before, bench.state(FILE));
        String journal = bench.journal(set.id());
        assertEquals(
                1,
                journal.lines().filter(line -> line.contains(" ROLLED_BACK ")).count(),
                journal);
    }

    /// Case 8: one decision, and each side is told which.
    @Test
    void ofKeepingAndUndoingInTheSameInstantExactlyOneWins() throws Exception {
        int kept = 0;
        for (int race = 0; race < 24; race++) {
            file();
            RawSet set = applied(edit());
            // the one or the other gets a little ahead
            String ahead = race % 2 == 0 ? "sleep 0.0%d".formatted(race / 2) : ":";
            String behind = race % 2 == 0 ? ":" : "sleep 0.0%d".formatted(race / 2);
            Ran ran = server.exec(
                    "cd %s; (%s; sh confirm.sh; echo $? >kept) >/dev/null 2>&1 & (%s; sh rollback.sh auto) & wait"
                            .formatted(set.folder(), ahead, behind));
            String decision =
                    server.exec("readlink " + set.folder() + "/decision").text();
            String said = server.exec("cat " + set.folder() + "/kept").text();
            assertEquals(decision.equals("confirm") ? "0" : "9", said, decision + ran.out());
            assertEquals(decision.equals("confirm") ? NEW : OLD, content(), decision + ran.out());
            assertEquals(decision.equals("confirm") ? ChangeSet.State.KEPT : ChangeSet.State.UNDONE, stateOf(set.id()));
            kept += decision.equals("confirm") ? 1 : 0;
            set.rollback("manual", 0).ok();
        }
        System.out.println("races that were kept: " + kept + " of 24");
    }

    // --- our own program ---------------------------------------------------------------------------------------------

    /// Case 9: our program is gone in the window; the next start shows what became of it.
    @Test
    void whatAProgramThatWentAwayLeftIsUndoneByTheServerAndShownLater() throws Exception {
        Map<String, String> before = bench.state(FILE);
        Pending pending;
        try (WriteSession own = bench.open("nopass")) {
            pending = bench.apply(own, FaultBench.plan(own, edit()), Duration.ofSeconds(20));
        }
        assertEquals(ChangeSet.State.WAITING, stateOf(pending.id()));
        bench.awaitUndone(pending.id());
        assertEquals(before, bench.state(FILE));
        assertEquals(ChangeSet.State.UNDONE, stateOf(pending.id()));
        ApplyException late;
        try (WriteSession own = bench.open("nopass")) {
            late = assertThrows(
                    ApplyException.class,
                    () -> new ServerKeeper(
                                    own,
                                    new ServerFolder(own, Reach.ROOT, pending.id()),
                                    new Mirror(bench.changes()),
                                    ApplyListener.NONE)
                            .keep());
        }
        assertEquals(ApplyException.State.ROLLED_BACK, late.state());
    }

    /// Case 10: the server's journal is the truth; this computer's is made again from it.
    @Test
    void aDesktopThatCannotWriteItsJournalKeepsAllTheSameAndRebuildsIt() throws Exception {
        Pending pending = bench.apply(session, FaultBench.plan(session, edit()), Duration.ofMinutes(5));
        Path own = bench.changes().resolve(pending.id());
        try (Stream<Path> files = Files.list(own)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(own);
        Files.writeString(own, "in the way");
        pending.keep();
        assertEquals(ChangeSet.State.KEPT, stateOf(pending.id()));
        Files.delete(own);
        Files.createDirectory(own);
        Files.writeString(own.resolve("undo-command"), "sh rollback.sh");
        Path inTheWay = Files.createDirectories(own.resolve("journal/in the way"));
        assertEquals(ChangeSet.State.KEPT, stateOf(pending.id()));
        Files.delete(inTheWay);
        Files.delete(own.resolve("journal"));
        Files.writeString(own.resolve("journal"), "1 torn");
        assertEquals(ChangeSet.State.KEPT, stateOf(pending.id()));
        assertEquals(bench.journal(pending.id()), Files.readString(own.resolve("journal")));
    }

    /// Case 12: whoever asked is killed in the middle of applying.
    @Test
    void applyingGoesOnWhenWhoAskedForItIsGone() throws Exception {
        RawSet set = staged(edit());
        set.arm(600).ok();
        server.copyIn(
                "#!/bin/sh\necho waits >/var/tmp/mv-began; while [ -e /var/tmp/mv-waits ]; do sleep 0.1; done; exec /bin/mv \"$@\"\n"
                        .getBytes(StandardCharsets.UTF_8),
                "/usr/local/sbin/mv",
                "root:root",
                "755");
        server.exec("rm -f /var/tmp/mv-began; touch /var/tmp/mv-waits").ok();
        server.exec("setsid sh %s/apply.sh %<s files >/dev/null 2>&1 </dev/null & echo $! >/var/tmp/asker"
                        .formatted(set.folder()))
                .ok();
        Patience.until(
                "it is in the middle",
                Duration.ofSeconds(30),
                () -> server.exec("test -e /var/tmp/mv-began").rc() == 0,
                () -> bench.journal(set.id()));
        server.exec("pkill -KILL -g $(cat /var/tmp/asker)").ok();
        server.exec("rm /var/tmp/mv-waits").ok();
        Patience.until(
                "it was applied as a whole",
                Duration.ofSeconds(30),
                () -> server.exec("test -e " + set.folder() + "/applied").rc() == 0,
                () -> bench.journal(set.id()));
        assertEquals(NEW, content());
        set.rollback("auto", 0).ok();
        assertEquals(OLD, content());
    }

    // --- every state of the next start -------------------------------------------------------------------------------

    /// Cases 1 and 80: a change set that was only staged holds the next one off until it is taken back.
    @Test
    void whatWasOnlyStagedIsShownAndClearedAway() throws Exception {
        RawSet set = staged(edit());
        assertEquals(ChangeSet.State.OPEN, stateOf(set.id()));
        RawSet next = new RawSet(server, FaultBench.plan(session, edit()), session.server());
        Ran refused = next.open(0);
        assertEquals(20, refused.rc());
        assertTrue(refused.err().contains(set.id()), refused.err());
        bench.changeSets().rollback(session, set.id(), false, ApplyListener.NONE);
        assertEquals(ChangeSet.State.ABANDONED, stateOf(set.id()));
        assertEquals(OLD, content());
    }

    /// Case 9: a window that is over without a timer; one that a timer still guards is left alone.
    @Test
    void whatNobodyDecidedAndNoTimerGuardsIsUndone() throws Exception {
        RawSet set = applied(edit());
        assertEquals(ChangeSet.State.WAITING, stateOf(set.id()));
        assertEquals(List.of(), bench.changeSets().finish(session, ApplyListener.NONE));
        server.exec("systemctl stop 'pgrampart-2*.timer'").ok();
        assertEquals(ChangeSet.State.OVERDUE, stateOf(set.id()));
        assertEquals(
                set.id(),
                bench.changeSets()
                        .finish(session, ApplyListener.NONE)
                        .getFirst()
                        .id());
        assertEquals(OLD, content());
        assertEquals(ChangeSet.State.UNDONE, stateOf(set.id()));
    }

    /// Case 6: a decision whose carrying out was killed is carried out at the next start.
    @Test
    void whatIsDecidedIsFinished() throws Exception {
        RawSet keeping = applied(edit());
        server.exec("ln -s confirm %s/decision".formatted(keeping.folder())).ok();
        assertEquals(ChangeSet.State.KEEPING, stateOf(keeping.id()));
        assertEquals(1, bench.changeSets().finish(session, ApplyListener.NONE).size());
        assertEquals(ChangeSet.State.KEPT, stateOf(keeping.id()));
        assertEquals(NEW, content());
        assertEquals(RawSet.KILLED, keeping.rollback("manual", 2).rc());
        assertEquals(ChangeSet.State.INCOMPLETE, stateOf(keeping.id()));
        bench.changeSets().finish(session, ApplyListener.NONE);
        assertEquals(ChangeSet.State.UNDONE, stateOf(keeping.id()));
        assertEquals(OLD, content());
        RawSet undoing = applied(edit());
        assertEquals(RawSet.KILLED, undoing.rollback("auto", 1).rc());
        assertEquals(ChangeSet.State.INCOMPLETE, stateOf(undoing.id()));
        bench.changeSets().finish(session, ApplyListener.NONE);
        assertEquals(OLD, content());
        // killed on its very last step
        String active = FaultBench.BASE + "/active";
        server.exec("ln -s txn/%s %s".formatted(undoing.id(), active)).ok();
        assertEquals(ChangeSet.State.INCOMPLETE, stateOf(undoing.id()));
        bench.changeSets().rollback(session, undoing.id(), false, ApplyListener.NONE);
        assertEquals(ChangeSet.State.UNDONE, stateOf(undoing.id()));
        assertEquals(1, server.exec("test -L " + active).rc());
        assertEquals(List.of(), bench.changeSets().finish(session, ApplyListener.NONE));
    }

    @Test
    void oneThatCannotBeFinishedHoldsNoOtherBack() throws Exception {
        RawSet older = applied(edit());
        assertEquals(RawSet.KILLED, older.rollback("auto", 1).rc());
        server.exec("rm %s/active; cp -p %s %s".formatted(FaultBench.BASE, FILE, OTHER))
                .ok();
        RawSet newer = staged(FileEdit.append(OTHER, server.readFile(OTHER), "# mine", Effect.AT_ONCE));
        newer.arm(600).ok();
        newer.apply("files", 0).ok();
        assertEquals(RawSet.KILLED, newer.rollback("auto", 1).rc());
        server.exec("echo '# theirs' >>" + OTHER).ok();
        ApplyException left =
                assertThrows(ApplyException.class, () -> bench.changeSets().finish(session, ApplyListener.NONE));
        assertTrue(left.happened().contains(newer.id()), left.happened());
        assertTrue(left.happened().contains("Somebody else has changed a file"), left.happened());
        assertEquals(ChangeSet.State.UNDONE, stateOf(older.id()));
        assertEquals(OLD, content());
        server.exec("rm " + OTHER).ok();
    }

    /// Case 79: a server that was put back to before the change set.
    @Test
    void whatTheServerDoesNotKnowIsOnlyReported() throws Exception {
        Pending pending = bench.apply(session, FaultBench.plan(session, edit()), Duration.ofMinutes(5));
        server.exec("sh %1$s/txn/%2$s/arm.sh %1$s/txn/%2$s stop; rm -rf %1$s".formatted(FaultBench.BASE, pending.id()))
                .ok();
        assertEquals(ChangeSet.State.LOST, stateOf(pending.id()));
        ApplyException refused = assertThrows(
                ApplyException.class,
                () -> bench.changeSets().rollback(session, pending.id(), true, ApplyListener.NONE));
        assertTrue(refused.happened().contains("knows nothing of"), refused.happened());
        assertEquals(NEW, content());
    }

    /// Case 6: a rollback that runs again later undoes nothing that is newer.
    @Test
    void undoingASecondTimeLeavesLaterWorkAlone() throws Exception {
        RawSet set = kept(edit());
        set.rollback("manual", 0).ok();
        RawSet again = kept(edit());
        set.rollback("manual force", 0).ok();
        set.rollback("auto", 0).ok();
        assertEquals(NEW, content());
        again.rollback("manual", 0).ok();
        assertEquals(OLD, content());
    }

    /// Case 83: who sits at the console finds the way back in README.txt.
    @Test
    void theCommandInTheReadMeUndoes() throws Exception {
        RawSet set = kept(edit());
        String readme = server.exec("cat " + set.folder() + "/README.txt").text();
        String command = readme.lines()
                .filter(line -> line.contains("rollback.sh manual"))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^[^:]*: *", "");
        server.exec(command).ok();
        assertEquals(OLD, content());
    }
}
