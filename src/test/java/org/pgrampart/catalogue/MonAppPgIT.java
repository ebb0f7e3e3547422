package org.pgrampart.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.assess.Result;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.Target;

/// Monitoring, updates, injection and application on real servers: weak, hard, and with no rights at all.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonAppPgIT {
    private static final List<Check<?>> CHECKS = Catalogue.ALL.stream()
            .filter(c -> c.getClass().getPackageName().matches(".*\\.(monitoring|updates|injection|application)"))
            .toList();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private Map<String, Result> weak = Map.of();
    private Map<String, Result> hard = Map.of();
    private Map<String, Result> plain = Map.of();

    @BeforeAll
    void assessAll() throws Exception {
        weak = assess(PracticeOptions.weak());
        hard = assess(PracticeOptions.hard());
    }

    private Map<String, Result> assess(PracticeOptions options) throws Exception {
        try (PracticeServer server = PracticeServer.start(options.in(folder), Clock.systemUTC(), step -> {})) {
            Map<String, Result> results = assess(server.target(), server.adminPassword());
            if (options.strength() == PracticeOptions.Strength.HARD) {
                plain = assessWithoutRights(server);
            }
            return results;
        }
    }

    private Map<String, Result> assessWithoutRights(PracticeServer server) throws Exception {
        String password = Files.readAllLines(
                        server.djangoDirectory().getParent().resolve("home").resolve(".pgpass"))
                .getFirst()
                .split(":", -1)[4];
        Target admin = server.target();
        DatabaseAddress database = admin.database();
        Target target = Target.of(
                "plain",
                new DatabaseAddress(
                        database.host(),
                        database.port(),
                        "shop",
                        "shop_app",
                        database.sslMode(),
                        database.sslRootCert(),
                        database.options()));
        return assess(target, Secret.of(password));
    }

    private static Map<String, Result> assess(Target target, Secret password) throws Exception {
        Secrets secrets = (kind, what) -> Optional.of(password);
        Connector connector = new Connector(secrets, (host, print, type) -> false, folder.resolve("known"));
        try (ReadSession session = connector.open(target, Checklist.NONE)) {
            Assessment assessment = new Assessor(Clock.systemUTC())
                    .assess(
                            target.name(),
                            session,
                            CHECKS,
                            Baseline.standard(),
                            List.of(),
                            Optional.empty(),
                            Progress.NONE);
            Map<String, Result> results = new TreeMap<>();
            assessment.results().forEach(r -> results.put(r.control().number(), r));
            return results;
        }
    }

    private static Map<String, Status> statuses(Map<String, Result> results, String... numbers) {
        Map<String, Status> statuses = new TreeMap<>();
        for (String number : numbers) {
            Result result = results.get(number);
            statuses.put(number, result == null ? Status.INFO : result.outcome().status());
        }
        return statuses;
    }

    private static void all(Status wanted, Map<String, Result> results, String... numbers) {
        Map<String, Status> expected = new TreeMap<>();
        for (String number : numbers) {
            expected.put(number, wanted);
        }
        assertEquals(expected, statuses(results, numbers), () -> reasons(results, numbers));
    }

    private static String reasons(Map<String, Result> results, String... numbers) {
        StringBuilder text = new StringBuilder();
        for (String number : numbers) {
            Result result = results.get(number);
            text.append(number)
                    .append(": ")
                    .append(result == null ? "-" : result.outcome())
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void theWeakServerFails() {
        all(Status.FAIL, weak, "MON-04", "SQLI-01", "SQLI-02", "SQLI-04", "SQLI-06", "APP-10", "APP-17");
        all(Status.WARN, weak, "MON-02", "MON-03", "MON-05", "MON-19", "APP-12");
    }

    @Test
    void theHardServerPasses() {
        all(
                Status.PASS,
                hard,
                "MON-01",
                "MON-02",
                "MON-03",
                "MON-04",
                "MON-05",
                "MON-30",
                "UPD-01",
                "UPD-09",
                "SQLI-01",
                "SQLI-02",
                "SQLI-04",
                "SQLI-06",
                "SQLI-07",
                "APP-10",
                "APP-12",
                "APP-17");
    }

    @Test
    void theWeakProjectFailsWhereTheHostCanBeRead() {
        assumeTrue(readable(weak), "this computer has no practice shell");
        all(Status.FAIL, weak, "SQLI-11", "APP-01", "APP-02", "APP-03", "APP-05", "APP-08");
        all(Status.NOT_APPLICABLE, weak, "APP-09");
    }

    @Test
    void theHardProjectPassesWhereTheHostCanBeRead() {
        assumeTrue(readable(hard), "this computer has no practice shell");
        all(Status.PASS, hard, "MON-10", "SQLI-11", "APP-01", "APP-03", "APP-05", "APP-08", "APP-09");
        // its key comes from an environment that no running service shows
        all(Status.UNKNOWN, hard, "APP-02");
    }

    private static boolean readable(Map<String, Result> results) {
        return statuses(results, "APP-01").get("APP-01") != Status.UNKNOWN;
    }

    @Test
    void aMinorReleaseIsJudgedByTheTableOfReleases() {
        Status status = statuses(hard, "UPD-02").getOrDefault("UPD-02", Status.INFO);
        assertTrue(Set.of(Status.PASS, Status.FAIL, Status.UNKNOWN).contains(status), reasons(hard, "UPD-02"));
    }

    @Test
    void theOwnPackagesOfTheLearnersComputerAreNotLookedAt() {
        all(Status.NOT_APPLICABLE, weak, "UPD-08");
    }

    @Test
    void aRoleWithoutRightsGetsNotCheckedAndTheMissingGrant() {
        all(Status.UNKNOWN, plain, "MON-10", "MON-19", "MON-30", "SQLI-11", "APP-01", "APP-08");
        plain.values().forEach(result -> {
            if (result.outcome() instanceof Outcome.Unknown unknown) {
                assertFalse(unknown.missing().isBlank(), result.control().number());
            }
        });
        assertTrue(reasons(plain, "MON-30").contains("pg_file_settings"), reasons(plain, "MON-30"));
    }

    @Test
    void noOutcomeHoldsASecret() {
        Stream.of(weak, hard, plain).flatMap(r -> r.values().stream()).forEach(result -> {
            String text = result.outcome().toString();
            assertFalse(
                    text.contains("shop123") || text.contains("insecure-shop"),
                    result.control().number());
        });
    }
}
