package org.pgrampart;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The structure of the program: which package may know which. An import outside the table fails the build.
class ArchitectureTest {
    /// Package, then the only packages of ours that it may import. `*` is every package named so far; `x.*` each below
    /// x.
    private static final String TABLE = """
            model        -
            reading      model
            format       model
            access       model format
            python       model format
            plpgsql      model
            target.ssh   -
            target       model format reading target.ssh
            probe        model format reading python plpgsql access
            change       model format reading python
            check        model format reading access python plpgsql probe change
            catalogue.*  model format reading access python plpgsql probe change check
            catalogue    model check catalogue.*
            assess       model reading target probe change check catalogue
            plan         model format reading access target probe change check
            report       model format reading access target change check assess plan
            export       model format reading change plan
            store        model format reading change check assess plan report target
            practice     model format target
            cli          model format reading access python plpgsql target probe change check catalogue assess plan report export store practice
            ui.kit       model format reading target change check assess plan access
            ui.*         model format reading target change check catalogue assess plan report export store practice access ui.kit
            ui           model format reading target change check catalogue assess plan report export store practice access ui.kit ui.*
            """;

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.pgrampart");
        assertTrue(classes.size() > 30, "hardly any class was read: " + classes.size());
    }

    @Test
    void packagesImportOnlyWhatTheTableAllows() {
        Map<String, Set<String>> table = table();
        Set<String> wrong = new TreeSet<>();
        for (JavaClass c : classes) {
            String own = own(c);
            if (own.isEmpty()) {
                continue;
            }
            Set<String> allowed = table.get(row(own, table.keySet()));
            for (Dependency dependency : c.getDirectDependenciesFromSelf()) {
                JavaClass other = dependency.getTargetClass().getBaseComponentType();
                if (!other.getPackageName().startsWith("org.pgrampart")
                        || own(other).equals(own)) {
                    continue;
                }
                String there = own(other);
                if (allowed.stream().noneMatch(a -> matches(a, there))) {
                    wrong.add(own + " imports " + (there.isEmpty() ? "the root" : there) + " (" + c.getSimpleName()
                            + " → " + other.getSimpleName() + ")");
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyPackageStandsInTheTable() {
        Map<String, Set<String>> table = table();
        Set<String> missing = new TreeSet<>();
        classes.forEach(c -> {
            String own = own(c);
            if (!own.isEmpty() && table.keySet().stream().noneMatch(row -> matches(row, own))) {
                missing.add(own);
            }
        });
        assertEquals(Set.of(), missing);
    }

    @Test
    void noPackagesKnowEachOther() {
        SlicesRuleDefinition.slices()
                .matching("org.pgrampart.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void onlyTargetSpeaksToServers() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.pgrampart.target..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.postgresql..", "net.schmizz..", "com.hierynomus..")
                .check(classes);
    }

    @Test
    void onlyPlanAndTargetKnowTheWriteSession() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.pgrampart.plan..", "org.pgrampart.target..", "org.pgrampart")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("WriteSession")
                .check(classes);
    }

    @Test
    void scenesBelongToTheWindow() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.pgrampart.ui..", "org.pgrampart")
                .or()
                .haveSimpleNameEndingWith("ViewModel")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..")
                .check(classes);
    }

    @Test
    void jacksonStaysAtTheEdges() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.pgrampart.report..", "org.pgrampart.store..", "org.pgrampart.check.facts..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
                .check(classes);
    }

    @Test
    void nobodyTrustsEveryHostKey() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveSimpleName("PromiscuousVerifier")
                .check(classes);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.pgrampart.cli..", "org.pgrampart")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classes);
    }

    @Test
    void timeComesFromAClock() {
        noClasses()
                .should()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .check(classes);
    }

    @Test
    void threadsAreStartedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.pgrampart.ui.kit..")
                .should()
                .callMethod(javafx.application.Platform.class, "runLater", Runnable.class)
                .check(classes);
    }

    @Test
    void filesStaySmallAndPackagesSayWhatTheyAre() throws IOException {
        Path root = Path.of("src/main/java");
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                long lines = Files.readAllLines(file).size();
                if (lines > 400) {
                    wrong.add(file + " has " + lines + " lines");
                }
                if (!Files.exists(file.resolveSibling("package-info.java"))) {
                    wrong.add(file.getParent() + " has no package-info.java");
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        TABLE.lines().forEach(line -> {
            List<String> words = Arrays.asList(line.strip().split("\\s+"));
            table.put(words.getFirst(), new HashSet<>(words.subList(1, words.size())));
        });
        return table;
    }

    private static String own(JavaClass c) {
        String name = c.getPackageName();
        return name.equals("org.pgrampart") ? "" : name.substring("org.pgrampart.".length());
    }

    /// The most special row of the table for a package.
    private static String row(String own, Set<String> rows) {
        if (rows.contains(own)) {
            return own;
        }
        return rows.stream().filter(r -> matches(r, own)).findFirst().orElse("-");
    }

    private static boolean matches(String row, String name) {
        return row.equals(name)
                || (row.endsWith(".*") && name.startsWith(row.substring(0, row.length() - 1)))
                || (name.startsWith(row + ".") && !row.equals("catalogue") && !row.equals("ui"));
    }
}
