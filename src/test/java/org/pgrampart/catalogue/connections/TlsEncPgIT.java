package org.pgrampart.catalogue.connections;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.assess.Assessor;
import org.pgrampart.assess.Result;
import org.pgrampart.catalogue.audits.AuditChecks;
import org.pgrampart.catalogue.backup.BackupChecks;
import org.pgrampart.catalogue.encryption.EncryptionChecks;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Environment;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.Sudo;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.testing.RealPostgres;

class TlsEncPgIT {
    private static final String PASSWORD = "Lantern-quartz-17-meadow";

    @TempDir
    Path folder;

    @Test
    void aWeakServerFails() throws Exception {
        String settings = """
                fsync = off
                archive_mode = on
                archive_command = '/bin/true'
                """;
        try (RealPostgres server = RealPostgres.start(Optional.of(17), settings)) {
            writeKey(server, SelfSigned.valid(Instant.EPOCH, Instant.EPOCH.plusSeconds(60)), "rw-r--r--");
            permit(server.data().resolve("postgresql.conf"), "rw-r--r--");
            permit(Files.writeString(server.data().resolve("old-dump.sql"), "-- data"), "rw-r--r--");
            server.writeHba(RealPostgres.PLAIN_HBA + "host all all 0.0.0.0/0 md5\n");
            server.reload();
            Map<String, Result> results = assess(server, "postgres", "127.0.0.1", "disable", true);
            Set<Status> missing = Set.of(Status.FAIL, Status.UNKNOWN); // unknown where nobody may read all crontabs
            assertAll(
                    () -> has(results, Status.FAIL, "TLS-01", "TLS-02", "TLS-12", "TLS-16"),
                    () -> has(results, Status.NOT_APPLICABLE, "TLS-03", "TLS-08", "TLS-17"),
                    () -> has(results, Status.FAIL, "ENC-11", "ENC-12", "BCK-05", "BCK-19"),
                    () -> has(results, Status.WARN, "ENC-09", "AUD-11"),
                    () -> assertTrue(missing.contains(results.get("BCK-01").status())),
                    () -> assertTrue(missing.contains(results.get("BCK-02").status())),
                    () -> has(results, Status.UNKNOWN, "AUD-01", "AUD-02"));
        }
    }

    @Test
    void aStrongServerPasses() throws Exception {
        try (RealPostgres server = RealPostgres.start()) {
            Instant now = Instant.now();
            writeKey(server, SelfSigned.valid(now, now.plus(Duration.ofDays(300))), "rw-------");
            Path backups = Files.createDirectory(server.data().resolveSibling("backups"));
            Files.writeString(backups.resolve("shop.sql"), "-- a dump");
            Path wal = Files.createDirectory(backups.resolve("wal"));
            Files.writeString(server.data().resolve("postgresql.conf"), """
                    ssl = on
                    archive_mode = on
                    archive_command = 'test ! -f "%1$s/%%f" && cp "%%p" "%1$s/%%f"'
                    """.formatted(wal), StandardOpenOption.APPEND);
            server.writeHba("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
                    + "hostssl all all 10.0.0.0/8 scram-sha-256\nhost all all 0.0.0.0/0 reject\n");
            server.restart();
            archiveOne(server);
            Map<String, Result> results = assess(server, "postgres", "127.0.0.1", "require", true);
            assertAll(
                    () -> has(results, Status.PASS, "TLS-01", "TLS-02", "TLS-03", "TLS-08", "TLS-12", "TLS-16"),
                    () -> has(results, Status.PASS, "TLS-17", "TLS-18", "ENC-09", "ENC-11", "ENC-12"),
                    () -> has(results, Status.PASS, "BCK-01", "BCK-02", "BCK-03", "BCK-04", "BCK-05", "BCK-19"),
                    () -> has(results, Status.PASS, "AUD-15"),
                    () -> has(results, Status.WARN, "AUD-11"));
        }
    }

    @Test
    void plainTextOverTheNetworkFails() throws Exception {
        Optional<String> own = ownAddress();
        Assumptions.assumeTrue(own.isPresent(), "this machine has no network address besides loopback");
        try (RealPostgres server = RealPostgres.start(Optional.empty(), "listen_addresses = '*'\n")) {
            server.writeHba(RealPostgres.PLAIN_HBA + "host all all 0.0.0.0/0 scram-sha-256\n");
            server.reload();
            Map<String, Result> results = assess(server, "postgres", own.get(), "disable", false);
            has(results, Status.FAIL, "TLS-01", "TLS-02", "TLS-16", "TLS-17", "TLS-18");
        }
    }

