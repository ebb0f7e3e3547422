package org.pgrampart.access;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;
import org.pgrampart.format.Sql;
import org.pgrampart.testing.RealPostgres;

/// A real server with TLS, roles of every kind, and rules that a test gives it.
final class AccessServer {
    static final String PASSWORD = "Amber-kettle-77-meadow";

    /// Those with a verifier that nobody knows the password of, to tell md5 from scram by what they are asked for.
    static final List<Role> KNOCKING = List.of(
            new Role("postgres", true, true, List.of()),
            new Role("app", false, true, List.of("devs")),
            new Role("deep", false, true, List.of("app")),
            new Role("all", false, true, List.of()),
            new Role("o'b rien", false, true, List.of()),
            new Role("devs", false, true, List.of()));
    /// Those that log in to the end.
    static final List<Role> ENTERING = List.of(
            new Role("scram1", false, true, List.of("devs")),
            new Role("md51", false, true, List.of()),
            new Role("bare", false, true, List.of("devs")),
            new Role("late", false, true, List.of()),
            new Role("closed", false, false, List.of()));

    private AccessServer() {}

    /// One that listens on both families: PostgreSQL also starts where somebody holds its port on one of them.
    static RealPostgres start(int major) throws Exception {
        for (int tries = 1; ; tries++) {
            RealPostgres postgres = started(major);
            if (listens("127.0.0.1", postgres.port()) && listens("::1", postgres.port()) || tries == 5) {
                return postgres;
            }
            postgres.close();
        }
    }

    private static boolean listens(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static RealPostgres started(int major) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=localhost");
        Instant now = Instant.now();
        byte[] certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
        RealPostgres postgres = RealPostgres.start(
                Optional.of(major),
                // what an unknown role is asked for follows password_encryption, and has to tell md5 from scram
                "listen_addresses = '127.0.0.1,::1'\npassword_encryption = md5\n");
        writePem(postgres.data().resolve("server.crt"), "CERTIFICATE", certificate);
        writePem(
                postgres.data().resolve("server.key"),
                "PRIVATE KEY",
                pair.getPrivate().getEncoded());
        Files.writeString(
                postgres.data().resolve("postgresql.auto.conf"),
                "ssl = on\nssl_ca_file = 'server.crt'\n",
                StandardCharsets.UTF_8);
        postgres.restart();
        return postgres;
    }

    private static void writePem(Path file, String kind, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        // the server may run as another user than the test does
        Files.setOwner(file, Files.getOwner(file.resolveSibling("PG_VERSION")));
    }

    static Connection connect(RealPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
    }

    static List<Role> roles() {
        List<Role> roles = new ArrayList<>(KNOCKING);
        roles.addAll(ENTERING);
        return roles;
    }

    static void createRoles(Connection admin) throws SQLException {
        String verifier = "md5" + "0123456789abcdef".repeat(2);
        try (Statement statement = admin.createStatement()) {
            for (Role role : KNOCKING) {
                statement.execute((role.superuser() ? "ALTER" : "CREATE") + " ROLE " + Sql.identifier(role.name())
                        + " LOGIN PASSWORD '" + verifier + "'");
            }
            statement.execute("GRANT devs TO app");
            statement.execute("GRANT app TO deep");
            statement.execute("CREATE DATABASE shop");
            statement.execute("SET password_encryption = 'scram-sha-256'");
            statement.execute("CREATE ROLE scram1 LOGIN PASSWORD '" + PASSWORD + "' IN ROLE devs");
            statement.execute("CREATE ROLE late LOGIN PASSWORD '" + PASSWORD + "' VALID UNTIL '2020-01-01'");
            statement.execute("CREATE ROLE closed PASSWORD '" + PASSWORD + "'");
            statement.execute("SET password_encryption = 'md5'");
            statement.execute("CREATE ROLE md51 LOGIN PASSWORD '" + PASSWORD + "'");
            statement.execute("CREATE ROLE bare LOGIN IN ROLE devs");
        }
    }

    /// What the server takes this process for at its socket: in a user namespace that is not the name it has here.
    static String account(RealPostgres postgres, WireLogin wire) throws IOException {
        load(postgres, wire, "local mark9999 all trust\nlocal all nobody peer\n", 9999);
        String answer = wire.answer(Login.local("nobody", "postgres"));
        return answer.equals("trust") ? "nobody" : System.getProperty("user.name");
    }

    static void load(RealPostgres postgres, WireLogin wire, String hba, int set) throws IOException {
        Files.writeString(postgres.data().resolve("pg_hba.conf"), hba);
        postgres.reload();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!wire.answer(Login.local("app", "mark" + set)).equals("trust")) {
            assertTrue(System.nanoTime() < deadline, "the server did not load\n" + hba);
        }
    }

    static List<IpRange> interfaces() throws IOException {
        List<IpRange> ranges = new ArrayList<>();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            for (InterfaceAddress address : one.getInterfaceAddresses()) {
                ranges.add(IpRange.ofPrefix(
                        IpAddress.of(address.getAddress().getAddress()), address.getNetworkPrefixLength()));
            }
        }
        return ranges;
    }
}
