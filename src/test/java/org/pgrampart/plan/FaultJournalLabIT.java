package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileEdit;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.lab.Ran;
import org.pgrampart.model.Secret;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// What stays on the server: a journal that tells when it was changed, and no secret longer than needed.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FaultJournalLabIT extends UnderFault {
    private static final String FILE = "/srv/recovery.conf";
    private static final String OLD = "a = 1\n";
    private static final String NEW = "a = 1\n# changed\n";
    private static final String VERIFIER = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    @SuppressWarnings("NullAway.Init")
    private WriteSession session;

    FaultJournalLabIT() {
        super("journal15");
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

    // --- journal -----------------------------------------------------------------------------------------------------

    /// No case of its own: what recovery reads in all of them, with a line torn by a crash in it.
    @Test
    void theJournalIsAChainAndTellsIntentsBeforeEffects() throws Exception {
        RawSet set = applied(edit(), AlterRole.without("onlylogin", AlterRole.Attribute.INHERIT));
        server.exec("printf 'a torn li' >>%s/journal".formatted(set.folder())).ok();
        set.confirm(0).ok();
        set.rollback("manual", 0).ok();
        List<String> journal = bench.journal(set.id()).lines().toList();
        assertEquals(-1, brokenAt(journal));
        List<String> events = journal.stream()
                .map(line -> line.split(" "))
                .filter(words -> words.length > 5)
                .map(words -> words[5])
                .filter(word -> !word.equals("restored"))
                .toList();
        assertEquals(
                List.of(
                        "OPENED",
                        "PREPARED",
                        "APPLYING",
                        "TOUCHING",
                        "TOUCHED",
                        "ACTIVATED",
                        "CONFIRMING",
                        "CONFIRMED",
                        "ROLLING_BACK",
                        "ROLLED_BACK"),
                events);
        for (int line = 1; line < journal.size(); line++) {
            if (!journal.get(line).contains(" prev=")) {
                continue; // the torn line carries no sum of the one before it
            }
            List<String> forged = new ArrayList<>(journal);
            forged.set(line - 1, "~" + journal.get(line - 1));
            assertEquals(line, brokenAt(forged), "a changed line is not noticed");
        }
    }

    /// The first line whose `prev=` is not the sum of the line before; -1 when the chain holds. A torn line has none.
    private int brokenAt(List<String> journal) throws Exception {
        for (int i = 1; i < journal.size(); i++) {
            String line = journal.get(i);
            int at = line.lastIndexOf(" prev=");
            byte[] sum = MessageDigest.getInstance("SHA-256")
                    .digest((journal.get(i - 1) + "\n").getBytes(StandardCharsets.UTF_8));
            if (at >= 0
                    && !line.substring(at + 6)
                            .equals(HexFormat.of().formatHex(sum).substring(0, 16))) {
                return i;
            }
        }
        return -1;
    }

    // --- retention ---------------------------------------------------------------------------------------------------

    /// No case of its own: secrets are kept for seven days, and undoing later says what it lacks.
    @Test
    void passwordsAndKeysGoAfterSevenDaysAndUndoingSaysWhatIsMissing() throws Exception {
        String key = "/srv/recovery.key";
        server.copyIn("-----BEGIN PRIVATE KEY-----\nold\n".getBytes(StandardCharsets.UTF_8), key, "root:root", "600");
        String old = bench.sql("SELECT rolpassword FROM pg_authid WHERE rolname = 'onlylogin'");
        Pending pending = bench.apply(
                session,
                FaultBench.plan(
                        session,
                        edit(),
                        FileEdit.append(key, server.readFile(key), "new", Effect.AT_ONCE),
                        AlterRole.without("onlylogin", AlterRole.Attribute.INHERIT),
                        SetVerifier.of("onlylogin", Secret.of(VERIFIER))),
                Duration.ofMinutes(5));
        pending.keep();
        String set = FaultBench.BASE + "/txn/" + pending.id();
        assertEquals(0, server.exec("grep -rqF '%s' %s/sql".formatted(old, set)).rc());
        server.exec("touch -d '-6 days' %s/confirmed".formatted(set)).ok();
        assertEquals(ChangeSet.State.KEPT, stateOf(pending.id()));
        assertEquals(0, server.exec("grep -rqF '%s' %s/sql".formatted(old, set)).rc());
        server.exec("touch -d '-8 days' %s/confirmed".formatted(set)).ok();
        ChangeSet listed = bench.changeSets().list(session).getFirst();
        assertTrue(listed.summary().contains("no longer kept"), listed.summary());
        assertNotEquals(0, server.exec("grep -rqF '%s' %s".formatted(old, set)).rc(), "the verifier is still there");
        assertNotEquals(
                0, server.exec("grep -rq 'PRIVATE KEY' %s".formatted(set)).rc(), "the key is still there");
        Ran ran = server.exec("sh %s/rollback.sh manual".formatted(set)).ok();
        assertTrue(ran.out().contains("deleted after 7 days"), ran.out());
        assertEquals(OLD, content());
        assertEquals(
                "t|" + VERIFIER,
                bench.sql("SELECT rolinherit, rolpassword FROM pg_authid WHERE rolname = 'onlylogin'"));
        bench.sql("ALTER ROLE onlylogin PASSWORD '" + old + "'");
    }

    /// No case of its own: what of the past is kept.
    @Test
    void oldChangeSetsGoExceptTheNewestFifty() throws Exception {
        RawSet set = kept(edit());
        server.exec("""
                        cd %s/txn
                        for n in $(seq 10 69); do cp -a %s 202501${n}T000000Z-abcd; touch -d '-100 days' 202501${n}T000000Z-abcd/confirmed; done
                        touch 20250110T000000Z-abcd/confirmed
                        """.formatted(FaultBench.BASE, set.id())).ok();
        List<String> left = bench.changeSets().list(session).stream()
                .map(ChangeSet::id)
                .filter(id -> id.startsWith("2025"))
                .sorted()
                .toList();
        assertEquals(50, left.size(), left.toString()); // 49 newest beside the real one, and one that is young
        assertEquals("20250110T000000Z-abcd", left.getFirst());
        assertEquals("20250121T000000Z-abcd", left.get(1));
        assertFalse(left.contains("20250120T000000Z-abcd"));
    }
}
