package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Status;
import org.pgrampart.model.Subject;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.WriteSession;

/// Settings on servers where ALTER SYSTEM is switched off or would break a symbolic link.
class SettingsPlacePgIT {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private PracticeServer server;

    @BeforeEach
    void start() throws Exception {
        server = PracticeServer.start(PracticeOptions.weak().in(folder.resolve("practice")), CLOCK, _ -> {});
        Assumptions.assumeTrue(server.runsCommands(), "commands cannot be confined here");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path main() {
        return server.dataDirectory().resolve("postgresql.conf");
    }

    private void append(String lines) throws Exception {
        Files.writeString(main(), lines, StandardOpenOption.APPEND);
        sql("SELECT pg_reload_conf()");
        for (int i = 0; i < 200 && sql("SHOW allow_alter_system").equals("on"); i++) {
            Thread.onSpinWait();
        }
    }

    private String sql(String text) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres",
                        "postgres",
                        server.adminPassword().reveal());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(text)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private WriteSession open() throws Exception {
        return new Connector(
                        (_, _) -> Optional.of(server.adminPassword()),
                        (_, _, _) -> false,
                        folder.resolve("known_hosts"))
                .openToWrite(server.target(), Checklist.NONE);
    }

    private static List<Choice> choices() {
        List<Change> changes = List.of(
                AlterSystem.set("log_disconnections", "on", Effect.RELOAD),
                AlterSystem.set("application_name", "it's \"so\"", Effect.RELOAD));
        Finding finding =
                new Finding("MON-02", Subject.named(Subject.Kind.SERVER, "logs"), Status.FAIL, "seen", "wanted");
        return List.of(new Choice(finding, changes));
    }

    // applied, seen over a new connection, not to be done again, and taken back
    private void thereAndBack(Path written) throws Exception {
        try (WriteSession session = open()) {
            Plan plan = Planner.plan(session, choices(), CLOCK.instant());
            assertFalse(plan.text().contains("ALTER SYSTEM"), plan.text());
            assertTrue(plan.text().contains(written.getFileName().toString()), plan.text());
            Pending pending = new Applier(CLOCK, folder.resolve("changes"), "test")
                    .apply(session, plan.confirm(plan.digest()), Duration.ofSeconds(60), ApplyListener.NONE);
            assertTrue(
                    pending.proofs().stream().allMatch(Proof::proven),
                    pending.proofs().toString());
        }
        assertTrue(
                Pattern.compile("^\\s*log_disconnections ?= ?on\\b", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE)
                        .matcher(Files.readString(written))
                        .find(),
                Files.readString(written));
        assertEquals(
                "on", sql("SELECT setting FROM pg_file_settings WHERE lower(name) = 'log_disconnections' AND applied"));
        assertEquals("on", sql("SHOW log_disconnections"));
        assertEquals(
                "it's \"so\"", sql("SELECT setting FROM pg_file_settings WHERE name = 'application_name' AND applied"));
        try (WriteSession session = open()) {
            assertTrue(Planner.plan(session, choices(), CLOCK.instant()).isEmpty());
            new ChangeSets(folder.resolve("changes")).rollback(session, "last", false, ApplyListener.NONE);
        }
        assertEquals("off", sql("SHOW log_disconnections"));
    }

    @Test
    void ourOwnFileIsMadeWhereAFolderIsIncludedAndGoesAgain() throws Exception {
        Path parts = Files.createDirectory(server.dataDirectory().resolve("parts"));
        append("include_dir = 'parts' # theirs\nallow_alter_system = off\n");
        byte[] before = Files.readAllBytes(main());
        Path own = parts.resolve("zz-pgrampart.conf");
        thereAndBack(own);
        assertFalse(Files.exists(own));
        assertEquals(new String(before), Files.readString(main()));
    }

    @Test
    void withoutSuchAFolderTheFileItselfIsEditedAndEveryByteComesBack() throws Exception {
        append("\tLog_Disconnections=off   # the auditor's wish\r\nallow_alter_system = off\n# no newline here");
        byte[] before = Files.readAllBytes(main());
        thereAndBack(main());
        assertEquals(new String(before), Files.readString(main()));
    }

    @Test
    void aLineThatWouldWinOverOurFileIsEditedWhereItStands() throws Exception {
        Files.createDirectory(server.dataDirectory().resolve("parts"));
        append("include_dir = 'parts'\nlog_disconnections = off\nallow_alter_system = off\n");
        try (WriteSession session = open()) {
            Plan plan = Planner.plan(session, choices(), CLOCK.instant());
            assertEquals(2, plan.items().size(), plan.text());
            assertTrue(plan.items().toString().contains("postgresql.conf"), plan.text());
            assertTrue(plan.items().toString().contains("parts/zz-pgrampart.conf"), plan.text());
        }
    }

    @Test
    void aSymbolicLinkStaysOne() throws Exception {
        Path auto = server.dataDirectory().resolve("postgresql.auto.conf");
        Path real = Files.move(auto, server.dataDirectory().resolve("auto-elsewhere.conf"));
        Files.createSymbolicLink(auto, real);
        String before = Files.readString(real);
        thereAndBack(main());
        assertTrue(Files.isSymbolicLink(auto));
        assertEquals(before, Files.readString(real));
    }
}
