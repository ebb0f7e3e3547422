package org.pgrampart.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.lab.Patience;

/// An OpenSSH server that allows one session a connection (`MaxSessions 1`).
@Timeout(120)
class OneSessionSshIT {
    private static final int COMMANDS = 50;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private RealSshd server;

    @SuppressWarnings("NullAway.Init")
    private ScriptShell shell;

    @BeforeEach
    void logIn() throws Exception {
        assumeTrue(RealSshd.exists(), "there is no /usr/sbin/sshd here");
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve(".ssh"));
        Path key = RealSshd.keygen(folder.resolve("key"), "");
        server = RealSshd.start(folder.resolve("sshd"), List.of(key), "MaxSessions 1\n");
        Files.writeString(home.resolve(".ssh/known_hosts"), server.knownHost());
        RememberedSecrets none = new RememberedSecrets((_, _) -> Optional.empty());
        SshLink link = new SshDial(
                        none,
                        (_, _, _) -> false,
                        folder.resolve("own_known_hosts"),
                        Map.of(),
                        home,
                        new Lines(Checklist.NONE))
                .open(SshAddress.of(RealSshd.user(), "127.0.0.1", server.port()).key(key));
        shell = ScriptShell.open(new SshStarter(link), Sudo.NONE, none);
    }

    @AfterEach
    void leave() {
        if (shell != null) {
            shell.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /// The server counts a session until it has put it away, which may be after the next one is asked for.
    @Test
    void aCommandWaitsForTheSessionOfTheOneBefore() throws Exception {
        for (int i = 0; i < COMMANDS; i++) {
            assertEquals(
                    "x\n",
                    shell.run("echo x", new byte[0], false, Duration.ofSeconds(20))
                            .text(),
                    "command " + i);
        }
    }

    @Test
    void aCommandWaitsForTheSessionOfOneThatWasEnded() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThrows(
                    TargetException.class,
                    () -> shell.run("while echo x; do sleep 0.2; done", new byte[0], false, Duration.ofMillis(500)));
            assertEquals(
                    "x\n",
                    shell.run("echo x", new byte[0], false, Duration.ofSeconds(20))
                            .text());
        }
    }

    @Test
    void aSessionThatIsNotPutAwayIsNamedAsTheCause() throws Exception {
        Path end = folder.resolve("end");
        Path begun = folder.resolve("end.begun");
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var busy = pool.submit(() -> shell.run(
                    "touch %1$s.begun; while [ ! -e %1$s ]; do sleep 0.1; done".formatted(end),
                    new byte[0],
                    false,
                    Duration.ofSeconds(60)));
            Patience.until("it runs", Duration.ofSeconds(20), () -> Files.exists(begun), () -> server.log());
            TargetException refused = assertThrows(
                    TargetException.class, () -> shell.run("echo x", new byte[0], false, Duration.ofSeconds(20)));
            assertTrue(refused.happened().contains("no further session"), refused.happened());
            Files.createFile(end);
            busy.get();
        }
    }
}
