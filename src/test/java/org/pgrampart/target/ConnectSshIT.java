package org.pgrampart.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Output;
import org.pgrampart.target.TargetException.Kind;

/// Logins to a real OpenSSH server.
@Timeout(60)
class ConnectSshIT {
    @TempDir
    Path folder;

    private Path home;
    private Path key;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<Secrets.Kind, String> secrets = new HashMap<>();
    private String asked = "";
    private boolean accept;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(RealSshd.exists(), "there is no /usr/sbin/sshd here");
        home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve(".ssh"));
        key = RealSshd.keygen(folder.resolve("key"), "");
    }

    private RealSshd sshd(String settings, Path... authorized) {
        return RealSshd.start(
                folder.resolve("sshd-" + Integer.toHexString(settings.hashCode())),
                authorized.length == 0 ? List.of(key) : List.of(authorized),
                settings);
    }

    private SshAddress to(RealSshd server) {
        return SshAddress.of(RealSshd.user(), "127.0.0.1", server.port()).key(key);
    }

    private void know(RealSshd server) throws IOException {
        Files.writeString(home.resolve(".ssh/known_hosts"), server.knownHost());
    }

    private ScriptShell open(SshAddress address) throws TargetException {
        return open(address, Sudo.AUTOMATIC);
    }

    private ScriptShell open(SshAddress address, Sudo sudo) throws TargetException {
        var remembered = new RememberedSecrets((kind, what) -> {
            asked += kind + " " + what + "\n";
            return Optional.ofNullable(secrets.get(kind)).map(Secret::of);
        });
        HostKeyQuestion question = (host, fingerprint, type) -> {
            asked += "host key " + fingerprint + " " + type + "\n";
            return accept;
        };
        SshLink link = new SshDial(
                        remembered,
                        question,
                        folder.resolve("own_known_hosts"),
                        environment,
                        home,
                        new Lines(Checklist.NONE))
                .open(address);
        return ScriptShell.open(new SshStarter(link), sudo, remembered);
    }

    private static String say(HostShell shell) throws TargetException {
        return shell.run("echo hello; cat", "from here".getBytes(StandardCharsets.UTF_8), false, Duration.ofSeconds(20))
                .text();
    }

    @Test
    void aKeyFileLogsIn() throws Exception {
        try (RealSshd server = sshd("")) {
            know(server);
            try (ScriptShell shell = open(to(server))) {
                assertEquals("hello\nfrom here", say(shell));
                assertEquals("", asked);
            }
        }
    }

    @Test
    void statusAndBothStreamsComeBackApart() throws Exception {
        try (RealSshd server = sshd("")) {
            know(server);
            try (ScriptShell shell = open(to(server))) {
                Output output =
                        shell.run("printf 'a\\0b'; echo wrong >&2; exit 5", new byte[0], false, Duration.ofSeconds(20));
                assertEquals(5, output.status());
                assertEquals("a\0b", output.text());
                assertEquals("wrong\n", output.error());
            }
        }
    }

    @Test
    void aScriptThatDoesNotEndIsEnded() throws Exception {
        try (RealSshd server = sshd("")) {
            know(server);
            try (ScriptShell shell = open(to(server))) {
                TargetException late = assertThrows(
                        TargetException.class, () -> shell.run("sleep 50", new byte[0], false, Duration.ofSeconds(1)));
                assertTrue(late.happened().contains("did not end within 1 second"), late.happened());
                assertEquals("hello\nfrom here", say(shell));
            }
        }
    }

    @Test
    void aPassphraseIsAskedForOnlyWhenTheKeyNeedsIt() throws Exception {
        Path locked = RealSshd.keygen(folder.resolve("locked"), "violet-anchor");
        try (RealSshd server = sshd("", locked)) {
            know(server);
            secrets.put(Secrets.Kind.KEY_PASSPHRASE, "violet-anchor");
            try (ScriptShell shell = open(to(server).key(locked))) {
                assertEquals("hello\nfrom here", say(shell));
                assertEquals("KEY_PASSPHRASE key " + locked + "\n", asked);
            }
            secrets.put(Secrets.Kind.KEY_PASSPHRASE, "wrong");
            TargetException e =
                    assertThrows(TargetException.class, () -> open(to(server).key(locked)));
            assertEquals(Kind.LOGIN, e.kind());
            assertTrue(e.happened().contains("its passphrase may be wrong"), e.happened());
            assertFalse(e.happened().contains("wrong-"), e.happened());
        }
    }

    @Test
    void aKeyOfTheAgentLogsInAndNeverLeavesIt() throws Exception {
        Path locked = RealSshd.keygen(folder.resolve("locked"), "violet-anchor");
        Path socket = folder.resolve("agent");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (RealSshd server = sshd("", locked)) {
            know(server);
            await(socket);
            add(socket, key, "");
            add(socket, locked, "violet-anchor");
            environment.put("SSH_AUTH_SOCK", socket.toString());
            SshAddress any = SshAddress.of(RealSshd.user(), "127.0.0.1", server.port());
            try (ScriptShell shell = open(any)) {
                assertEquals("hello\nfrom here", say(shell));
            }
            try (ScriptShell shell = open(any.key(locked))) {
                assertEquals("hello\nfrom here", say(shell));
            }
            assertEquals("", asked);
        } finally {
            agent.destroy();
        }
    }

    private static void await(Path socket) throws InterruptedException {
        for (int i = 0; i < 500 && !Files.exists(socket); i++) {
            Thread.sleep(10);
        }
    }

    private void add(Path socket, Path file, String passphrase) throws Exception {
        Path answer = RealSshd.script(folder, "askpass", "#!/bin/sh\necho '" + passphrase + "'\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        ProcessBuilder builder = new ProcessBuilder("ssh-add", file.toString()).redirectErrorStream(true);
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        builder.environment().put("SSH_ASKPASS", answer.toString());
        builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
        Process process = builder.start();
        assertEquals(0, process.waitFor(), () -> {
            try {
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    @Test
    void anUnknownHostKeyIsAskedAboutOnceAndKept() throws Exception {
        try (RealSshd server = sshd("")) {
            TargetException e = assertThrows(TargetException.class, () -> open(to(server)));
            assertEquals(Kind.HOST_KEY, e.kind());
            assertEquals("host key " + server.fingerprint() + " ssh-ed25519\n", asked);
            accept = true;
            asked = "";
            open(to(server)).close();
            open(to(server)).close();
            assertEquals(1, asked.lines().count(), asked);
        }
    }

    @Test
    void anImpostorIsNeverAskedAbout() throws Exception {
        try (RealSshd server = sshd("");
                RealSshd impostor = sshd("LogLevel VERBOSE\n")) {
            String other = impostor.knownHost().replace(":" + impostor.port(), ":" + server.port());
            Files.writeString(home.resolve(".ssh/known_hosts"), other);
            accept = true;
            TargetException e = assertThrows(TargetException.class, () -> open(to(server)));
            assertEquals(Kind.HOST_KEY, e.kind());
            assertTrue(e.happened().contains(server.fingerprint()), e.happened());
            assertTrue(e.happened().contains(impostor.fingerprint()), e.happened());
            assertEquals("", asked);
            assertFalse(server.log().contains("Accepted"), "nothing may be sent");
        }
    }

    @Test
    void aFingerprintGivenByHandIsTheOnlyOneTrusted() throws Exception {
        try (RealSshd server = sshd("")) {
            open(to(server).acceptHostKey(server.fingerprint())).close();
            TargetException e = assertThrows(
                    TargetException.class, () -> open(to(server).acceptHostKey("SHA256:" + "A".repeat(43))));
            assertEquals(Kind.HOST_KEY, e.kind());
            assertEquals("", asked);
        }
    }

    @Test
    void hashedKnownHostsAreUnderstood() throws Exception {
        try (RealSshd server = sshd("")) {
            know(server);
            RealSshd.run(List.of(
                    "ssh-keygen", "-H", "-f", home.resolve(".ssh/known_hosts").toString()));
            assertFalse(Files.readString(home.resolve(".ssh/known_hosts")).contains("127.0.0.1"));
            open(to(server)).close();
            assertEquals("", asked);
        }
    }

    @Test
    void anAliasLeadsThroughAJumpHost() throws Exception {
        try (RealSshd inner = sshd("");
                RealSshd jump = sshd("LogLevel VERBOSE\n")) {
            Files.writeString(home.resolve(".ssh/known_hosts"), inner.knownHost() + jump.knownHost());
            Files.writeString(home.resolve(".ssh/config"), """
                    Host gate
                        HostName 127.0.0.1
                        Port %d
                        User %s
                        IdentityFile %s
                    Host shop
                        HostName 127.0.0.1
                        Port %d
                        User %s
                        IdentityFile %s
                        ProxyJump gate
                    """.formatted(
                            jump.port(), RealSshd.user(), key, inner.port(), RealSshd.user(), key));
            try (ScriptShell shell = open(SshAddress.parse("shop"))) {
                assertEquals("hello\nfrom here", say(shell));
            }
            assertTrue(jump.log().contains("Accepted publickey"), jump.log());
        }
    }

    @Test
    void theNoiseOfALoginShellIsLeftOut() throws Exception {
        Path noisy = RealSshd.script(folder, "noisy", """
                #!/bin/sh
                echo "Welcome to db1, today is a good day"
                echo "fish: warning" >&2
                exec /bin/bash -c "$SSH_ORIGINAL_COMMAND"
                """);
        try (RealSshd server = sshd("ForceCommand " + noisy + "\n")) {
            know(server);
            try (ScriptShell shell = open(to(server))) {
                assertEquals("hello\nfrom here", say(shell));
                Output output = shell.run("echo x >&2", new byte[0], false, Duration.ofSeconds(20));
                assertEquals("x\n", output.error());
            }
        }
    }

    @Test
    void aLoginWithoutAShellSaysSo() throws Exception {
        Path none = RealSshd.script(folder, "nologin", "#!/bin/sh\necho 'This account is not available.'\nexit 1\n");
        try (RealSshd server = sshd("ForceCommand " + none + "\n")) {
            know(server);
            TargetException e = assertThrows(TargetException.class, () -> open(to(server)));
            assertEquals(
                    "The login user on 127.0.0.1 has no usable shell; it said: This account is not available.",
                    e.happened());
        }
    }

    @Test
    void aRefusedLoginNamesWhatWasTried() throws Exception {
        Path other = RealSshd.keygen(folder.resolve("other"), "");
        try (RealSshd server = sshd("")) {
            know(server);
            TargetException e =
                    assertThrows(TargetException.class, () -> open(to(server).key(other)));
            assertEquals(Kind.LOGIN, e.kind());
            assertTrue(e.happened().contains("tried key " + other), e.happened());
        }
    }

    @Test
    void aClosedPortAndAnUnknownNameAreToldApart() {
        TargetException closed =
                assertThrows(TargetException.class, () -> open(SshAddress.of("nobody", "127.0.0.1", 1)));
        assertTrue(closed.happened().contains("No SSH server listens"), closed.happened());
        TargetException unknown =
                assertThrows(TargetException.class, () -> open(SshAddress.of("nobody", "no-such-host.invalid", 22)));
        assertTrue(unknown.happened().contains("is not known"), unknown.happened());
    }

    @Test
    void sudoGetsItsPasswordAndNothingElseUntilItIsReady() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path heard = folder.resolve("heard");
        // behaves like sudo for a user with a password: -n refuses, -S takes up to three guesses from its input
        RealSshd.script(bin, "sudo", """
                #!/bin/sh
                [ "$1" = -n ] && { echo "sudo: a password is required" >&2; exit 1; }
                for i in 1 2 3; do
                    IFS= read -r guess || exit 1
                    printf '%%s\\n' "$guess" >>'%s'
                    if [ "$guess" = amber-kettle ]; then shift 5; exec "$@"; fi
                    echo "Sorry, try again." >&2
                done
                exit 1
                """.formatted(heard));
        RealSshd.script(bin, "id", "#!/bin/sh\n[ -n \"$SUDO\" ] && echo 0 || echo 1000\n");
        RealSshd.script(
                bin,
                "sudo",
                Files.readString(bin.resolve("sudo")).replace("shift 5; exec", "shift 5; SUDO=1; export SUDO; exec"));
        try (RealSshd server = sshd("SetEnv PATH=" + bin + ":/usr/bin:/bin\n")) {
            know(server);
            try (ScriptShell shell = open(to(server))) {
                assertFalse(shell.canBeRoot());
                assertEquals("sudo wants a password", shell.rootReason());
            }
            secrets.put(Secrets.Kind.SUDO_PASSWORD, "amber-kettle");
            try (ScriptShell shell = open(to(server), Sudo.ASK)) {
                assertTrue(shell.canBeRoot());
                Output output = shell.run(
                        "id -u; cat", "secret".getBytes(StandardCharsets.UTF_8), true, Duration.ofSeconds(20));
                assertEquals("0\nsecret", output.text());
            }
            secrets.put(Secrets.Kind.SUDO_PASSWORD, "wrong");
            TargetException e = assertThrows(TargetException.class, () -> open(to(server), Sudo.ASK));
            assertTrue(e.happened().contains("did not take the password"), e.happened());
            assertTrue(
                    Files.readString(heard)
                            .lines()
                            .allMatch(line -> line.equals("amber-kettle") || line.equals("wrong")),
                    "sudo must never be fed a script as a guess");
        }
    }

    @Test
    void aCancelledScriptEndsAtOnce() throws Exception {
        try (RealSshd server = sshd("")) {
            know(server);
            try (ScriptShell shell = open(to(server));
                    var pool = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
                var waiting = pool.submit(() -> assertThrows(
                        TargetException.class, () -> shell.run("sleep 50", new byte[0], false, Duration.ofMinutes(1))));
                while (!waiting.isDone()) {
                    shell.cancel();
                    Thread.sleep(50);
                }
                assertEquals("It was cancelled.", waiting.get().happened());
            }
        }
    }
}
