package org.pgrampart.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.format.HbaAddress;
import org.pgrampart.format.HbaEntry;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaFuzz;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;
import org.pgrampart.testing.RealPostgres;

/// The simulator against the real first match, and the parser against `pg_hba_file_rules`, with random rules.
class AccessSimulatorPgIT {
    private static final int RULE_SETS = 45;
    private static final int LOGINS = 24;
    private static final int FILES = 400;

    private static final List<Role> ROLES = List.of(
            new Role("postgres", true, true, List.of()),
            new Role("app", false, true, List.of("devs")),
            new Role("deep", false, true, List.of("app")),
            new Role("all", false, true, List.of()),
            new Role("o'b rien", false, true, List.of()),
            new Role("devs", false, true, List.of()));
    private static final String[] USERS = {"postgres", "app", "deep", "all", "o'b rien", "devs", "nobody"};
    private static final String[] DATABASES = {"shop", "shop2", "app", "devs", "all", "replication", "o'b rien"};
    private static final String[] TYPES = {"local", "local", "host", "host", "hostssl", "hostnossl", "hostnogssenc"};
    private static final String[] DATABASE_WORDS = {
        "all",
        "shop",
        "\"all\"",
        "sameuser",
        "samerole",
        "replication",
        "\"replication\"",
        "\"o'b rien\"",
        "shop,app",
        "all,replication",
        "/^shop\\d$",
        "\"/^(app|devs)$\"",
        "/op",
        "@list",
        "samegroup"
    };
    private static final String[] USER_WORDS = {
        "all",
        "app",
        "+devs",
        "\"+devs\"",
        "\"all\"",
        "+app",
        "\"o'b rien\"",
        "deep,postgres",
        "/^d",
        "@list",
        "+nobody",
        "+postgres"
    };
    private static final String[] ADDRESS_WORDS = {
        "all",
        "127.0.0.1/32",
        "127.0.0.0/8",
        "127.1.0.0/16",
        "127.0.0.5 255.0.0.255",
        "samehost",
        "samenet",
        "::1/128",
        "::/0",
        "0.0.0.0/0",
        "::ffff:127.0.0.0/104",
        "127.1.2.3/9",
        "127.200/8",
        "10.0.0.0/8"
    };
    private static final String[] METHODS = {"trust", "reject", "password", "md5", "scram-sha-256"};
    private static final String[] ADDRESSES = {"127.0.0.1", "127.0.0.5", "127.1.2.3", "127.200.0.5", "::1"};

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void theServerDecidesAsTheSimulatorDoes(int major) throws Exception {
        long seed = Long.getLong("access.seed", 20261123L) + major;
        Random random = new Random(seed);
        try (RealPostgres postgres = start(major);
                Connection admin = connect(postgres)) {
            createRoles(admin);
            byte[] list = "deep\n\"app\", shop2 # and no more\n".getBytes(StandardCharsets.UTF_8);
            Files.write(postgres.data().resolve("list"), list);
            WireLogin wire = new WireLogin(postgres.socketFolder(), postgres.port());
            Map<String, Integer> seen = new TreeMap<>();
            for (int set = 0; set < RULE_SETS; set++) {
                String hba = rules(random, set);
                load(postgres, wire, hba, set);
                RuleSet rules = RuleSet.read(
                        "/d/pg_hba.conf",
                        Map.of("/d/pg_hba.conf", hba.getBytes(StandardCharsets.UTF_8), "/d/list", list),
                        major);
                assertTrue(rules.loads(), () -> "seed " + seed + ": " + rules.problems() + "\n" + hba);
                AccessSimulator simulator = new AccessSimulator(rules, new Roles(ROLES), Optional.of(interfaces()));
                for (int i = 0; i < LOGINS; i++) {
                    Login login = login(random);
                    Decision decision = simulator.decide(login);
                    String expected = decision.verdict() == Verdict.NO_RULE ? "none" : decision.method();
                    String answer = wire.answer(login);
                    seen.merge(answer, 1, Integer::sum);
                    assertEquals(answer, expected, () -> "seed " + seed + ", " + login + "\n" + decision + "\n" + hba);
                }
            }
            assertEquals(
                    new TreeSet<>(List.of("md5", "none", "password", "reject", "scram-sha-256", "trust")),
                    seen.keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void theServerReadsFilesAsTheParserDoes(int major) throws Exception {
        long seed = Long.getLong("access.seed", 20261123L) + major;
        Random random = new Random(seed);
        try (RealPostgres postgres = start(major);
                Connection admin = connect(postgres)) {
            byte[] list = "a\n\"b c\", d # no more\n".getBytes(StandardCharsets.UTF_8);
            Files.write(postgres.data().resolve("list"), list);
            int compared = 0;
            for (int i = 0; i < FILES; i++) {
                byte[] bytes = asUtf8(HbaFuzz.file(random));
                Files.write(postgres.data().resolve("pg_hba.conf"), bytes);
                HbaFile file = HbaFile.parse(bytes, major);
                List<Integer> skipped = file.entries().stream()
                        .filter(entry -> !isComparable(entry))
                        .map(HbaEntry::line)
                        .toList();
                List<String> ours = file.rules().stream()
                        .filter(rule -> !skipped.contains(rule.line()))
                        .map(rule -> shown(rule, HbaFile.listWords(list)))
                        .toList();
                List<String> theirs = view(admin, skipped);
                String about = "seed " + seed + " file " + i + ":\n" + new String(bytes, StandardCharsets.UTF_8);
                assertEquals(String.join("\n", theirs), String.join("\n", ours), about);
                compared += ours.size();
            }
            assertTrue(compared > FILES, "hardly any row was compared: " + compared);
        }
    }

    /// Not what depends on the machine, the build or files that are not there.
    private static boolean isComparable(HbaEntry entry) {
        String text = entry.text();
        return entry instanceof HbaRule && !text.contains("%") && !text.contains("ldap") && !text.contains("gss");
    }

    // the view cannot send other bytes
    private static byte[] asUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return bytes;
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String shown(HbaRule rule, List<HbaToken> list) {
        if (!rule.error().isEmpty()) {
            return rule.line() + " error: " + rule.error();
        }
        List<String> options = new ArrayList<>(
                rule.options().stream().map(o -> o.name() + "=" + o.value()).toList());
        if (rule.method().equals("cert") && rule.option("clientcert").isEmpty()) {
            options.add("clientcert=verify-full");
        }
        Optional<IpRange> range = rule.range();
        return String.join(
                " | ",
                "" + rule.line(),
                rule.type().keyword(),
                words(rule.databases(), list),
                words(rule.users(), list),
                rule.addressKind() == HbaAddress.NONE
                        ? "null"
                        : range.map(r -> r.address().toString()).orElse(rule.address()),
                range.map(r -> r.mask().toString()).orElse("null"),
                rule.method(),
                new TreeMap<>(pairs(options)).toString());
    }

    private static Map<String, String> pairs(List<String> options) {
        Map<String, String> pairs = new TreeMap<>();
        options.forEach(option ->
                pairs.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1)));
        return pairs;
    }

    private static String words(List<HbaToken> tokens, List<HbaToken> list) {
        return tokens.stream()
                .flatMap(token -> token.isFile() ? list.stream() : List.of(token).stream())
                .map(HbaToken::text)
                .toList()
                .toString();
    }

    private static List<String> view(Connection admin, List<Integer> skipped) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = admin.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT line_number, type, database, user_name, address, netmask,"
                                + " auth_method, options, error FROM pg_hba_file_rules ORDER BY line_number")) {
            while (row.next()) {
                String error = row.getString(9);
                if (skipped.contains(row.getInt(1))) {
                    continue;
                }
                rows.add(
                        error != null
                                ? row.getInt(1) + " error: " + error
                                : String.join(
                                        " | ",
                                        row.getString(1),
                                        row.getString(2),
                                        array(row, 3).toString(),
                                        array(row, 4).toString(),
                                        "" + row.getString(5),
                                        "" + row.getString(6),
                                        row.getString(7),
                                        pairs(array(row, 8)).toString()));
            }
        }
        return rows;
    }

    private static List<String> array(ResultSet row, int column) throws SQLException {
        java.sql.Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static String rules(Random random, int set) {
        StringBuilder hba = new StringBuilder("local mark" + set + " all trust\n");
        int count = 1 + random.nextInt(10);
        for (int i = 0; i < count; i++) {
            String type = pick(random, TYPES);
            hba.append(type)
                    .append(' ')
                    .append(pick(random, DATABASE_WORDS))
                    .append(random.nextInt(9) == 0 ? " \\\n " : "\t")
                    .append(pick(random, USER_WORDS))
                    .append(type.equals("local") ? "" : " " + pick(random, ADDRESS_WORDS))
                    .append(' ')
                    .append(pick(random, METHODS))
                    .append(random.nextInt(9) == 0 ? " # note\r\n" : "\n");
        }
        return hba.toString();
    }

    private static Login login(Random random) {
        boolean local = random.nextInt(3) == 0;
        Origin origin = local
                ? Origin.LOCAL_SOCKET
                : Origin.network(IpAddress.parse(pick(random, ADDRESSES)).orElseThrow(), random.nextInt(4) == 0);
        String role = pick(random, USERS);
        return random.nextInt(8) == 0
                ? Login.replication(role, origin)
                : new Login(role, pick(random, DATABASES), origin, false);
    }

    private static String pick(Random random, String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static void load(RealPostgres postgres, WireLogin wire, String hba, int set) throws IOException {
        Files.writeString(postgres.data().resolve("pg_hba.conf"), hba);
        postgres.reload();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!wire.answer(Login.local("app", "mark" + set)).equals("trust")) {
            assertTrue(System.nanoTime() < deadline, "the server did not load\n" + hba);
        }
    }

    private static List<IpRange> interfaces() throws IOException {
        List<IpRange> ranges = new ArrayList<>();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            for (InterfaceAddress address : one.getInterfaceAddresses()) {
                ranges.add(IpRange.ofPrefix(
                        IpAddress.of(address.getAddress().getAddress()), address.getNetworkPrefixLength()));
            }
        }
        return ranges;
    }

    private static RealPostgres start(int major) throws Exception {
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
        Files.writeString(postgres.data().resolve("postgresql.auto.conf"), "ssl = on\n", StandardCharsets.UTF_8);
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

    private static Connection connect(RealPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
    }

    private static void createRoles(Connection admin) throws SQLException {
        String verifier = "md5" + "0123456789abcdef".repeat(2);
        try (Statement statement = admin.createStatement()) {
            for (Role role : ROLES) {
                String quoted = org.pgrampart.format.Sql.identifier(role.name());
                statement.execute((role.superuser() ? "ALTER" : "CREATE") + " ROLE " + quoted + " LOGIN PASSWORD '"
                        + verifier + "'");
            }
            statement.execute("GRANT devs TO app");
            statement.execute("GRANT app TO deep");
        }
    }
}
