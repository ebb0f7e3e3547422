package org.pgrampart.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileEdit;
import org.pgrampart.change.FileMode;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.Grant;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.Privilege;
import org.pgrampart.change.Revoke;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.IpRange;
import org.pgrampart.lab.LabServer;
import org.pgrampart.lab.Patience;
import org.pgrampart.lab.Ran;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.model.Subject;
import org.pgrampart.plan.Applier;
import org.pgrampart.plan.ApplyListener;
import org.pgrampart.plan.ChangeSetId;
import org.pgrampart.plan.ChangeSets;
import org.pgrampart.plan.Choice;
import org.pgrampart.plan.Pending;
import org.pgrampart.plan.Plan;
import org.pgrampart.plan.Planner;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.SshAddress;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// What is handed to others does on a whole server exactly what applying does, and takes it back.
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ExportLabIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String VERIFIER = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    private static LabServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void boot() {
        server = LabServer.boot("export15");
        ServerState.knowPassword(server);
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void nothingStays() {
        server.exec("rm -rf /root/change.sh; nft delete table inet pgrampart 2>/dev/null; :");
        server.exec("cd / && runuser -u postgres -- psql -qd shop -c 'ALTER TABLE IF EXISTS goods RENAME TO product'");
    }

    private WriteSession open() throws TargetException {
        Connector connector = new Connector(
                (_, _) -> Optional.of(Secret.of(LabServer.ADMIN_PASSWORD)),
                (_, _, _) -> false,
                folder.resolve("known_hosts"));
        Target target = Target.of(
                        "lab",
                        DatabaseAddress.of(server.address(), server.pgPort(), "shop", "admin")
                                .sslMode("require"))
                .ssh(SshAddress.of("root", server.address(), server.sshPort())
                        .key(server.sshKey("root"))
                        .knownHosts(server.knownHosts()))
                .django("/srv/shop");
        return connector.openToWrite(target, Checklist.NONE);
    }

    private static List<Choice> choices(Change... changes) {
        List<Choice> choices = new ArrayList<>();
        for (Change change : changes) {
            Finding finding = new Finding(
                    "AUTH-01", Subject.named(Subject.Kind.SERVER, change.summary()), Status.FAIL, "seen", "wanted");
            choices.add(new Choice(finding, List.of(change)));
        }
        return choices;
    }

    private static Change[] changes() {
        HbaFile file = HbaFile.parse(server.readFile(ServerState.HBA), 15);
        HbaRule trust = file.rules().stream()
                .filter(rule -> rule.method().equals("trust"))
                .findFirst()
                .orElseThrow();
        byte[] settings = server.readFile(ServerState.SETTINGS);
        return new Change[] {
            // the application logs in by this line, with the MD5 verifier that it has
            HbaEdit.method(ServerState.HBA, file, trust, "md5"),
            AlterSystem.set("log_connections", "on", Effect.RELOAD),
            AlterSystem.set("log_line_prefix", "%m [%p] q='%u' b\\c ", Effect.RELOAD),
            AlterRole.without("shop", AlterRole.Attribute.CREATEDB),
            SetVerifier.of("onlylogin", Secret.of(VERIFIER)),
            Grant.of(Privilege.of("SELECT", DatabaseObject.table("shop", "public", "product"), "onlylogin")),
            Revoke.of(Privilege.ofPublic("UPDATE", DatabaseObject.table("shop", "public", "customer"))),
            FileMode.mode("/srv/shop/manage.py", "750"),
            FileEdit.append(
                    ServerState.SETTINGS, settings, "\n# {{ no template }} 'quoted' $HOME `id`\n", Effect.AT_ONCE),
        };
    }

    private static FirewallRules firewall() {
        return FirewallRules.allow(
                5432,
                List.of(IpRange.parse("10.0.0.0/8").orElseThrow()),
                22,
                List.of(IpRange.parse(server.ownAddress()).orElseThrow()));
    }

    private static Map<String, String> state() {
        return ServerState.of(server);
    }

    private static void same(Map<String, String> wanted) {
        ServerState.same(wanted, state());
    }

    private static void rename(String from, String to) {
        server.exec("cd / && runuser -u postgres -- psql -qd shop -c 'ALTER TABLE %s RENAME TO %s'".formatted(from, to))
                .ok();
    }

    /// What applying the plan makes of the server; afterwards the server is as it was.
    private Map<String, String> applied(WriteSession session, Plan plan) throws Exception {
        new Applier(CLOCK, folder.resolve("changes"), "test")
                .apply(session, plan.confirm(plan.digest()), Duration.ofMinutes(2), ApplyListener.NONE)
                .keep();
        Map<String, String> after = state();
        try (WriteSession again = open()) {
            new ChangeSets(folder.resolve("changes")).rollback(again, "last", false, ApplyListener.NONE);
        }
        return after;
    }

    private static Export export(WriteSession session, Plan plan) {
        return new Export(plan, session.server(), "lab", CLOCK.instant());
    }

    private static Ran script(String verb, String input) {
        return server.exec("sh /root/change.sh " + verb, input.getBytes(UTF_8));
    }

    private static void copy(String script) {
        server.copyIn(script.getBytes(UTF_8), "/root/change.sh", "root:root", "0600");
    }

    @Test
    void theScriptDoesAndUndoesWhatApplyingDoes() throws Exception {
        Map<String, String> before = state();
        try (WriteSession session = open()) {
            Plan plan = Planner.plan(session, choices(changes()), CLOCK.instant());
            assertEquals(9, plan.exported().size(), plan.text());
            String script = export(session, plan).files("change.sh").get("change.sh");
            noSecret(script);
            Map<String, String> wanted = applied(session, plan);
            same(before);
            copy(script);
            assertEquals(0, script("check", "").ok().rc());
            same(before);
            Ran ran = script("apply", VERIFIER + "\n");
            assertEquals(0, ran.rc(), ran.out() + ran.err());
            assertEquals(0, script("keep", "").rc());
            same(wanted);
            assertTrue(script("apply", "").out().contains("already"));
            ran = script("undo", "");
            assertEquals(0, ran.rc(), ran.out() + ran.err());
            same(before);
        }
    }

    @Test
    void theScriptsTimerUndoesWhatNobodyKept() throws Exception {
        Map<String, String> before = state();
        try (WriteSession session = open()) {
            Plan plan = Planner.plan(session, choices(firewall()), CLOCK.instant());
            Map<String, String> wanted = applied(session, plan);
            copy(export(session, plan).files("change.sh").get("change.sh"));
            Ran ran = server.exec("WINDOW=4 sh /root/change.sh apply");
            assertEquals(0, ran.rc(), ran.out() + ran.err());
            assertTrue(state().getOrDefault("firewall", "").contains("pgrampart"));
            Patience.until(
                    "the timer undoes it",
                    Duration.ofSeconds(30),
                    () -> state().equals(before),
                    () -> state().toString());
            assertNotEquals(0, script("keep", "").rc());
            script("apply", "").ok();
            script("keep", "").ok();
            same(wanted);
            script("undo", "").ok();
            same(before);
        }
    }

    @Test
    void theScriptRefusesAServerThatHasChangedAndTakesBackWhatFails() throws Exception {
        try (WriteSession session = open()) {
            Plan plan = Planner.plan(session, choices(changes()), CLOCK.instant());
            copy(export(session, plan).files("change.sh").get("change.sh"));
            server.exec("cp -p " + ServerState.HBA + " /root/hba; echo '# somebody' >>" + ServerState.HBA)
                    .ok();
            Map<String, String> before = state();
            Ran refused = script("apply", VERIFIER + "\n");
            assertEquals(2, refused.rc(), refused.out());
            same(before);
            server.exec("cat /root/hba >" + ServerState.HBA).ok();
            before = state();
            // the last grant cannot be made any more
            rename("product", "goods");
            Map<String, String> renamed = state();
            Ran failed = script("apply", VERIFIER + "\n");
            assertEquals(1, failed.rc(), failed.out());
            assertTrue(failed.out().contains("It failed and is undone"), failed.out());
            same(renamed);
            rename("goods", "product");
            same(before);
        }
    }

    @Test
    void thePlaybookDoesAndUndoesWhatApplyingDoes() throws Exception {
        AnsiblePlay.isThere();
        Map<String, String> before = state();
        try (WriteSession session = open()) {
            Plan plan = Planner.plan(session, choices(changes()), CLOCK.instant());
            Map<String, String> wanted = applied(session, plan);
            write(export(session, plan), "change.yml");
            play("change.yml", "-e", "secret_1=" + VERIFIER);
            same(wanted);
            assertTrue(play("change.yml", "-e", "secret_1=" + VERIFIER).contains("changed=0"));
            same(wanted);
            play("change-undo.yml");
            same(before);
            Plan walls = Planner.plan(session, choices(firewall()), CLOCK.instant());
            wanted = applied(session, walls);
            write(export(session, walls), "walls.yml");
            play("walls.yml");
            same(wanted);
            play("walls-undo.yml");
            same(before);
        }
    }

    @Test
    void aPlaybookThatFailsTakesEverythingBack() throws Exception {
        AnsiblePlay.isThere();
        try (WriteSession session = open()) {
            Plan plan = Planner.plan(session, choices(changes()), CLOCK.instant());
            write(export(session, plan), "change.yml");
            rename("product", "goods");
            Map<String, String> renamed = state();
            Ran failed = AnsiblePlay.run(server, folder, "change.yml", "-e", "secret_1=" + VERIFIER);
            assertNotEquals(0, failed.rc());
            assertTrue(failed.out().contains("rescued=1"), failed.out());
            assertFalse(failed.out().contains(VERIFIER), "the verifier was printed");
            same(renamed);
            rename("goods", "product");
        }
    }

    @Test
    void theCopyOnThisComputerTakesBackOnAnotherServer() throws Exception {
        Map<String, String> before = state();
        String old = server.exec("cd / && runuser -u postgres -- psql -XAtqc"
                        + " \"SELECT rolpassword FROM pg_authid WHERE rolname = 'onlylogin'\"")
                .text();
        String id;
        String script;
        try (WriteSession session = open()) {
            Plan plan = Planner.plan(session, choices(changes()), CLOCK.instant());
            script = export(session, plan).files("change.sh").get("change.sh");
            id = ChangeSetId.next(CLOCK);
            Pending pending = new Applier(CLOCK, folder.resolve("changes"), "test", new StandaloneUndo("lab", CLOCK))
                    .apply(session, plan.confirm(plan.digest()).as(id), Duration.ofMinutes(2), ApplyListener.NONE);
            assertEquals(id, pending.id());
            pending.keep();
            assertEquals(
                    "sudo sh /var/lib/pgrampart/txn/" + id + "/rollback.sh manual", ChangeSetId.undoCommand(plan, id));
            server.exec("test -f /var/lib/pgrampart/txn/" + id + "/rollback.sh").ok();
            new ChangeSets(folder.resolve("changes")).rollback(session, id, false, ApplyListener.NONE);
        }
        same(before);
        Path copy = folder.resolve("changes").resolve(id).resolve(ChangeSetId.copyName(id));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
        String undo = Files.readString(copy);
        noSecret(undo);
        assertFalse(undo.contains(old), "the old verifier is on this computer");
        try (LabServer other = LabServer.boot("export-copy")) {
            ServerState.knowPassword(other);
            Map<String, String> first = ServerState.of(other);
            other.copyIn(script.getBytes(UTF_8), "/root/change.sh", "root:root", "0600");
            other.exec("sh /root/change.sh apply && sh /root/change.sh keep", (VERIFIER + "\n").getBytes(UTF_8))
                    .ok();
            assertNotEquals(first, ServerState.of(other));
            other.exec("rm -rf /var/lib/pgrampart").ok();
            other.copyIn(undo.getBytes(UTF_8), "/root/rollback.sh", "root:root", "0600");
            other.exec("sh /root/rollback.sh check").ok();
            Ran ran = other.exec("sh /root/rollback.sh manual", (old + "\n").getBytes(UTF_8));
            assertEquals(0, ran.rc(), ran.out() + ran.err());
            ServerState.same(first, ServerState.of(other));
            // a file that somebody has changed is left alone, and comes back by force
            other.exec("rm -rf /var/lib/pgrampart; echo '# somebody' >>" + ServerState.HBA)
                    .ok();
            assertEquals(
                    2,
                    other.exec("sh /root/rollback.sh manual", (old + "\n").getBytes(UTF_8))
                            .rc());
            other.exec("sh /root/rollback.sh manual force", (old + "\n").getBytes(UTF_8))
                    .ok();
            ServerState.same(first, ServerState.of(other));
        }
    }

    @Test
    void theRequestTellsTheWholePlanWithoutASecret() throws Exception {
        try (WriteSession session = open()) {
            Plan plan = Planner.plan(session, choices(changes()), CLOCK.instant());
            String request = export(session, plan).files("change.md").get("change.md");
            noSecret(request);
            assertTrue(request.contains(plan.digest()));
            plan.exported()
                    .forEach(
                            item -> assertTrue(request.contains(ChangeRequest.inline(item.summary())), item.summary()));
            assertTrue(request.contains("+# {{ no template }}"), request);
        }
    }

    private static void noSecret(String text) {
        assertFalse(text.contains(VERIFIER), "a verifier was exported");
        assertFalse(text.contains(LabServer.ADMIN_PASSWORD), "a password was exported");
        String project = new String(server.readFile(ServerState.SETTINGS), UTF_8);
        project.lines()
                .filter(line -> line.contains("SECRET_KEY") || line.contains("PASSWORD"))
                .map(line -> line.replaceAll("^[^'\"]*['\"][^'\"]*['\"][^'\"]*['\"]?|['\"].*$", "")
                        .strip())
                .filter(secret -> secret.length() > 5)
                .forEach(secret -> assertFalse(text.contains(secret), "a secret of the project was exported"));
    }

    private void write(Export export, String name) throws IOException {
        for (Map.Entry<String, String> file : export.files(name).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private String play(String book, String... more) throws Exception {
        Ran ran = AnsiblePlay.run(server, folder, book, more);
        assertEquals(0, ran.rc(), ran.out() + ran.err());
        return ran.out();
    }
}
