package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.SshDropIn;
import org.pgrampart.plan.ApplyListener.Stage;
import org.pgrampart.reading.Command;
import org.pgrampart.target.WriteSession;

/// What is caught before it is live, and what only a real login shows, on a whole server.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ProofLabIT extends UnderFault {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String DROP_IN = "/etc/ssh/sshd_config.d/00-pgrampart.conf";
    private static final String SETTINGS = """
            DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "USER": "shop",
                                     "PASSWORD": "shop", "HOST": "127.0.0.1", "PORT": "5432"}}
            """;

    private final List<String> told = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private WriteSession session;

    ProofLabIT() {
        super("proof15");
    }

    @Override
    @BeforeAll
    void boot(@TempDir Path temporary) throws Exception {
        super.boot(temporary);
        String settings = server.exec("ls /srv/shop/*/settings.py").out().strip();
        server.copyIn(SETTINGS.getBytes(StandardCharsets.UTF_8), settings, "shop:shop", "0640");
    }

    @BeforeEach
    void open() throws Exception {
        told.clear();
        session = bench.open("nopass");
    }

    @Override
    @AfterEach
    void putBack() {
        session.close();
        super.putBack();
    }

    private Pending apply(Change... changes) throws Exception {
        Plan plan = FaultBench.plan(session, changes);
        assertEquals(changes.length, plan.running().size(), plan.text());
        return new Applier(FaultBench.CLOCK, bench.changes(), "test")
                .apply(
                        session,
                        plan.confirm(plan.digest()),
                        WINDOW,
                        (stage, step, state, transcript) ->
                                told.add(stage + " " + state + " " + step + "\n" + transcript));
    }

    private FileContent file(String path, String before, String after, Command.Place place) {
        return new FileContent(
                path,
                Optional.of(Content.of(before)),
                Optional.of(Content.of(after)),
                Optional.empty(),
                Optional.empty(),
                place,
                Effect.RELOAD,
                Hazard.MAY_CUT_ACCESS,
                "Write " + path);
    }

    private String text(String path) {
        return new String(server.readFile(path), StandardCharsets.UTF_8);
    }

    private void caughtBefore(String reason, Change... changes) throws Exception {
        Map<String, String> before = bench.state(DROP_IN, FaultBench.HBA, FaultBench.AUTO_CONF);
        ApplyException refusal = assertThrows(ApplyException.class, () -> apply(changes));
        assertEquals(ApplyException.State.UNTOUCHED, refusal.state(), refusal.happened());
        assertTrue(refusal.happened().contains(reason), refusal.happened());
        assertTrue(told.stream().noneMatch(line -> line.startsWith(Stage.ARM.name())), told.toString());
        assertEquals(before, bench.state(DROP_IN, FaultBench.HBA, FaultBench.AUTO_CONF));
        nothingRuns();
    }

    private void nothingRuns() {
        // two commands, for each sees its own words among the processes
        String left = server.exec(
                                "ls -d /run/pgrampart-canary-* /tmp/pgrampart-* /var/lib/pgrampart/shadows/* 2>/dev/null; :")
                        .out()
                + server.exec("pgrep -fa 'pgrampart-([c]anary|[s]hadow)'; :").out();
        assertEquals("", left);
    }

    @Test
    void anSshRuleThatShutsUsOutIsCaughtThoughSshdFindsNoFault() throws Exception {
        caughtBefore("AllowUsers does not name nopass", SshDropIn.of(Map.of("AllowUsers", "nobodyhere"), true));
    }

    @Test
    void whatNoRuleTellsOnlyTheLoginToASecondSshdShows() throws Exception {
        caughtBefore(
                "a login to a second sshd with these files fails",
                SshDropIn.of(Map.of("AuthorizedKeysFile", "/etc/ssh/keys/%u"), true));
    }

    @Test
    void anSshRuleThatLetsUsInIsTriedAndApplied() throws Exception {
        Pending pending = apply(SshDropIn.of(Map.of("X11Forwarding", "no"), true));
        assertTrue(String.join("\n", told).contains("sshd: a login to it works"), told.toString());
        assertTrue(
                pending.proofs().stream().anyMatch(p -> p.what().equals("A new SSH login becomes root") && p.proven()),
                pending.proofs().toString());
        pending.undo();
        nothingRuns();
    }

    @Test
    void aRuleThatRefusesTheApplicationIsUndoneThoughTheOwnerGetsIn() throws Exception {
        Map<String, String> before = bench.state(FaultBench.HBA);
        ApplyException failure = assertThrows(ApplyException.class, () -> apply(lockedOut()));
        assertEquals(ApplyException.State.ROLLED_BACK, failure.state(), failure.happened());
        assertTrue(failure.happened().contains("The application still logs in"), failure.happened());
        assertEquals(before, bench.state(FaultBench.HBA));
    }

    private Change lockedOut() {
        String text = text(FaultBench.HBA);
        return file(FaultBench.HBA, text, "host all shop 127.0.0.1/32 reject\n" + text, Command.Place.SERVER);
    }

    @Test
    void whatShallBeRefusedIsTriedAndRefused() throws Exception {
        String text = text(FaultBench.HBA);
        Pending pending = apply(
                file(FaultBench.HBA, text, "hostnossl all admin 0.0.0.0/0 reject\n" + text, Command.Place.SERVER));
        Proof refusal = pending.proofs().stream()
                .filter(proof -> proof.what().startsWith("A login as admin to shop without TLS"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pending.proofs().toString()));
        assertTrue(refusal.proven(), refusal.toString());
        assertTrue(refusal.detail().contains("28000"), refusal.toString());
        assertTrue(pending.mayKeep(), pending.proofs().toString());
        pending.undo();
    }

    @Test
    void thePortShowsTheCertificateThatIsInstalled() throws Exception {
        server.exec(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=lab"
                        + " -keyout /etc/postgresql/15/main/new.key -out /etc/postgresql/15/main/new.crt 2>/dev/null"
                        + " && chown postgres:postgres /etc/postgresql/15/main/new.* && chmod 0600 /etc/postgresql/15/main/new.key");
        Pending pending = apply(
                AlterSystem.set("ssl_cert_file", "/etc/postgresql/15/main/new.crt", Effect.RELOAD),
                AlterSystem.set("ssl_key_file", "/etc/postgresql/15/main/new.key", Effect.RELOAD));
        Proof shown = pending.proofs().stream()
                .filter(proof -> proof.what().equals("The port shows the certificate that is installed"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pending.proofs().toString()));
        assertTrue(shown.proven(), shown.toString());
        assertTrue(shown.detail().contains("/etc/postgresql/15/main/new.crt"), shown.toString());
        pending.undo();
    }

    @Test
    void noPasswordOfTheApplicationIsToldOrLeft() throws Exception {
        server.exec("sed -i 's/\"PASSWORD\": \"shop\"/\"PASSWORD\": \"planted-9Kd2wQ\"/' /srv/shop/*/settings.py");
        try {
            Pending pending = apply(AlterSystem.set("statement_timeout", "60s", Effect.RELOAD));
            assertFalse(
                    (told + pending.proofs().toString()).contains("planted-9Kd2wQ"),
                    pending.proofs().toString());
            pending.undo();
            String found = server.exec("grep -rl planted-9Kd2wQ /var/lib/pgrampart /var/log /tmp /run 2>/dev/null; :")
                    .out();
            assertEquals("", found);
        } finally {
            server.exec("sed -i 's/planted-9Kd2wQ/shop/' /srv/shop/*/settings.py");
        }
    }
}
