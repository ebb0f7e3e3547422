package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileMode;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.Privilege;
import org.pgrampart.change.Revoke;
import org.pgrampart.change.RoleSetting;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.IpRange;
import org.pgrampart.format.ScramVerifier;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.model.Subject;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

class ApplyPracticePgIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration WINDOW = Duration.ofSeconds(120);
    private static final String VERIFIER = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    private static final Query CATALOGS = Query.cluster("""
            SELECT 'role ' || a.rolname AS name, concat_ws(' ', rolsuper, rolcreatedb, rolcanlogin, rolconnlimit, rolpassword) AS value
              FROM pg_catalog.pg_authid a
            UNION ALL SELECT 'setting ' || name, setting FROM pg_catalog.pg_settings WHERE source = 'configuration file'
            UNION ALL SELECT 'public ' || datname, pg_catalog.has_database_privilege('public', oid, 'TEMP')::text FROM pg_catalog.pg_database
            UNION ALL SELECT 'override ' || setrole || ' ' || setdatabase, setconfig::text FROM pg_catalog.pg_db_role_setting
            ORDER BY 1""");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private PracticeServer server;

    @SuppressWarnings("NullAway.Init")
    private WriteSession session;

    @BeforeEach
    void connect() throws TargetException {
        server = PracticeServer.start(PracticeOptions.weak().in(folder.resolve("practice")), CLOCK, _ -> {});
        org.junit.jupiter.api.Assumptions.assumeTrue(server.runsCommands(), "commands cannot be confined here");
        session = open();
    }

    @AfterEach
    void close() {
        session.close();
        server.close();
    }

    private WriteSession open() throws TargetException {
        Connector connector = new Connector(
                (_, _) -> Optional.of(server.adminPassword()), (_, _, _) -> false, folder.resolve("known_hosts"));
        return connector.openToWrite(server.target(), Checklist.NONE);
    }

    private Plan plan(Change... changes) throws TargetException {
        List<Choice> choices = new ArrayList<>();
        for (Change change : changes) {
            Finding finding = new Finding(
                    "AUTH-01", Subject.named(Subject.Kind.SERVER, change.summary()), Status.FAIL, "seen", "wanted");
            choices.add(new Choice(finding, List.of(change)));
        }
        return Planner.plan(session, choices, CLOCK.instant());
    }

    private Pending apply(Plan plan, Duration window) throws Exception {
        return new Applier(CLOCK, folder.resolve("changes"), "test")
                .apply(session, plan.confirm(plan.digest()), window, ApplyListener.NONE);
    }

    private Path hba() {
        return server.dataDirectory().resolve("pg_hba.conf");
    }

    private Change[] changes() throws IOException {
        HbaFile file = HbaFile.parse(Files.readAllBytes(hba()), server.major());
        HbaRule trust = file.rules().stream()
                .filter(rule -> rule.method().equals("trust") && !rule.isLocal())
                .findFirst()
                .orElseThrow();
        HbaRule md5 = file.rules().stream()
                .filter(rule -> rule.method().equals("md5"))
                .findFirst()
                .orElseThrow();
        return new Change[] {
            HbaEdit.method(hba().toString(), file, trust, "scram-sha-256"),
            AlterSystem.set("log_connections", "on", Effect.RELOAD),
            AlterRole.without("shop_app", AlterRole.Attribute.SUPERUSER),
            SetVerifier.of("reporting", Secret.of(VERIFIER)),
            // the project's own password: with an MD5 verifier the new rule would shut it out
            SetVerifier.of("shop_app", ScramVerifier.of(Secret.of("shop123"))),
            Revoke.of(Privilege.ofPublic("TEMPORARY", DatabaseObject.database("shop"))),
            RoleSetting.ofRole("shop_app", "statement_timeout", "30s"),
            FileMode.mode(server.djangoDirectory().toString(), "750"),
            FirewallRules.allow(5432, List.of(IpRange.parse("10.0.0.0/8").orElseThrow()), 22, List.of()),
            HbaEdit.method(hba().toString(), file, md5, "scram-sha-256"),
        };
    }

    private Map<String, String> state() throws Exception {
        Map<String, String> state = new LinkedHashMap<>();
        try (ReadSession fresh = session.fresh()) {
            var answers = fresh.read(List.of(CATALOGS), CLOCK.instant(), Optional.empty(), Progress.NONE);
            for (Row row : answers.rows(CATALOGS)) {
                state.put(row.text("name"), row.find("value").orElse(""));
            }
        }
        for (Path file :
                List.of(hba(), server.dataDirectory().resolve("postgresql.auto.conf"), server.djangoDirectory())) {
            state.put(
                    file + " attributes",
                    Files.readAttributes(file, "unix:ino,mode,uid,gid").toString());
            if (Files.isRegularFile(file)) {
                state.put(file.toString(), Files.readString(file));
            }
        }
        return state;
    }

    @Test
    void everythingIsAppliedKeptAndTakenBackToTheVeryFiles() throws Exception {
        Map<String, String> before = state();
        Change[] changes = changes();
        Plan plan = plan(changes);
        assertEquals(9, plan.items().size(), plan.text());
        Pending pending = apply(plan, WINDOW);
        assertTrue(pending.mayKeep(), pending.proofs().toString());
        pending.keep();
        assertTrue(Files.readString(hba()).contains("scram-sha-256"));
        assertNotEquals(before, state());
        ChangeSets sets = new ChangeSets(folder.resolve("changes"));
        assertEquals(ChangeSet.State.KEPT, sets.list(session).getFirst().state());
        Plan again = plan(changes);
        assertTrue(again.isEmpty(), again.text());
        sets.rollback(session, "last", false, ApplyListener.NONE);
        assertEquals(before, state());
        assertEquals(ChangeSet.State.UNDONE, sets.list(session).getFirst().state());
    }

    @Test
    void theServerUndoesByItselfWhatNobodyKept() throws Exception {
        Map<String, String> before = state();
        Pending pending = apply(plan(changes()), Duration.ofSeconds(30));
        assertTrue(pending.deadline().isPresent());
        session.close();
        session = open();
        ChangeSets sets = new ChangeSets(folder.resolve("changes"));
        List<ChangeSet.State> undecided = List.of(ChangeSet.State.WAITING, ChangeSet.State.OVERDUE);
        for (int i = 0;
                i < 240 && undecided.contains(sets.list(session).getFirst().state());
                i++) {
            Thread.sleep(250);
        }
        assertEquals(before.get(hba().toString()), state().get(hba().toString()));
        if (sets.list(session).getFirst().state() != ChangeSet.State.UNDONE) { // no psql here: statements need us
            sets.rollback(session, "last", true, ApplyListener.NONE);
        }
        assertEquals(before, state());
    }

    @Test
    void aRuleThatShutsTheApplicationOutIsUndoneThoughTheOwnerGetsIn() throws Exception {
        Map<String, String> before = state();
        ApplyException failure = assertThrows(ApplyException.class, () -> apply(plan(changes()[0]), WINDOW));
        assertEquals(ApplyException.State.ROLLED_BACK, failure.state(), failure.happened());
        assertTrue(failure.happened().contains("The application still logs in"), failure.happened());
        assertFalse(failure.happened().contains("shop123"), failure.happened());
        assertEquals(before, state());
    }

    @Test
    void aPendingPlanIsUndoneWhenThePersonSaysSo() throws Exception {
        Map<String, String> before = state();
        Pending pending = apply(plan(changes()), WINDOW);
        pending.extend();
        pending.undo();
        assertEquals(before, state());
        assertFalse(pending.mayKeep());
    }

    @Test
    void aRestartIsProvenAndUndone() throws Exception {
        Map<String, String> before = state();
        Pending pending = apply(
                plan(AlterSystem.set("max_connections", "80", Effect.RESTART), changes()[2]), Duration.ofSeconds(200));
        assertTrue(pending.mayKeep(), pending.proofs().toString());
        session.close();
        session = open();
        assertEquals("80", state().get("setting max_connections"));
        new ChangeSets(folder.resolve("changes")).rollback(session, pending.id(), false, ApplyListener.NONE);
        session.close();
        session = open();
        assertEquals(before, state());
    }

    @Test
    void aPlanThatIsStaleIsNotApplied() throws Exception {
        Plan plan = plan(changes());
        Files.writeString(hba(), Files.readString(hba()) + "# somebody else\n");
        ApplyException refused = assertThrows(ApplyException.class, () -> apply(plan, WINDOW));
        assertEquals(ApplyException.State.UNTOUCHED, refused.state());
    }

    @Test
    void whatWouldShutThisLoginOutIsLeftOut() throws Exception {
        HbaFile file = HbaFile.parse(Files.readAllBytes(hba()), server.major());
        Plan plan = plan(
                HbaEdit.first(hba().toString(), file, "host all postgres all reject"),
                AlterRole.without("postgres", AlterRole.Attribute.LOGIN));
        assertTrue(plan.isEmpty());
        assertTrue(
                plan.notes().toString().contains("shut out this very login"),
                plan.notes().toString());
    }

    @Test
    void noSecretIsInThePlanOrInTheFilesForPeople() throws Exception {
        Plan plan = plan(changes());
        apply(plan, WINDOW).keep();
        assertFalse((plan.text() + plan.undoText()).contains("SCRAM-SHA-256$"));
        try (var files = Files.walk(folder.resolve("changes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains("SCRAM-SHA-256$4096"), file.toString());
            }
        }
    }
}
