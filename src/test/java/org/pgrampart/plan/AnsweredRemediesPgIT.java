package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.assess.Result;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// Remedies that need answers, there and back on a practice server: an application that owns its tables is split into
/// owner, migrator, runtime role and reader; a role that assesses is made; TLS comes with an authority of its own.
class AnsweredRemediesPgIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String PASSWORD = "Quartz-lantern-77-orchard";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private PracticeServer server;

    @SuppressWarnings("NullAway.Init")
    private WriteSession session;

    @BeforeEach
    void connect() throws Exception {
        server = PracticeServer.start(PracticeOptions.weak().in(folder.resolve("practice")), CLOCK, _ -> {});
        Assumptions.assumeTrue(server.runsCommands(), "commands cannot be confined here");
        admin("ALTER ROLE shop_app NOSUPERUSER");
        admin("CREATE TABLE orders_log (id serial PRIMARY KEY, note text); ALTER TABLE orders_log OWNER TO shop_app");
        // what everybody may do is for other controls
        admin("REVOKE CREATE ON SCHEMA public FROM PUBLIC; REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;"
                + " REVOKE CREATE ON DATABASE shop FROM PUBLIC");
        session = open();
    }

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
        }
        server.close();
    }

    private WriteSession open() throws TargetException {
        Connector connector = new Connector(
                (_, _) -> Optional.of(server.adminPassword()), (_, _, _) -> false, folder.resolve("known_hosts"));
        return connector.openToWrite(server.target(), Checklist.NONE);
    }

    private Connection connection(String role, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/shop", role, password);
    }

    private void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void admin(String sql) throws SQLException {
        try (Connection admin = connection("postgres", server.adminPassword().reveal())) {
            run(admin, sql);
        }
    }

    private Result result(String number) throws TargetException {
        assessment = new Assessor(CLOCK)
                .assess("test", session, only(number), Baseline.standard(), List.of(), Optional.empty(), Progress.NONE);
        return assessment.results().getFirst();
    }

    /// AUD-11 as a role with the password of this test sees it.
    private Result seenBy(String role) throws TargetException {
        Connector connector = new Connector(
                (_, _) -> Optional.of(Secret.of(PASSWORD)), (_, _, _) -> false, folder.resolve("known_hosts"));
        Target target = Target.of(
                "test",
                DatabaseAddress.of("127.0.0.1", server.port(), "shop", role).sslMode("disable"));
        try (ReadSession auditor = connector.open(target, Checklist.NONE)) {
            return new Assessor(CLOCK)
                    .assess(
                            "test",
                            auditor,
                            only("AUD-11"),
                            Baseline.standard(),
                            List.of(),
                            Optional.empty(),
                            Progress.NONE)
                    .results()
                    .getFirst();
        }
    }

    private static List<Check<?>> only(String number) {
        return Catalogue.ALL.stream()
                .filter(check -> check.control().number().equals(number))
                .toList();
    }

    @SuppressWarnings("NullAway.Init")
    private Assessment assessment;

    private Plan plan(String number, Map<String, String> answers) throws TargetException {
        Result result = result(number);
        List<Choice> choices = new ArrayList<>();
        for (Finding finding : result.outcome().findings()) {
            Map<String, Secret> given = new LinkedHashMap<>();
            for (Input input : result.asks().getOrDefault(finding, List.of())) {
                given.put(input.name(), Secret.of(answers.getOrDefault(input.name(), input.suggestion())));
            }
            choices.add(new Choice(
                    finding,
                    Assessor.remedy(
                            result.check(), finding, assessment.answers(), new Inputs(Map.of(finding.key(), given)))));
        }
        return Planner.plan(session, choices, CLOCK.instant());
    }

    private Pending apply(Plan plan) throws Exception {
        return new Applier(CLOCK, folder.resolve("changes"), "test")
                .apply(session, plan.confirm(plan.digest()), Duration.ofSeconds(120), ApplyListener.NONE);
    }

    private List<String> state() throws SQLException {
        List<String> state = new ArrayList<>();
        try (Connection admin = connection("postgres", server.adminPassword().reveal());
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT rolname || ' ' || rolcanlogin FROM pg_roles
                        UNION ALL SELECT roleid::regrole || ' has ' || member::regrole FROM pg_auth_members
                        UNION ALL SELECT c.oid::regclass || ' ' || relowner::regrole || ' '
                               || coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))::text
                          FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S', 'm')
                        UNION ALL SELECT datname || ' ' || datdba::regrole || coalesce(datacl, acldefault('d', datdba))::text
                          FROM pg_database
                        UNION ALL SELECT nspname || ' ' || nspowner::regrole || coalesce(nspacl, acldefault('n', nspowner))::text
                          FROM pg_namespace
                        UNION ALL SELECT p.oid::regprocedure || ' ' || proowner::regrole FROM pg_proc p
                         WHERE pronamespace = 'public'::regnamespace
                        UNION ALL SELECT 'default ' || defaclacl::text FROM pg_default_acl ORDER BY 1""")) {
            while (rows.next()) {
                state.add(rows.getString(1));
            }
        }
        return state;
    }

    @Test
    void theApplicationKeepsItsRowsAndLosesTheRest() throws Exception {
        List<String> before = state();
        Map<String, String> answers =
                Map.of("migrator-password", PASSWORD, "reader", "shop reader", "reader-password", PASSWORD);
        Plan plan = plan("APP-12", answers);
        assertEquals(
                List.of(),
                plan.notes().stream()
                        .filter(note -> note.startsWith("Left out"))
                        .toList());
        assertFalse((plan.text() + plan.undoText()).contains("SCRAM-SHA-256$4096"), "a verifier is shown");
        assertTrue(apply(plan).proofs().stream().allMatch(Proof::proven)); // kept already: it shuts nobody out
        assertEquals(
                List.of(),
                result("APP-12").outcome().findings().stream()
                        .map(Finding::key)
                        .filter(key -> key.contains("shop_app"))
                        .toList());
        theRolesDoWhatTheyAreFor();
        assertTrue(plan("APP-12", answers).isEmpty());
        new ChangeSets(folder.resolve("changes")).rollback(session, "last", false, ApplyListener.NONE);
        assertEquals(before, state());
    }

    private void theRolesDoWhatTheyAreFor() throws SQLException {
        try (Connection migrator = connection("shop_migrator", PASSWORD);
                Connection app = connection("shop_app", "shop123");
                Connection reader = connection("shop reader", PASSWORD)) {
            run(app, "INSERT INTO orders_log (note) VALUES ('served'); SELECT count(*) FROM django_migrations");
            assertThrows(SQLException.class, () -> run(app, "DELETE FROM django_migrations"));
            assertThrows(SQLException.class, () -> run(app, "DROP TABLE orders_log"));
            assertThrows(SQLException.class, () -> run(app, "TRUNCATE orders_log"));
            assertThrows(SQLException.class, () -> run(app, "CREATE TABLE public.planted (id int)"));
            assertThrows(SQLException.class, () -> run(app, "CREATE SCHEMA planted"));
            run(
                    migrator,
                    "SET ROLE shop_owner; CREATE TABLE coming (id serial PRIMARY KEY, note text);"
                            + " ALTER TABLE orders_log ADD COLUMN more text; RESET ROLE");
            run(migrator, "CREATE TABLE forgotten (id serial PRIMARY KEY, note text)");
            for (String table : List.of("coming", "forgotten")) {
                run(app, "INSERT INTO " + table + " (note) VALUES ('reached'); DELETE FROM " + table);
                run(reader, "SELECT * FROM " + table);
            }
            run(reader, "SELECT * FROM orders_log");
            assertThrows(SQLException.class, () -> run(reader, "DELETE FROM orders_log"));
            run(migrator, "DROP TABLE coming, forgotten; ALTER TABLE orders_log DROP COLUMN more");
        }
    }

    @Test
    void theRoleThatAssessesSeesTheConfigurationAndWritesNothing() throws Exception {
        List<String> before = state();
        Plan plan = plan("AUD-11", Map.of("role", "auditor's", "password", PASSWORD));
        Pending pending = apply(plan);
        assertTrue(pending.mayKeep(), pending.proofs().toString());
        pending.keep();
        try (Connection auditor = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/shop", "auditor's", PASSWORD)) {
            run(
                    auditor,
                    "SELECT * FROM pg_hba_file_rules; SELECT * FROM pg_file_settings;"
                            + " SELECT * FROM pg_ident_file_mappings; SELECT setting FROM pg_settings WHERE name = 'hba_file'");
            assertThrows(SQLException.class, () -> run(auditor, "CREATE TABLE x (id int)"));
            assertThrows(SQLException.class, () -> run(auditor, "SELECT rolpassword FROM pg_authid"));
        }
        assertEquals(Status.PASS, seenBy("auditor's").outcome().status());
        new ChangeSets(folder.resolve("changes")).rollback(session, "last", false, ApplyListener.NONE);
        assertEquals(before, state());
    }

    @Test
    void tlsIsServedWithAnAuthorityOfItsOwn() throws Exception {
        Map<String, String> answers = Map.of("names", "localhost, 127.0.0.1");
        List<String> before = files();
        Plan plan = plan("TLS-01", answers);
        assertTrue(plan.text().contains("BEGIN CERTIFICATE"), "the authority is shown");
        assertFalse((plan.text() + plan.undoText()).contains("BEGIN PRIVATE"), "the key is shown");
        Pending pending = apply(plan);
        assertTrue(pending.mayKeep(), pending.proofs().toString());
        Path authority = server.dataDirectory()
                .resolve(files().stream()
                        .filter(name -> name.endsWith("-authority.crt"))
                        .findFirst()
                        .orElseThrow());
        String url =
                "jdbc:postgresql://localhost:" + server.port() + "/shop?sslmode=verify-full&sslrootcert=" + authority;
        try (Connection verified = DriverManager.getConnection(
                url, "postgres", server.adminPassword().reveal())) {
            run(verified, "SELECT 1 / (SELECT count(*) FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl)");
        }
        for (String name : files()) {
            if (name.endsWith(".key")) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                server.dataDirectory().resolve(name))));
            }
        }
        pending.keep();
        theKeyIsNowhereElse();
        new ChangeSets(folder.resolve("changes")).rollback(session, "last", false, ApplyListener.NONE);
        assertEquals(before, files());
        assertEquals(1, result("TLS-01").outcome().findings().size());
    }

    // what this computer keeps of the change set
    private void theKeyIsNowhereElse() throws IOException {
        try (var kept = Files.walk(folder.resolve("changes"))) {
            for (Path file : kept.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY"), file.toString());
            }
        }
    }

    private List<String> files() throws IOException {
        try (var list = Files.list(server.dataDirectory())) {
            return list.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains("pgrampart"))
                    .sorted()
                    .toList();
        }
    }
}
