package org.pgrampart.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.catalogue.Catalogue;
import tools.jackson.databind.JsonNode;

class CommandLineTest {
    @TempDir
    Path home;

    @Test
    void theCatalogueIsPrintedWithOneLineForEachCheck() {
        Console.Said said = new Console(home).run("checks");
        assertEquals(0, said.status(), said.err());
        List<String> lines = said.out().lines().toList();
        assertEquals(Catalogue.ALL.size(), lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertTrue(lines.get(i).startsWith(Catalogue.ALL.get(i).control().number() + " "), lines.get(i));
        }
        assertEquals("", said.err());
    }

    @Test
    void theCatalogueIsPrintedAsJsonToo() {
        JsonNode checks =
                new Console(home).run("checks", "--format", "json").json().path("checks");
        assertEquals(Catalogue.ALL.size(), checks.size());
        JsonNode first = checks.get(0);
        var control = Catalogue.ALL.getFirst().control();
        assertEquals(control.number(), first.path("check").asString());
        assertEquals(control.title(), first.path("title").asString());
        assertEquals(control.severity().key(), first.path("severity").asString());
        assertEquals(control.references().size(), first.path("references").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bogus",
                "assess",
                "assess --bogus",
                "assess --target nowhere",
                "assess --practice --db postgresql://localhost/x",
                "assess --target a --ssh b",
                "assess --db postgresql://localhost/x --tunnel",
                "assess --db postgresql://localhost/x --local --ssh h",
                "assess --db postgresql://localhost/x --django /srv/shop",
                "assess --db postgresql://localhost/x --ssh-key /none",
                "assess --db postgresql://localhost/x --sudo perhaps",
                "assess --db postgresql://localhost/x --ssh @:22",
                "assess --db mysql://localhost/x",
                "assess --db jdbc:mysql://localhost/x",
                "assess --db postgresql://localhost:none/x",
                "assess --db postgresql://localhost/x?sslmode=maybe",
                "assess --db service=nosuch",
                "assess --practice --format xml",
                "assess --practice --fail-on bad",
                "assess --practice --area nowhere",
                "assess --practice --check AUTH-99",
                "assess --practice -o report.doc",
                "assess --practice --secrets-stdin=x",
                "checks --format xml",
                "checks more",
                "targets add",
                "targets add x",
                "targets show x",
                "targets remove x",
                "targets frobnicate",
                "practice --weak --hard"
            })
    void wrongUsageIsToldInTwoLinesWithStatusTwo(String line) {
        Console.Said said = new Console(home).run(line.isEmpty() ? new String[0] : line.split(" "));
        assertEquals(2, said.status(), said.err());
        assertEquals("", said.out());
        List<String> lines = said.err().lines().toList();
        assertEquals(2, lines.size(), said.err());
        assertTrue(lines.getFirst().endsWith("."), said.err());
        assertFalse(said.err().contains("Exception"), said.err());
        assertFalse(said.err().contains("\tat "), said.err());
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        for (String command : List.of("assess", "checks", "practice", "targets")) {
            Console.Said said = new Console(home).run(command, "--help");
            assertEquals(0, said.status());
            assertTrue(said.out().contains("Example: pgrampart " + command), said.out());
        }
        assertTrue(new Console(home).run("--help").out().contains("Example:"));
        assertTrue(new Console(home).run("--version").out().startsWith("pgrampart "));
    }

    @Test
    void aTargetIsKeptShownAndForgottenWithoutItsPassword() throws IOException {
        Console console = new Console(home);
        Console.Said added = console.run(
                "targets",
                "add",
                "shop",
                "--db",
                "postgresql://audit:Plum7Zq@db1:5433/shop?sslmode=require&sslpassword=Plum7Zq",
                "--ssh",
                "ops@db1:2222",
                "--django",
                "/srv/shop");
        assertEquals(0, added.status(), added.err());
        assertTrue(added.err().contains("not kept"), added.err());
        Path file = console.folders().targets();
        assertFalse(Files.readString(file).contains("Plum7Zq"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String expected =
                "shop                 postgresql://audit@db1:5433/shop?sslmode=require  ssh ops@db1:2222  django /srv/shop\n";
        assertEquals(expected, console.run("targets", "show", "shop").out());
        assertEquals(expected, console.run("targets").out());
        assertEquals(0, console.run("targets", "remove", "shop").status());
        assertEquals("", console.run("targets", "list").out());
    }

    @Test
    void aTargetIsShownAsItCanBeGivenAgain() {
        Console console = new Console(home);
        for (String uri : List.of(
                "postgresql://a%40b@[::1]:5432/my%20shop?sslmode=disable",
                "postgresql://audit@%2Fvar%2Frun%2Fpostgresql:5432/shop?sslmode=verify-full",
                "postgresql://audit@db1:5432/shop?sslmode=verify-full&sslrootcert=/etc/my%20ca.pem")) {
            assertEquals(0, console.run("targets", "add", "x", "--db", uri).status());
            assertEquals(
                    "x                    " + uri + "\n", console.run("targets").out());
        }
    }

    @Test
    void aFileOfTargetsThatIsBrokenIsNamedAndLeftAlone() throws IOException {
        Console console = new Console(home);
        Path file = console.folders().targets();
        Files.createDirectories(file.getParent());
        for (String broken :
                List.of("{", "{}", "[null]", "[{\"name\":\"a\"}]", "[{\"name\":\"a\",\"database\":{}}]", "")) {
            Files.writeString(file, broken);
            Console.Said said = console.run("targets");
            assertEquals(2, said.status(), broken + said.err());
            assertTrue(said.err().contains(file.toString()), said.err());
            assertEquals(broken, Files.readString(file));
        }
    }

    @Test
    void aLineOnStandardInputThatIsNoSecretIsNotRepeated() {
        Console.Said said = new Console(home)
                .typed("Plum7Zq\n")
                .run("assess", "--db", "postgresql://localhost/x", "--secrets-stdin");
        assertEquals(2, said.status());
        assertFalse(said.err().contains("Plum7Zq"), said.err());
    }
}
