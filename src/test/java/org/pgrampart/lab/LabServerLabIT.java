package org.pgrampart.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;

// another class could take the place of a server that is gone
@Isolated
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.SAME_THREAD)
class LabServerLabIT {
    private static LabServer server;

    @BeforeAll
    static void boot() {
        server = LabServer.boot("shop15");
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void itIsAWholeDebianServer() {
        assertEquals("shop15", server.exec("hostname").text());
        assertEquals("12", server.exec(". /etc/os-release; echo $VERSION_ID").text());
        assertEquals("", server.exec("systemctl --failed --no-legend").text());
        assertEquals(
                "active",
                server.exec("systemctl is-active ssh postgresql@15-main cron atd rsyslog | sort -u")
                        .text());
        assertEquals("", server.exec("nft list ruleset").text());
        assertEquals("Status: inactive", server.exec("ufw status").text());
        assertTrue(server.exec("cd /srv/shop && test -f manage.py && python3 -c 'import django, psycopg2'")
                        .rc()
                == 0);
    }

    @Test
    void everyUserLogsInByKeyUnderAHostKeyThatIsKnown() throws IOException {
        for (String user : new String[] {"root", "postgres", "nopass", "askpass", "plain"}) {
            try (SSHClient ssh = connect(server.sshPort())) {
                ssh.authPublickey(user, server.sshKey(user).toString());
                assertEquals(user, run(ssh, "id -un", ""));
            }
        }
        assertEquals(
                server.exec("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub | cut -d' ' -f2")
                        .text(),
                server.hostKeyFingerprint());
    }

    @Test
    void aPasswordLogsInAskpassAlone() throws IOException {
        try (SSHClient ssh = connect(server.sshPort())) {
            ssh.authPassword("askpass", LabServer.ASKPASS_PASSWORD);
            assertEquals("askpass", run(ssh, "id -un", ""));
        }
        try (SSHClient ssh = connect(server.sshPort())) {
            assertThrows(IOException.class, () -> ssh.authPassword("plain", LabServer.ASKPASS_PASSWORD));
        }
    }

    @Test
    void sudoComesInThreeKinds() throws IOException {
        assertEquals("root", runAs("nopass", "sudo -n id -un", ""));
        assertEquals("refused", runAs("askpass", "sudo -n id -un 2>/dev/null || echo refused", ""));
        assertEquals("root", runAs("askpass", "sudo -S -p '' id -un", LabServer.ASKPASS_PASSWORD + "\n"));
        assertEquals("refused", runAs("plain", "sudo -n id -un 2>/dev/null || echo refused", ""));
    }

    @Test
    void postgresqlTakesItsThreeRolesOverTheNetwork() throws SQLException {
        assertEquals("on", ask("admin", LabServer.ADMIN_PASSWORD, "SHOW is_superuser"));
        assertEquals("600", ask("shop", LabServer.SHOP_PASSWORD, "SELECT count(*) FROM purchase"));
        assertEquals("off", ask("onlylogin", LabServer.ONLYLOGIN_PASSWORD, "SHOW is_superuser"));
        assertEquals("on", ask("admin", LabServer.ADMIN_PASSWORD, "SHOW ssl"));
        assertTrue(ask("admin", LabServer.ADMIN_PASSWORD, "SELECT version()").startsWith("PostgreSQL 15."));
        assertThrows(SQLException.class, () -> ask("admin", "wrong", "SELECT 1"));
    }

    @Test
    void aSecondSshdServesAnotherPort() throws IOException {
        server.startSshdOn(2222);
        server.exec("systemctl stop ssh").ok();
        try (SSHClient ssh = connect(2222)) {
            ssh.authPublickey("nopass", server.sshKey("nopass").toString());
            assertEquals("nopass", run(ssh, "id -un", ""));
        } finally {
            server.exec("systemctl start ssh; systemctl stop sshd-2222").ok();
        }
    }

    @Test
    void filesAreWrittenReadAndTold() {
        byte[] content = "eins\r\nzwei \0 ä".getBytes(UTF_8);
        server.copyIn(content, "/tmp/a file's name", "postgres:adm", "0640");
        assertArrayEquals(content, server.readFile("/tmp/a file's name"));
        FileState state = server.stat("/tmp/a file's name");
        assertEquals("postgres adm 640", "%s %s %s".formatted(state.owner(), state.group(), state.mode()));
        assertEquals(content.length, state.size());
        server.exec("sed -i s/eins/drei/ \"/tmp/a file's name\"").ok();
        assertNotEquals(state.sha256(), server.stat("/tmp/a file's name").sha256());
    }

    @Test
    void afterAPowerCutItComesBackWithItsFiles() throws SQLException {
        server.exec("echo kept > /root/kept; nft add table inet lost").ok();
        FileState before = server.stat("/etc/postgresql/15/main/pg_hba.conf");
        server.crash();
        assertFalse(server.isRunning());
        server.restart();
        assertEquals("kept", server.exec("cat /root/kept").text());
        assertEquals("", server.exec("nft list ruleset").text());
        assertEquals(before, server.stat("/etc/postgresql/15/main/pg_hba.conf"));
        assertEquals("600", ask("shop", LabServer.SHOP_PASSWORD, "SELECT count(*) FROM purchase"));
    }

    @Test
    void itRebootsInGoodOrder() {
        String before = server.exec("cat /proc/sys/kernel/random/uuid; stat -c %Y /run/systemd/system")
                .text();
        server.reboot();
        assertNotEquals(
                before,
                server.exec("cat /proc/sys/kernel/random/uuid; stat -c %Y /run/systemd/system")
                        .text());
        assertEquals("running", server.exec("systemctl is-system-running").text());
    }

    @Test
    void twoServersRunSideBySideAndNothingIsLeftOfTheSecond() throws IOException {
        Path key;
        String ownAddress;
        try (LabServer other = LabServer.boot("other")) {
            key = other.sshKey("root");
            ownAddress = other.ownAddress();
            assertNotEquals(server.address(), other.address());
            assertNotEquals(server.hostKeyFingerprint(), other.hostKeyFingerprint());
            assertEquals("other", other.exec("hostname").text());
            other.exec("systemctl stop postgresql").ok();
            assertEquals(
                    "active",
                    server.exec("systemctl is-active postgresql@15-main").text());
        }
        assertFalse(Files.exists(key));
        assertFalse(HostCommand.of("ip", "-o", "address").run().text().contains(ownAddress + "/"));
        Path folder = key.getParent().getParent();
        assertFalse(Files.readString(Path.of("/proc/mounts")).contains(folder + "/"));
    }

    private static SSHClient connect(int port) throws IOException {
        SSHClient ssh = new SSHClient();
        ssh.addHostKeyVerifier(new OpenSSHKnownHosts(server.knownHosts().toFile()));
        ssh.setConnectTimeout(5_000);
        ssh.setTimeout(10_000);
        ssh.connect(server.address(), port);
        return ssh;
    }

    private static String runAs(String user, String command, String input) throws IOException {
        try (SSHClient ssh = connect(server.sshPort())) {
            ssh.authPublickey(user, server.sshKey(user).toString());
            return run(ssh, command, input);
        }
    }

    private static String run(SSHClient ssh, String command, String input) throws IOException {
        try (Session session = ssh.startSession();
                Session.Command running = session.exec(command)) {
            running.getOutputStream().write(input.getBytes(UTF_8));
            running.getOutputStream().close();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            running.getInputStream().transferTo(out);
            running.join(10, TimeUnit.SECONDS);
            return out.toString(UTF_8).strip();
        }
    }

    private static String ask(String role, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), role, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
