package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.Hazard;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Status;
import org.pgrampart.model.Subject;
import org.pgrampart.plan.ApplyListener.Stage;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.reading.Command;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.WriteSession;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidationPgIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration WINDOW = Duration.ofSeconds(200);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private PracticeServer server;

    @SuppressWarnings("NullAway.Init")
    private WriteSession session;

    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeAll
    void start() {
        server = PracticeServer.start(PracticeOptions.hard().in(folder.resolve("practice")), CLOCK, _ -> {});
        org.junit.jupiter.api.Assumptions.assumeTrue(server.runsCommands(), "commands cannot be confined here");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws Exception {
        Connector connector = new Connector(
                (_, _) -> Optional.of(server.adminPassword()), (_, _, _) -> false, folder.resolve("known_hosts"));
        session = connector.openToWrite(server.target(), Checklist.NONE);
        told.clear();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private Pending apply(Change... changes) throws Exception {
        List<Choice> choices = new ArrayList<>();
        for (Change change : changes) {
            Finding finding = new Finding(
                    "AUTH-01", Subject.named(Subject.Kind.SERVER, change.summary()), Status.FAIL, "seen", "wanted");
            choices.add(new Choice(finding, List.of(change)));
        }
        Plan plan = Planner.plan(session, choices, CLOCK.instant());
        assertEquals(changes.length, plan.running().size(), plan.text());
        return new Applier(CLOCK, folder.resolve("changes"), "test")
                .apply(
                        session,
                        plan.confirm(plan.digest()),
                        WINDOW,
                        (stage, step, state, transcript) ->
                                told.add(stage + " " + state + " " + step + "\n" + transcript));
    }

    /// Every file of the server that a change could touch, and what lies beside them.
    private Map<String, String> files() throws IOException {
        Map<String, String> state = new TreeMap<>();
        for (Path place : List.of(server.dataDirectory(), tls())) {
            try (var files = Files.list(place)) {
                // the server itself writes some of them anew at each start
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(file -> !List.of("postmaster.pid", "postmaster.opts", "current_logfiles")
                                .contains(String.valueOf(file.getFileName())))
                        .toList()) {
                    state.put(
                            file.toString(),
                            Files.readAttributes(file, "unix:ino,mode,uid,size").toString());
                }
            }
        }
        return state;
    }

    private Path tls() {
        return server.folder().resolve("tls");
    }

    private Path hba() {
        return server.dataDirectory().resolve("pg_hba.conf");
    }

    private static FileContent file(Path path, Optional<String> before, String after, Effect effect) {
        return new FileContent(
                path.toString(),
                before.map(Content::of),
                Optional.of(Content.of(after)),
                Optional.empty(),
                Optional.of("600"),
                Command.Place.SERVER,
                effect,
                Hazard.MAY_CUT_ACCESS,
                "Write " + path.getFileName());
    }

    private void refused(String reason, Change... changes) throws Exception {
        Map<String, String> before = files();
        ApplyException refusal = assertThrows(ApplyException.class, () -> apply(changes));
        assertEquals(ApplyException.State.UNTOUCHED, refusal.state(), refusal.happened());
        assertTrue(refusal.happened().contains(reason), refusal.happened());
        assertEquals(before, files());
        assertTrue(told.stream().noneMatch(line -> line.startsWith(Stage.ARM.name())), told.toString());
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws Exception {
        String left = session.script(
                        "ls -d /tmp/pgrampart-shadow.* \"$HOME\"/.pgrampart/shadows/* \"$HOME\"/.pgrampart/active 2>/dev/null; exit 0",
                        new byte[0],
                        false,
                        Duration.ofSeconds(20))
                .text();
        assertEquals("", left);
    }

    @Test
    void aLibraryThatIsNotThereIsRefusedBeforeAnythingChanges() throws Exception {
        refused("nosuchlibrary", AlterSystem.set("shared_preload_libraries", "nosuchlibrary", Effect.RESTART));
    }

    @Test
    void aLibraryThatWouldEndEverySessionIsRefused() throws Exception {
        refused("nosuchlibrary", AlterSystem.set("session_preload_libraries", "nosuchlibrary", Effect.RELOAD));
    }

    @Test
    void moreMemoryThanTheMachineHasIsRefused() throws Exception {
        refused("memory", AlterSystem.set("shared_buffers", "900GB", Effect.RESTART));
    }

    @Test
    void aMistypedLoginRuleIsRefused() throws Exception {
        String rules = Files.readString(hba());
        refused(
                "scram-sha-265",
                file(hba(), Optional.of(rules), rules + "host all all 10.0.0.0/8 scram-sha-265\n", Effect.RELOAD));
    }

    @Test
    void anEmptyFileOfLoginRulesIsRefused() throws Exception {
        refused("pg_hba.conf", file(hba(), Optional.of(Files.readString(hba())), "# nothing\n", Effect.RELOAD));
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Path key = tls().resolve("other.key");
        refused(
                "key",
                file(key, Optional.empty(), pem, Effect.RELOAD),
                AlterSystem.set("ssl_key_file", key.toString(), Effect.RELOAD));
    }

    @Test
    void aMistypedFileOfSettingsIsRefused() throws Exception {
        Path conf = server.dataDirectory().resolve("postgresql.conf");
        String text = Files.readString(conf);
        refused("syntax", file(conf, Optional.of(text), text + "work_mem 4MB 5MB\n", Effect.RELOAD));
    }

    @Test
    void aServerThatWouldNotStartAgainAnywayIsToldAsThat() throws Exception {
        Path conf = server.dataDirectory().resolve("postgresql.conf");
        String good = Files.readString(conf);
        try {
            Files.writeString(conf, good + "shared_preload_libraries = 'lost_library'\n");
            refused("Even without these changes", AlterSystem.set("max_connections", "80", Effect.RESTART));
        } finally {
            Files.writeString(conf, good);
        }
    }

    @Test
    void whatWorksPassesAndIsAppliedAndUndone() throws Exception {
        Map<String, String> before = files();
        String rules = Files.readString(hba());
        Pending pending = apply(
                AlterSystem.set("max_connections", "80", Effect.RESTART),
                AlterSystem.set("shared_buffers", "64MB", Effect.RESTART),
                AlterSystem.set("shared_preload_libraries", "auto_explain", Effect.RESTART),
                file(hba(), Optional.of(rules), rules + "host all all 10.0.0.0/8 scram-sha-256\n", Effect.RELOAD));
        assertTrue(pending.mayKeep(), pending.proofs().toString());
        String said = String.join("\n", told);
        assertTrue(said.contains("VALIDATE DONE"), said);
        assertTrue(said.contains("a second server started with these files"), said);
        assertTrue(said.contains("shared_buffers: will be as wanted"), said);
        assertFalse(said.contains("could not be tried"), said);
        pending.undo();
        assertEquals(before, files());
        assertNothingIsLeft();
    }
}
