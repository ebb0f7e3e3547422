package org.pgrampart.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.format.HbaAddress;
import org.pgrampart.format.IdentFile;
import org.pgrampart.format.IpAddress;
import org.pgrampart.testing.RealPostgres;

/// The simulator against real servers: random rules, and logins that knock as far as the first answer or go to the end.
///
/// `-Daccess.breadth=20` makes twenty times as many; `-Daccess.seed=…` other ones.
class AccessSimulatorPgIT {
    private static final int RULE_SETS = 40;
    private static final int MOST_RULES = 50;
    private static final int KNOCKS = 40;
    private static final int LOGINS = 4;

    private static final Map<String, Verifier> VERIFIERS = Map.of(
            "scram1", Verifier.SCRAM,
            "md51", Verifier.MD5,
            "bare", Verifier.NONE,
            "late", Verifier.EXPIRED,
            "closed", Verifier.SCRAM);

    private final Map<String, Integer> answers = new TreeMap<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private int rules;

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void theServerDecidesAsTheSimulatorDoes(int major) throws Exception {
        long seed = Long.getLong("access.seed", 20261123L) + major;
        int breadth = Integer.getInteger("access.breadth", 1);
        Random random = new Random(seed);
        RandomRules make = new RandomRules(random, major);
        Roles roles = new Roles(AccessServer.roles());
        try (RealPostgres postgres = AccessServer.start(major);
                Connection admin = AccessServer.connect(postgres)) {
            AccessServer.createRoles(admin);
            // a list is looked for beside the file that names it
            Files.createDirectories(postgres.data().resolve("extra.d"));
            Files.write(postgres.data().resolve("list"), RandomRules.LIST);
            Files.write(postgres.data().resolve("extra.d/list"), RandomRules.LIST);
            WireLogin wire = new WireLogin(postgres.socketFolder(), postgres.port());
            String account = AccessServer.account(postgres, wire);
            for (int set = 0; set < RULE_SETS * breadth; set++) {
                String maps = make.maps(account);
                Files.writeString(postgres.data().resolve("pg_ident.conf"), maps);
                Map<String, String> files = make.files(set, MOST_RULES);
                AccessSimulator simulator = new AccessSimulator(
                        load(postgres, wire, files, set), roles, Optional.of(AccessServer.interfaces()));
                rules += simulator.rules().rules().size();
                Credentials credentials = new Credentials(
                        roles,
                        Optional.of(VERIFIERS),
                        IdentMaps.of(
                                IdentFile.parse(maps.getBytes(StandardCharsets.UTF_8), major)
                                        .rules(),
                                major));
                String about = "seed " + seed + "\n" + files + "\n" + maps;
                for (int i = 0; i < KNOCKS; i++) {
                    knock(simulator, credentials, wire, make.login(), account, about);
                }
                for (int i = 0; i < LOGINS; i++) {
                    enter(simulator, credentials, postgres, make.entering(), about);
                }
            }
        }
        System.Logger.Level level = System.Logger.Level.INFO;
        System.getLogger("access")
                .log(
                        level,
                        "PostgreSQL %d, seed %d: %d rules, knocks %s, logins %s"
                                .formatted(major, seed, rules, answers, ends));
        assertTrue(
                answers.keySet().containsAll(Set.of("md5", "none", "password", "reject", "scram-sha-256", "trust")),
                answers.toString());
        assertTrue(ends.keySet().containsAll(Set.of("ENTERS true", "REFUSED false")), ends.toString());
    }

    private static RuleSet load(RealPostgres postgres, WireLogin wire, Map<String, String> files, int set)
            throws IOException {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        Path folder = postgres.data();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            bytes.put("/d/" + file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
        bytes.put("/d/list", RandomRules.LIST);
        bytes.put("/d/extra.d/list", RandomRules.LIST);
        RuleSet rules = RuleSet.read("/d/pg_hba.conf", bytes, postgres.major());
        assertTrue(rules.loads(), () -> rules.problems() + "\n" + files);
        AccessServer.load(postgres, wire, files.get("pg_hba.conf"), set);
        return rules;
    }

    /// The first answer tells which method the server chose.
    private void knock(
            AccessSimulator simulator,
            Credentials credentials,
            WireLogin wire,
            Login login,
            String account,
            String about)
            throws IOException {
        Decision decision = simulator.decide(login);
        Client client =
                Client.of(login, Client.Source.CONNECTED).account(account).certificate(false);
        String answer = wire.answer(login);
        answers.merge(answer, 1, Integer::sum);
        Set<String> expected = new TreeSet<>();
        if (decision.verdict() == Verdict.DEPENDS) {
            decision.possible().forEach(possible -> expected.add(expected(possible, client, credentials)));
        } else {
            expected.add(expected(decision, client, credentials));
        }
        if (decision.refuses() && login.origin().address().isPresent() && rejectsByName(simulator)) {
            // refused for sure, but by which line depends on what the name resolves to
            expected.add("reject");
        }
        assertTrue(expected.contains(answer), () -> login + "\n" + answer + " but " + decision + "\n" + about);
    }

    private static boolean rejectsByName(AccessSimulator simulator) {
        return simulator.rules().rules().stream()
                .map(FileRule::rule)
                .anyMatch(rule -> rule.isReject() && rule.addressKind() == HbaAddress.NAME);
    }

    private static String expected(Decision decision, Client client, Credentials credentials) {
        if (decision.verdict() == Verdict.NO_RULE) {
            return "none";
        }
        if (decision.rule().orElseThrow().rule().option("clientcert").isPresent()) {
            return "certificate";
        }
        if (!decision.method().equals("peer")) {
            return decision.method();
        }
        String map = decision.rule().orElseThrow().rule().option("map").orElse("");
        String account = client.systemUser().orElseThrow();
        Match match = credentials.maps().matches(map, account, client.login().role(), credentials.roles());
        return match == Match.YES ? "trust" : "peer failed";
    }

    /// With the right password: whether it gets in is what counts.
    private void enter(
            AccessSimulator simulator, Credentials credentials, RealPostgres postgres, Login login, String about) {
        Client client = Client.of(login, Client.Source.CONNECTED).certificate(false);
        Admission admission = credentials.admit(client, simulator.decide(login));
        boolean in = entered(postgres, login);
        ends.merge(admission.entry() + " " + in, 1, Integer::sum);
        if (admission.entry() != Admission.Entry.UNKNOWN) {
            assertEquals(
                    admission.enters(),
                    in,
                    () -> login + "\n" + admission + " " + simulator.decide(login) + "\n" + about);
        }
    }

    private static boolean entered(RealPostgres postgres, Login login) {
        IpAddress from = login.origin().address().orElseThrow();
        Properties properties = new Properties();
        properties.put("user", login.role());
        properties.put("password", AccessServer.PASSWORD);
        properties.put("sslmode", login.origin().tls() ? "require" : "disable");
        properties.put("localSocketAddress", from.toString());
        String host = from.isVersion4() ? "127.0.0.1" : "[::1]";
        String url = "jdbc:postgresql://" + host + ":" + postgres.port() + "/" + login.database();
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            return connection.isValid(20);
        } catch (SQLException refused) {
            // 28P01 wrong password, 28000 refused by a rule or no login right, and the driver's own for an empty answer
            assertTrue(List.of("28P01", "28000", "08004").contains(refused.getSQLState()), refused + " " + login);
            return false;
        }
    }
}
