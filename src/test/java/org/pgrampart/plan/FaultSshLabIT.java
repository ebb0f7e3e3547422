package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.lab.LabPackages;
import org.pgrampart.lab.Patience;
import org.pgrampart.plan.ApplyListener.Stage;
import org.pgrampart.plan.ApplyListener.State;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// SSH under fault: cases 11 to 20 of the fault matrix.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultSshLabIT extends UnderFault {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(280);
    private static final String[] FILES = {FaultBench.HBA, FaultBench.AUTO_CONF, "/etc/ssh/sshd_config"};
    private static final String CUT = "pkill -9 -f '^sshd: .*(nopass|plain)'";

    FaultSshLabIT() {
        super("ssh15", FILES);
    }

    @Override
    @AfterEach
    void putBack() {
        server.exec("""
                nft delete table inet lab 2>/dev/null
                rm -f /etc/ssh/sshd_config.d/lab.conf /home/nopass/.bashrc.lab
                [ ! -e /root/ssh_host_ed25519_key ] || mv -f /root/ssh_host_* /etc/ssh/
                usermod -s /bin/bash nopass
                cp /etc/skel/.bashrc /home/nopass/.bashrc
                systemctl reset-failed ssh
                systemctl restart ssh
                """).ok();
        super.putBack();
    }

    private Pending applied(WriteSession session, Duration window) throws Exception {
        Pending pending = bench.apply(session, FaultBench.plan(session, TypicalChanges.of(server)), window);
        assertTrue(pending.mayKeep(), pending.proofs().toString());
        assertNotEquals(before, state());
        return pending;
    }

    private void undoneAlone(String id) {
        bench.awaitUndone(id);
        assertEquals(before, state());
    }

    private void sshd(String lines) {
        server.copyIn(lines.getBytes(UTF_8), "/etc/ssh/sshd_config.d/lab.conf", "root", "644");
        server.exec("sshd -t && systemctl reset-failed ssh; systemctl restart ssh")
                .ok();
    }

    @Test
    void case11SshKilledAfterApplyIsUndoneWithoutUs() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            String id = applied(session, SHORT).id();
            server.exec(CUT).ok();
            undoneAlone(id);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"PREPARE", "ARM", "APPLY"})
    void case12SshKilledDuringApplyLeavesNothingHalfDone(Stage stage) throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, TypicalChanges.of(server));
            ApplyListener cut = (at, _, state, _) -> {
                if (at == stage && state == State.RUNNING) {
                    // not at once but while the script runs
                    server.exec("setsid sh -c 'sleep 0.3; " + CUT.replace("'", "'\\''") + "' >/dev/null 2>&1 &");
                }
            };
            Applier applier = new Applier(FaultBench.CLOCK, bench.changes(), "test");
            Throwable failure = assertThrows(
                    Exception.class,
                    () -> applier.apply(session, plan.confirm(plan.digest()), Duration.ofSeconds(12), cut));
            assertTrue(failure instanceof ApplyException || failure instanceof TargetException, failure.toString());
        }
        // what was armed undoes itself; what was never armed has changed nothing
        String id = server.exec("ls -1 /var/lib/pgrampart/txn | tail -n 1").text();
        String running = "pgrep -f '[" + id.charAt(0) + "]" + id.substring(1) + ".*(prepare|arm|apply)[.]sh|"
                + "(prepare|arm|apply)[.]sh.*[" + id.charAt(0) + "]" + id.substring(1) + "'";
        Patience.until(
                "what was begun has come to its end",
                Duration.ofSeconds(30),
                () -> server.exec(running).rc() != 0,
                () -> server.exec(running).out());
        if (server.exec("test -e /var/lib/pgrampart/txn/" + id + "/armed").rc() == 0) {
            bench.awaitUndone(id);
        } else {
            bench.putBack();
        }
        assertEquals(before, state());
    }

    @Test
    void case13PacketsThatVanishAreNoticedAndTheServerUndoes() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            String id = applied(session, Duration.ofSeconds(20)).id();
            server.exec("nft add table inet lab; nft 'add chain inet lab in { type filter hook input priority -10; }';"
                            + " nft add rule inet lab in ip saddr " + server.ownAddress() + " drop")
                    .ok();
            Instant start = Instant.now();
            TargetException lost =
                    assertThrows(TargetException.class, () -> bench.changeSets().list(session));
            assertEquals(TargetException.Kind.UNREACHABLE, lost.kind(), lost.happened());
            long seconds = Duration.between(start, Instant.now()).toSeconds();
            assertTrue(seconds <= 45, "noticed only after " + seconds + " s");
            bench.awaitUndone(id);
            server.exec("nft delete table inet lab").ok();
            assertEquals(before, state());
        }
    }

    @Test
    void case14AProofIsAConnectionOfItsOwn() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            String ssh = "ss -Htn state established 'sport = :22' | wc -l";
            String sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pgrampart'";
            int connections = Integer.parseInt(server.exec(ssh).text());
            int backends = Integer.parseInt(bench.sql(sql));
            try (ReadSession fresh = session.fresh()) {
                assertTrue(fresh.server().hasRoot());
                assertEquals(connections + 1, Integer.parseInt(server.exec(ssh).text()));
                assertEquals(backends + 1, Integer.parseInt(bench.sql(sql)));
            }
        }
    }

    @Test
    void case15AnotherHostKeyAtTheProofUndoesEverything() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, TypicalChanges.of(server));
            ApplyListener impostor = (at, _, state, _) -> {
                if (at == Stage.PROVE && state == State.RUNNING) {
                    server.exec("""
                            mv /etc/ssh/ssh_host_* /root/
                            ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
                            systemctl reset-failed ssh
                            systemctl restart ssh""").ok();
                }
            };
            Applier applier = new Applier(FaultBench.CLOCK, bench.changes(), "test");
            ApplyException refused = assertThrows(
                    ApplyException.class, () -> applier.apply(session, plan.confirm(plan.digest()), LONG, impostor));
            assertEquals(ApplyException.State.ROLLED_BACK, refused.state(), refused.happened());
            assertTrue(
                    refused.happened().contains("host key")
                            || refused.happened().contains("key"),
                    refused.happened());
            assertEquals(before, state());
            TargetException stop = assertThrows(TargetException.class, () -> bench.open("nopass"));
            assertEquals(TargetException.Kind.HOST_KEY, stop.kind());
        }
    }

    @Test
    void case17WithADeadListenerTheOpenConnectionUndoes() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Pending pending = applied(session, LONG);
            server.exec("echo 'Nonsense yes' >/etc/ssh/sshd_config.d/lab.conf;"
                            + " kill -HUP $(systemctl show -p MainPID --value ssh)")
                    .ok();
            Patience.until(
                    "the listener is dead",
                    Duration.ofSeconds(10),
                    () -> server.exec("ss -Htln 'sport = :22' | grep -q .").rc() != 0,
                    () -> "");
            assertThrows(TargetException.class, session::fresh);
            pending.undo();
            assertEquals(before, state());
        }
    }

    @Test
    void case18OneSessionPerConnectionIsEnough() throws Exception {
        sshd("MaxSessions 1\n");
        roundTrip();
    }

    @Test
    void case18WithoutSftpNothingIsMissing() throws Exception {
        server.exec("cp -p /etc/ssh/sshd_config /root/ && sed -i '/^Subsystem/d' /etc/ssh/sshd_config")
                .ok();
        server.exec("systemctl reset-failed ssh; systemctl restart ssh").ok();
        try {
            before = state();
            roundTrip();
        } finally {
            server.exec("cat /root/sshd_config >/etc/ssh/sshd_config").ok();
        }
    }

    private void roundTrip() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Pending pending = applied(session, LONG);
            pending.keep();
            bench.changeSets().rollback(session, pending.id(), false, ApplyListener.NONE);
        }
        assertEquals(before, state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/false", "/bin/cat", "echo only this", "internal-sftp"})
    void case18AForcedCommandIsNoticedBeforeAnything(String command) {
        sshd("Match User nopass\n    ForceCommand " + command + "\n");
        TargetException refused = assertThrows(TargetException.class, () -> bench.open("nopass"));
        assertEquals(TargetException.Kind.LOGIN, refused.kind(), refused.happened());
        assertTrue(refused.happened().contains("no usable shell"), refused.happened());
        assertTrue(refused.remedy().contains("leave SSH out"), refused.remedy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/rbash", "/usr/sbin/nologin"})
    void case18ARestrictedShellIsNoticedBeforeAnything(String shell) {
        server.exec("usermod -s " + shell + " nopass").ok();
        TargetException refused = assertThrows(TargetException.class, () -> bench.open("nopass"));
        assertEquals(TargetException.Kind.LOGIN, refused.kind(), refused.happened());
        assertTrue(refused.happened().contains("no usable shell"), refused.happened());
    }

    @Test
    void case19NoiseOfTheLoginIsNoAnswer() throws Exception {
        server.copyIn("""
                echo 'Welcome!  pgrampart-0000 uid=0(root) yes'
                echo 'warning: this shell is noisy' >&2
                printf '\\033[31mred\\033[0m no newline'
                alias sh='echo alias' cat='echo alias'
                exec 3>&1
                """.getBytes(UTF_8), "/home/nopass/.bashrc", "nopass", "644");
        server.exec("echo 'Authorised use only. 0 yes' >/etc/motd; printf 'Banner /etc/motd\\n'"
                        + " >/etc/ssh/sshd_config.d/lab.conf; systemctl restart ssh")
                .ok();
        roundTrip();
    }

    @Test
    void case19TheLoginShellsFishAndCshServeAsWell() throws Exception {
        LabPackages.install(server, "fish", "tcsh");
        for (String shell : List.of("/usr/bin/fish", "/bin/tcsh")) {
            server.exec("usermod -s " + shell + " nopass").ok();
            roundTrip();
        }
    }

    @Test
    void case20AJumpHostThatDropsIsLikeAnyDrop() throws Exception {
        server.startSshdOn(2200);
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(home.resolve(".ssh/config"), """
                Host jump
                    HostName %1$s
                    Port 2200
                    User plain
                    IdentityFile %2$s
                    UserKnownHostsFile %3$s
                Host %1$s
                    ProxyJump jump
                """.formatted(
                        server.address(), server.sshKey("plain"), server.knownHosts()));
        Connector connector =
                new Connector(FaultBench::secret, (_, _, _) -> false, folder.resolve("known_hosts"), Map.of(), home);
        try (WriteSession session = connector.openToWrite(bench.target("nopass", server.sshPort()), Checklist.NONE)) {
            String id = applied(session, SHORT).id();
            server.exec("pkill -9 -f '^sshd: plain'").ok();
            undoneAlone(id);
            assertThrows(TargetException.class, () -> bench.changeSets().list(session));
        } finally {
            server.exec("systemctl stop sshd-2200");
        }
    }
}