    @Test
    void aRoleThatMayOnlyLogInGetsNamesOfTheMissingRightsAndNoError() throws Exception {
        try (RealPostgres server = RealPostgres.start()) {
            try (Connection connection = connect(server);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE nobody_special LOGIN PASSWORD '" + PASSWORD + "'");
            }
            Map<String, Result> results = assess(server, "nobody_special", "127.0.0.1", "disable", false);
            has(
                    results,
                    Status.UNKNOWN,
                    "TLS-12",
                    "TLS-16",
                    "TLS-18",
                    "ENC-01",
                    "ENC-11",
                    "ENC-12",
                    "ENC-14",
                    "BCK-01");
            for (Result result : results.values()) {
                if (result.outcome() instanceof Outcome.Unknown(String because, String missing, var _)) {
                    assertFalse(
                            because.isBlank() || missing.isBlank(),
                            result.control().number());
                }
            }
            for (String number : List.of("TLS-16", "TLS-18")) {
                Outcome outcome = results.get(number).outcome();
                assertTrue(outcome instanceof Outcome.Unknown u && u.missing().startsWith("GRANT"), outcome::toString);
            }
            has(results, Status.PASS, "AUD-11", "BCK-19", "ENC-09");
        }
    }

    private Map<String, Result> assess(RealPostgres server, String role, String host, String mode, boolean shell)
            throws TargetException {
        DatabaseAddress address =
                DatabaseAddress.of(host, server.port(), "postgres", role).sslMode(mode);
        Target target = new Target(
                "test", address, Optional.empty(), shell, false, Sudo.NONE, Optional.empty(), Environment.TEST, false);
        String password = role.equals(server.superuser()) ? server.password() : PASSWORD;
        Connector connector = new Connector(
                (_, _) -> Optional.of(Secret.of(password)), (_, _, _) -> false, folder.resolve("known_hosts"));
        List<Check<?>> checks = new ArrayList<>(ConnectionChecks.ALL);
        checks.addAll(EncryptionChecks.ALL);
        checks.addAll(BackupChecks.ALL);
        checks.addAll(AuditChecks.ALL);
        Map<String, Result> results = new LinkedHashMap<>();
        try (ReadSession session = connector.open(target, Checklist.NONE)) {
            new Assessor(Clock.systemUTC())
                    .assess("test", session, checks, Baseline.standard(), List.of(), Optional.empty(), (_, _, _) -> {})
                    .results()
                    .forEach(result -> results.put(result.control().number(), result));
        }
        return results;
    }

    private static void has(Map<String, Result> results, Status status, String... numbers) {
        assertAll(List.of(numbers).stream()
                .map(number -> () -> assertEquals(
                        status,
                        results.get(number).status(),
                        () -> number + ": " + results.get(number).outcome())));
    }

    private static void writeKey(RealPostgres server, SelfSigned pair, String mode)
            throws IOException, CertificateEncodingException {
        Path data = server.data();
        permit(
                Files.writeString(
                        data.resolve("server.key"),
                        pem("PRIVATE KEY", pair.key().getPrivate().getEncoded())),
                mode);
        Files.writeString(
                data.resolve("server.crt"),
                pem("CERTIFICATE", pair.certificate().getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        byte[] lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(bytes);
        return "-----BEGIN " + what + "-----\n" + new String(lines, StandardCharsets.US_ASCII) + "\n-----END " + what
                + "-----\n";
    }

    private static void permit(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static Connection connect(RealPostgres server) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl("postgres") + "?sslmode=prefer", server.superuser(), server.password());
    }

    /// Switches the log and waits until the archiver is done with it.
    private static void archiveOne(RealPostgres server) throws Exception {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE written (n int)");
            statement.execute("SELECT pg_switch_wal()");
            Instant end = Instant.now().plusSeconds(30);
            while (Instant.now().isBefore(end)) {
                try (ResultSet rows = statement.executeQuery("SELECT archived_count FROM pg_stat_archiver")) {
                    if (rows.next() && rows.getLong(1) > 0) {
                        return;
                    }
                }
                Thread.sleep(50);
            }
        }
    }

    private static Optional<String> ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(address -> address.getHostAddress())
                .findFirst();
    }
}
