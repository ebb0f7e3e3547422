package org.pgrampart.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.testing.RealPostgres;
import tools.jackson.databind.JsonNode;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CommandLinePgIT {
    private static final String LOGIN_ONLY = "Amber-kettle-77-meadow";

    private static RealPostgres postgres;

    @TempDir
    Path home;

    @BeforeAll
    static void start() throws SQLException {
        postgres = RealPostgres.start();
        sql("CREATE ROLE onlylogin LOGIN PASSWORD '" + LOGIN_ONLY + "'");
        sql("CREATE ROLE builder LOGIN CREATEROLE");
        sql("CREATE DATABASE shop");
        sql("CREATE DATABASE closed");
        sql("REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void everyCheckOfTheCatalogueHasOneEntryInItsOrder() {
        Console.Said said = assess(admin(), "--format", "json", "--fail-on", "never");
        assertEquals(0, said.status(), said.err());
        List<String> numbers = new ArrayList<>();
        said.json().path("findings").forEach(f -> numbers.add(f.path("check").asString()));
        assertEquals(Catalogue.ALL.stream().map(c -> c.control().number()).toList(), numbers);
        assertEquals(
                "PostgreSQL " + postgres.major(),
                said.json().path("target").path("server").asString().split("\\.")[0]);
    }

    @Test
    void anAssessmentNeedsFewRoundTrips() {
        JsonNode rounds = assess(admin(), "--format", "json").json().path("rounds");
        int databases = 3;
        assertTrue(rounds.path("jdbc").asInt() <= 4 + 2 * databases, rounds.toString());
        assertEquals(0, rounds.path("ssh").asInt());
        JsonNode local = assess(admin(), "--format", "json", "--local").json().path("rounds");
        assertTrue(local.path("ssh").asInt() <= 3, local.toString());
    }

    @Test
    void theExitStatusFollowsTheThreshold() {
        // a role that may make roles is of high severity
        Console.Said high = assess(admin(), "--check", "AUTH-25", "--app-role", "builder");
        assertEquals(1, high.status(), high.out() + high.err());
        assertEquals(
                1,
                assess(admin(), "--check", "AUTH-25", "--app-role", "builder", "--fail-on", "low")
                        .status());
        assertEquals(
                0,
                assess(admin(), "--check", "AUTH-25", "--app-role", "builder", "--fail-on", "critical")
                        .status());
        assertEquals(0, assess(admin(), "--fail-on", "never").status());
    }

    @Test
    void anAreaAndASingleCheckCanBeChosen() {
        Console.Said area = assess(admin(), "--area", "authentication", "--format", "json");
        area.json()
                .path("findings")
                .forEach(f -> assertEquals("authentication", f.path("area").asString()));
        Console.Said one = assess(admin(), "--check", "auth-02", "--format", "json");
        assertEquals(1, one.json().path("findings").size());
        assertEquals("pass", one.check("AUTH-02").path("status").asString());
        assertEquals(0, one.status());
        assertFalse(Files.exists(admin().folders().data().resolve("assessments")), "a part was kept as a whole");
    }

    @Test
    void severalFilesAreWrittenEachInTheFormatOfItsSuffix() throws IOException {
        Path folder = home.resolve("out/here");
        Console.Said said = assess(
                admin(),
                "--fail-on",
                "never",
                "-o",
                folder + "/r.html",
                "-o",
                folder + "/r.json",
                "-o",
                folder + "/r.txt");
        assertEquals(0, said.status(), said.err());
        assertEquals("", said.out());
        assertTrue(Files.readString(folder.resolve("r.html")).startsWith("<!doctype html>"));
        assertTrue(Files.readString(folder.resolve("r.json")).contains("\"schema\" : 1"));
        assertTrue(Files.readString(folder.resolve("r.txt")).contains("of the applicable checks"));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(3, all.size(), all.toString());
            for (Path file : all) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        Console.Said said = assess(admin(), "-o", file + "/r.json");
        assertEquals(2, said.status());
        assertTrue(said.err().contains(file.toString()), said.err());
    }

    @Test
    void anAssessmentIsKeptAndTheNextOneKnowsIt() throws IOException {
        Console console = admin();
        assess(console);
        Path folder = console.folders().assessments("127.0.0.1/postgres");
        Path kept;
        try (Stream<Path> files = Files.list(folder)) {
            kept = files.findFirst().orElseThrow();
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
        Files.writeString(kept, "broken");
        Console.Said again = assess(console, "--fail-on", "never");
        assertEquals(0, again.status(), again.err());
        assertTrue(again.err().contains(kept.toString()), again.err());
        assertEquals("broken", Files.readString(kept));
        assess(console, "--no-save");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void aWrongPasswordIsNoConnection() {
        Console.Said said = assess(new Console(home).with("PGPASSWORD", "Wrong-pear-91"));
        assertSentences(3, "refused the password of postgres", said);
        assertFalse(said.err().contains("Wrong-pear-91"), said.err());
        said = assess(new Console(home).typed("db=Wrong-pear-92\n"), "--secrets-stdin");
        assertSentences(3, "refused the password of postgres", said);
        said = assess(new Console(home));
        assertSentences(3, "wants a password for postgres", said);
    }

    @Test
    void whereNothingListensThatIsTold() {
        Console.Said said = admin().run("assess", "--db", "postgresql://postgres@127.0.0.1:1/postgres?sslmode=disable");
        assertSentences(3, "Nothing listens at 127.0.0.1:1", said);
        said = admin().run("assess", "--db", "postgresql://postgres@nosuch.invalid/postgres");
        assertSentences(3, "The name nosuch.invalid is not known", said);
        said = admin().run("assess", "--db", "postgresql:///postgres?host=" + home);
        assertSentences(3, home.toString(), said);
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        Console.Said said = admin().run("assess", "--db", uri("postgres", "nosuch"));
        assertSentences(3, "There is no database nosuch", said);
    }

    @Test
    void aServerWithoutTlsIsNotTakenSilently() {
        Console.Said said =
                admin().run("assess", "--db", "postgresql://postgres@127.0.0.1:" + postgres.port() + "/postgres");
        assertSentences(3, "The server offers no TLS", said);
    }

    @Test
    void everyWayToGiveThePasswordLogsIn() throws IOException {
        Path file = Files.writeString(
                home.resolve("pass"), "127.0.0.1:" + postgres.port() + ":*:postgres:" + postgres.password() + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String check = "--check=AUTH-02";
        assertEquals(
                0,
                assess(new Console(home).with("PGPASSFILE", file.toString()), check)
                        .status());
        assertEquals(
                0,
                assess(new Console(home).typed("db=" + postgres.password() + "\n"), check, "--secrets-stdin")
                        .status());
        Console.Said inText =
                new Console(home).run("assess", "--db", uri("postgres:" + postgres.password(), "postgres"), check);
        assertEquals(0, inText.status());
        assertTrue(inText.err().contains("can be seen"), inText.err());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertSentences(3, "wants a password", assess(new Console(home).with("PGPASSFILE", file.toString()), check));
        Files.move(file, home.resolve(".pgpass"));
        Files.setPosixFilePermissions(home.resolve(".pgpass"), PosixFilePermissions.fromString("rw-------"));
        assertEquals(0, assess(new Console(home), check).status());
    }

    @Test
    void theSocketAndVariablesAreUnderstood() {
        Console console = new Console(home).with("PGPORT", "" + postgres.port()).with("PGUSER", "postgres");
        Console.Said said = console.run(
                "assess", "--db", postgres.socketFolder().toString(), "--check", "AUTH-02", "--format", "json");
        assertEquals(0, said.status(), said.err());
    }

    @Test
    void aRoleThatMayOnlyLogInGetsUnknownsWithTheGrantThatHelps() {
        Console.Said said = new Console(home)
                .with("PGPASSWORD", LOGIN_ONLY)
                .run("assess", "--db", uri("onlylogin", "postgres"), "--format", "json", "--fail-on", "never");
        assertEquals(0, said.status(), said.err());
        JsonNode verifiers = said.check("AUTH-01");
        assertEquals("unknown", verifiers.path("status").asString());
        assertTrue(verifiers.path("reason").asString().contains("GRANT SELECT ON pg_catalog.pg_authid"), said.out());
        assertTrue(said.json().path("summary").path("coverage").asDouble() < 1);
        for (JsonNode finding : said.json().path("findings")) {
            if (finding.path("status").asString().equals("unknown")) {
                assertTrue(finding.path("reason").asString().contains("; it needs "), finding.toString());
                assertFalse(finding.path("reason").asString().contains("did not understand"), finding.toString());
            }
        }
        JsonNode definers = said.check("AUTH-36");
        assertNotEquals("pass", definers.path("status").asString(), "database closed was never read");
    }

    @Test
    void whereNothingCouldBeJudgedTheStatusSaysSo() {
        Console.Said said = new Console(home)
                .with("PGPASSWORD", LOGIN_ONLY)
                .run("assess", "--db", uri("onlylogin", "postgres"), "--check", "AUTH-01");
        assertEquals(4, said.status(), said.err());
    }

    @Test
    void aSavedTargetIsAssessedByItsName() {
        Console console = admin();
        assertEquals(
                0,
                console.run("targets", "add", "mine", "--db", uri("postgres", "postgres"))
                        .status());
        Console.Said said = console.run("assess", "--target", "mine", "--format", "json", "--fail-on", "never");
        assertEquals("mine", said.json().path("target").path("name").asString());
    }

    @Test
    void noPasswordStandsInAnyOutputOrFile() throws IOException {
        Console console = admin();
        List<Console.Said> all = List.of(
                assess(console),
                assess(console, "--format", "json"),
                assess(console, "--format", "html", "--debug"),
                assess(console, "-o", home + "/r.html", "-o", home + "/r.json", "-o", home + "/r.txt"),
                console.run("assess", "--debug", "--db", uri("nobody", "postgres")),
                console.run("targets", "add", "x", "--db", uri("postgres:" + postgres.password(), "postgres")));
        for (Console.Said said : all) {
            assertClean(said.out());
            assertClean(said.err());
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertClean(Files.readString(file));
            }
        }
    }

    private static void assertClean(String text) {
        assertFalse(text.contains(postgres.password()), text);
        assertFalse(text.contains(LOGIN_ONLY), text);
        assertFalse(text.matches("(?s).*SCRAM-SHA-256\\$\\d.*"), text);
    }

    private static void assertSentences(int status, String happened, Console.Said said) {
        assertEquals(status, said.status(), said.err());
        assertTrue(said.err().contains(happened), said.err());
        assertEquals("", said.out());
        assertEquals(2, said.err().lines().count(), said.err());
        assertFalse(said.err().contains("Exception"), said.err());
    }

    private Console admin() {
        return new Console(home).with("PGPASSWORD", postgres.password());
    }

    private static Console.Said assess(Console console, String... more) {
        List<String> arguments = new ArrayList<>(List.of("assess", "--db", uri("postgres", "postgres")));
        arguments.addAll(List.of(more));
        return console.run(arguments.toArray(String[]::new));
    }

    private static String uri(String user, String database) {
        return "postgresql://" + user + "@127.0.0.1:" + postgres.port() + "/" + database + "?sslmode=disable";
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
