package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileEdit;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.Sql;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// What stands in files and names: other line ends, other characters, very much of it, nothing.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultContentsLabIT extends UnderFault {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    FaultContentsLabIT() {
        super("contents15");
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

    /// Another pg_hba.conf for one test; the machine's own comes back after it.
    private void withHba(byte[] file) {
        server.exec("cp -p %s /root/hba.kept".formatted(FaultBench.HBA)).ok();
        server.exec("cat >" + FaultBench.HBA, file).ok();
        bench.sql("SELECT pg_reload_conf()");
    }

    @AfterEach
    void ownRules() {
        server.exec("[ ! -e /root/hba.kept ] || { cat /root/hba.kept >%s; rm /root/hba.kept; }"
                        .formatted(FaultBench.HBA))
                .ok();
        bench.sql("SELECT pg_reload_conf()");
    }

    List<Arguments> contents() {
        String rules =
                "local all postgres peer\nhost all all 0.0.0.0/0 scram-sha-256\nhost all all ::1/128 scram-sha-256\n";
        return List.of(
                Arguments.of("CRLF", rules.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                Arguments.of("no line end at the end", rules.strip().getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "tabs, comments, Latin-1, continued lines",
                        ("# caf\u00e9 \u00a7\n\t\n" + rules.replace(" all ", "\tall\t")
                                        + "host all \\\n  nobody 198.51.100.0/24 reject # \u00fc\n")
                                .getBytes(StandardCharsets.ISO_8859_1)),
                Arguments.of(
                        "a list in a file of its own",
                        ("host @dbs.txt nobody 198.51.100.0/24 reject\n" + rules).getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "strange names",
                        ("host all \"O'Brien sp ace\",\"a\\b\",\"q\"\"uote\",\"all\",\"\u00fcber\" 198.51.100.0/24 reject\n"
                                        + rules)
                                .getBytes(StandardCharsets.UTF_8)));
    }

    /// Cases 43, 45 and 48: CRLF, no last line end, tabs, continued lines, Latin-1, lists in files, strange names.
    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void everyOtherByteOfTheRulesIsKept(String name, byte[] file) throws Exception {
        server.copyIn(
                "shop\n".getBytes(StandardCharsets.UTF_8),
                "/etc/postgresql/15/main/dbs.txt",
                "postgres:postgres",
                "640");
        withHba(file);
        Map<String, String> before = bench.state(FaultBench.HBA);
        try (WriteSession session = bench.open("root")) {
            Pending pending = bench.apply(session, FaultBench.plan(session, reject(file)), WINDOW);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            String ending = new String(file, StandardCharsets.ISO_8859_1).contains("\r\n") ? "\r\n" : "\n";
            byte[] now = hba();
            String text = new String(now, StandardCharsets.ISO_8859_1);
            String added = "host all nobody 192.0.2.0/24 reject" + ending;
            assertTrue(text.contains(added), text);
            assertArrayEquals(file, text.replace(added, "").getBytes(StandardCharsets.ISO_8859_1));
            pending.undo();
            assertEquals(before, bench.state(FaultBench.HBA));
        }
    }

    /// Case 44: rules that are in error already are not changed.
    @Test
    void aByteOrderMarkThatIsAnErrorAlreadyIsNotMadeWorse() throws Exception {
        byte[] rules = hba();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        file.writeBytes("local all nobody reject\n".getBytes(StandardCharsets.UTF_8));
        file.writeBytes(rules);
        withHba(file.toByteArray());
        Map<String, String> before = bench.state(FaultBench.HBA);
        try (WriteSession session = bench.open("root")) {
            Plan plan = FaultBench.plan(session, reject(file.toByteArray()));
            ApplyException refused = assertThrows(ApplyException.class, () -> bench.apply(session, plan, WINDOW));
            assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
            assertTrue(refused.happened().contains("line 1"), refused.happened());
        }
        assertEquals(before, bench.state(FaultBench.HBA));
    }

    /// Case 46: a file of 120 000 lines.
    @Test
    void aHugeFileIsWarnedOfChangedAndTakenBack() throws Exception {
        StringBuilder huge = new StringBuilder(new String(hba(), StandardCharsets.UTF_8));
        for (int i = 0; i < 120_000; i++) {
            huge.append("host all nobody 198.51.%d.%d/32 reject # filler\n".formatted(i / 250 % 250, i % 250));
        }
        byte[] file = huge.toString().getBytes(StandardCharsets.UTF_8);
        withHba(file);
        try (WriteSession session = bench.open("root")) {
            Plan plan = FaultBench.plan(session, reject(file));
            assertTrue(
                    plan.notes().toString().contains("while PostgreSQL reads it, new logins wait"),
                    plan.notes().toString());
            Pending pending = bench.apply(session, plan, WINDOW);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            pending.undo();
        }
        assertArrayEquals(file, hba());
    }

    /// Case 47: a file without any rule, which PostgreSQL takes without a word.
    @Test
    void aFileWithoutRulesIsNeitherMadeNorTaken() throws Exception {
        HbaFile file = HbaFile.parse(hba(), 15);
        List<Change> all = new ArrayList<>();
        file.rules().forEach(rule -> all.add(HbaEdit.remove(FaultBench.HBA, file, rule)));
        try (WriteSession session = bench.open("root")) {
            Plan plan = FaultBench.plan(session, all.toArray(Change[]::new));
            assertTrue(plan.isEmpty(), plan.text());
            assertTrue(
                    plan.notes().toString().contains("The rules are empty"),
                    plan.notes().toString());
        }
    }

    /// Cases 48 and 49: quotes, backslashes, 63 bytes, other alphabets and a line break in the names of roles.
    @Test
    void rolesWithStrangeNamesAreChangedAndTakenBackByTheServerAlone() throws Exception {
        String longest = "r".repeat(63);
        List<String> names =
                List.of("O'Brien sp ace", "a\\b", "q\"uote", "\u00fcber", longest, "line\nbreak", "$(id)`x`");
        names.forEach(name -> bench.sql("CREATE ROLE " + Sql.identifier(name) + " LOGIN"));
        Map<String, String> before = bench.state();
        try (WriteSession session = bench.open("root")) {
            List<Change> changes = new ArrayList<>(List.of(reject(hba())));
            names.forEach(name -> changes.add(AlterRole.without(name, AlterRole.Attribute.INHERIT)));
            Pending pending = bench.apply(session, FaultBench.plan(session, changes.toArray(Change[]::new)), WINDOW);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            assertNotEquals(before, bench.state());
            server.exec("sh %s/txn/%s/rollback.sh manual".formatted(FaultBench.BASE, pending.id()))
                    .ok();
            assertEquals(before, bench.state());
        } finally {
            names.forEach(name -> bench.sql("DROP ROLE " + Sql.identifier(name)));
        }
    }

    /// Case 49: no line of pg_hba.conf can name such a role.
    @Test
    void aRuleForARoleWhoseNameHasALineBreakIsRefused() {
        HbaFile file = HbaFile.parse(hba(), 15);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> HbaEdit.users(FaultBench.HBA, file, file.rules().getLast(), List.of(HbaToken.name("line\nbreak")))
                        .edited(Optional.of(new Content(hba()))));
        assertTrue(String.valueOf(refused.getMessage()).contains("line break"), refused.getMessage());
    }

    /// Case 50: spaces, quotes and what a shell would expand in a path; a line break is refused.
    @Test
    void pathsAreTakenAsTheyAreAndLineBreaksInThemAreRefused() throws Exception {
        String path = "/srv/it's a \"file\" $(touch x) \\ \u00e9 *.conf";
        write(path, "a = 1\n");
        Map<String, String> before = bench.state(path);
        try (WriteSession session = bench.open("root")) {
            RawSet set = applied(session, setting(path));
            assertTrue(read(path).contains("# changed"));
            set.rollback("manual", 0).ok();
            assertEquals(before, bench.state(path));
            Change broken = FileEdit.create("/srv/new.conf\n", "a\n", "root:root", "0600", Effect.AT_ONCE);
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> FaultBench.plan(session, broken));
            assertTrue(String.valueOf(refused.getMessage()).contains("line break"), refused.getMessage());
        }
    }
}
