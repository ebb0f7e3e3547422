package org.pgrampart.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.userauth.UserAuthException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PracticeShellSshIT {
    private static final String WORDS = "on a real server this would run: ";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path parent;

    @SuppressWarnings("NullAway.Init")
    private PracticeServer server;

    @SuppressWarnings("NullAway.Init")
    private SSHClient client;

    private record Said(int status, String out, String err) {}

    @BeforeAll
    void start() throws IOException {
        server = PracticeServer.start(PracticeOptions.weak().in(parent), Clock.systemUTC(), step -> {});
        assumeTrue(server.runsCommands(), "this computer has no user namespaces");
        client = connected();
        client.authPublickey(server.sshUser(), server.privateKey().toString());
    }

    @AfterAll
    void stop() throws IOException {
        if (client != null) {
            client.close();
        }
        server.close();
    }

    @Test
    void aScriptRunsInThePracticeFolderAsAnOrdinaryUser() throws IOException {
        Said said = script("pwd; id -un; hostname; [ \"$(id -u)\" -ne 0 ] && echo ordinary; exit 7\n");
        assertEquals(server.folder() + "\npostgres\npractice\nordinary\n", said.out());
        assertEquals(7, said.status());
    }

    @Test
    void aFileInThePracticeFolderCanBeWrittenByteForByte() throws IOException {
        script("printf 'a\\000\\377' >\"$HOME/bytes\"\n");
        assertEquals(3, Files.size(server.folder().resolve("home/bytes")));
    }

    @Test
    void theLearnersHomeIsNeitherReadNorWritten(@TempDir Path outside) throws IOException {
        Path letter = Files.writeString(outside.resolve("letter"), "dear");
        String home = System.getProperty("user.home");
        Said said = script("cat " + letter + "; rm -rf " + outside + "; echo x >" + home + "/escape; echo x >" + outside
                + "/escape; ls " + home + "/.ssh " + home + "/.m2\n");
        assertEquals("dear", Files.readString(letter));
        assertEquals("", said.out());
        assertFalse(Files.exists(Path.of(home, "escape")));
        assertFalse(Files.exists(outside.resolve("escape")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/escape",
                "/usr/escape",
                "/usr/bin/systemctl",
                "/var/lib/escape",
                "/proc/sys/vm/swappiness",
                "/proc/sysrq-trigger",
                "/opt/practice/bin/nft",
                "/escape"
            })
    void nothingOfTheSystemCanBeWritten(String path) throws IOException {
        assertNotEquals(0, script("echo 1 >>" + path + "\n").status());
    }

    @Test
    void theWallsCannotBeTakenDown() throws IOException {
        Said said = script("""
                mount -o remount,rw /
                unshare --user --map-root-user --mount /bin/sh -c '
                    mount -o remount,bind,rw /usr; umount /usr; umount -l /etc; touch /usr/escape'
                touch /usr/escape
                nsenter --target 1 --mount --user true && echo entered
                ls /proc/1/root/home && echo seen
                exit 0
                """);
        assertEquals("", said.out());
        assertFalse(Files.exists(Path.of("/usr/escape")));
    }

    @Test
    void thereIsNoWayUpAndOut() throws IOException {
        Path sibling = Files.createFile(server.folder().resolveSibling("sibling"));
        Said said = script("cd .. && ls; cd /proc/self/cwd/../.. && ls; ls -d /proc/1/cwd/sibling /proc/*/root/home\n");
        assertFalse(said.out().contains(sibling.getFileName().toString()), said.out());
        assertFalse(said.out().contains("home"), said.out());
    }

    @Test
    void thePostgresBinariesCannotBeWrittenEither() throws IOException {
        assertNotEquals(
                0,
                script("echo x >>\"$(dirname \"$(command -v initdb)\")/escape\"\n")
                        .status());
    }

    @Test
    void processesOfTheLearnerAreNotThere() throws IOException, InterruptedException {
        Process mine = new ProcessBuilder("sleep", "60").start();
        try {
            Said said = script(
                    "kill -9 " + mine.pid() + " " + ProcessHandle.current().pid() + "\n");
            assertNotEquals(0, said.status());
            assertFalse(mine.waitFor(200, TimeUnit.MILLISECONDS));
        } finally {
            mine.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "systemctl restart ssh",
                "nft add table inet pgrampart",
                "sudo -n true",
                "apt-get install postgresql",
                "crontab -l",
                "sshd -t",
                "ufw enable"
            })
    void whatReachesBeyondTheFolderIsRefusedInWords(String command) throws IOException {
        Said said = script(command + "\n");
        assertEquals(126, said.status());
        assertEquals(WORDS + command + "\n", said.err());
    }

    @Test
    void anAbsolutePathIsRefusedInTheSameWords() throws IOException {
        Path real = Path.of("/usr/bin/systemctl");
        assumeTrue(Files.exists(real), "this computer has no systemctl");
        assertEquals(
                WORDS + "systemctl stop ssh\n", script(real + " stop ssh\n").err());
    }

    @Test
    void factsOfTheSystemThatPostgresNeedsAreRead() throws IOException {
        Said said = script("cat /etc/os-release /proc/meminfo; uname -sr; stat -c %a data; df -P data; ps -e\n");
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().contains("MemTotal"));
        assertTrue(said.out().contains("postgres"), said.out());
    }

    @Test
    void thePostmasterReloadsOnASignalAndRestartsByPgCtl() throws IOException, SQLException {
        String before = asked("select pg_conf_load_time()::text");
        Said signalled = script("kill -HUP \"$(head -1 data/postmaster.pid)\"\n");
        assertEquals(0, signalled.status(), signalled.err());
        long end = System.nanoTime() + 10_000_000_000L;
        while (before.equals(asked("select pg_conf_load_time()::text"))) {
            assertTrue(System.nanoTime() < end, "no reload came");
        }
        String started = asked("select pg_postmaster_start_time()::text");
        Said restarted = script("pg_ctl -D data -w -s -m fast -l log/postgresql.log restart\n");
        assertEquals(0, restarted.status(), restarted.err());
        assertNotEquals(started, asked("select pg_postmaster_start_time()::text"));
    }

    @Test
    void aDetachedTimerOutlivesItsConnection() throws IOException {
        try (SSHClient other = connected()) {
            other.authPublickey(server.sshUser(), server.privateKey().toString());
            run(other, "sh -s", "setsid sh -c 'sleep 1; echo undone >\"$HOME/timer\"' >/dev/null 2>&1 </dev/null &\n");
        }
        Path proof = server.folder().resolve("home/timer");
        long end = System.nanoTime() + 10_000_000_000L;
        while (!Files.exists(proof)) {
            assertTrue(System.nanoTime() < end, "the timer did not fire");
            Thread.onSpinWait();
        }
        assertTrue(Files.exists(proof));
    }

    @Test
    void psqlIsFoundWhereTheSystemHasOne() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/usr/lib/postgresql")), "this computer has no psql");
        String socket = server.socketFolder().orElseThrow().toString();
        Said said =
                script("psql -X -At -h " + socket + " -p " + server.port() + " -U postgres shop -c 'select 6 * 7'\n");
        assertEquals("42\n", said.out(), said.err());
    }

    @Test
    void aPasswordOrAnotherKeyOpensNothing() throws IOException {
        try (SSHClient other = connected()) {
            assertThrows(UserAuthException.class, () -> other.authPassword(server.sshUser(), "practice"));
        }
        try (SSHClient other = connected()) {
            assertThrows(
                    UserAuthException.class,
                    () -> other.authPublickey("root", server.privateKey().toString()));
        }
    }

    @Test
    void theFingerprintIsThatOfTheHostKey() throws IOException {
        try (SSHClient other = new SSHClient()) {
            StringBuilder seen = new StringBuilder();
            other.addHostKeyVerifier(new net.schmizz.sshj.transport.verification.HostKeyVerifier() {
                @Override
                public boolean verify(String host, int port, java.security.PublicKey key) {
                    seen.append(org.apache.sshd.common.config.keys.KeyUtils.getFingerPrint(key));
                    return true;
                }

                @Override
                public java.util.List<String> findExistingAlgorithms(String host, int port) {
                    return java.util.List.of();
                }
            });
            other.connect(server.address(), server.sshPort());
            assertEquals(server.hostKeyFingerprint(), seen.toString());
        }
    }

    @Test
    void whatAKilledProgramLeavesIsRemovedByTheNextStart(@TempDir Path place) throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProgram.class.getName(),
                        place.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String port = other.inputReader().readLine();
        assertTrue(port != null && port.matches("[0-9]+"), "the other program did not start");
        other.destroyForcibly().waitFor();
        long end = System.nanoTime() + 10_000_000_000L;
        while (listens(Integer.parseInt(port))) {
            assertTrue(System.nanoTime() < end, "the orphaned server still listens");
        }
        assertEquals(1, entries(place));
        PracticeFolder.removeLeftovers(place);
        assertEquals(0, entries(place));
    }

    @Test
    void aFolderWhoseOwnerLivesIsNoLeftover() throws IOException {
        PracticeFolder.removeLeftovers(parent);
        assertTrue(Files.exists(server.dataDirectory()));
    }

    private static boolean listens(int port) {
        try {
            new java.net.Socket("127.0.0.1", port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static long entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    private SSHClient connected() throws IOException {
        SSHClient ssh = new SSHClient();
        ssh.loadKnownHosts(server.knownHosts().toFile());
        ssh.connect(server.address(), server.sshPort());
        return ssh;
    }

    private Said script(String text) throws IOException {
        return run(client, "sh -s", text);
    }

    private static Said run(SSHClient ssh, String command, String input) throws IOException {
        try (Session session = ssh.startSession()) {
            Session.Command running = session.exec(command);
            try (OutputStream in = running.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String out = all(running.getInputStream());
            String err = all(running.getErrorStream());
            running.join(60, TimeUnit.SECONDS);
            return new Said(running.getExitStatus(), out, err);
        }
    }

    private static String all(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private String asked(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.port() + "/shop?user=postgres");
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
