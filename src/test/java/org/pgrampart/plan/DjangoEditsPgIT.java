package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.assess.Result;
import org.pgrampart.catalogue.application.AllowedHostsAreNamed;
import org.pgrampart.catalogue.application.CookiesAreProtected;
import org.pgrampart.catalogue.application.DebugIsOff;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.target.Progress;
import org.pgrampart.target.WriteSession;

/// The settings of a Django project are edited on a real practice server, and Python itself says what has changed.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DjangoEditsPgIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final List<Check<?>> CHECKS =
            List.of(new DebugIsOff(), new AllowedHostsAreNamed(), new CookiesAreProtected());

    /// Prints each statement of a module as Python sees it.
    private static final String DUMP = """
            import ast, sys
            for statement in ast.parse(sys.stdin.buffer.read()).body:
                print(ast.dump(statement))
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void onlyTheChosenAssignmentsChangeAndEverythingComesBack() throws Exception {
        try (PracticeGround ground = PracticeGround.weak(folder)) {
            Assumptions.assumeTrue(ground.server().runsCommands(), "commands cannot be confined here");
            Path project = ground.server().djangoDirectory();
            try (WriteSession session = ground.open()) {
                List<Choice> choices = choices(assess(session));
                assertFalse(choices.isEmpty(), "the weak project has nothing to mend");
                Map<Path, byte[]> before = python(project);
                Map<String, String> state = ground.state();

                Plan plan = Planner.plan(session, choices, CLOCK.instant());
                Pending pending = new Applier(CLOCK, ground.changes(), "test")
                        .apply(session, plan.confirm(plan.digest()), Duration.ofMinutes(5), ApplyListener.NONE);
                pending.keep();
                Map<Path, byte[]> after = python(project);
                assertEquals(before.keySet(), after.keySet());
                List<String> changed = new ArrayList<>();
                for (Path file : before.keySet()) {
                    List<String> gone = dump(before.get(file));
                    List<String> come = dump(after.get(file));
                    List<String> common = new ArrayList<>(gone);
                    common.retainAll(come);
                    gone.removeAll(common);
                    come.removeAll(common);
                    changed.addAll(come);
                    assertTrue(gone.size() <= come.size(), "a statement was lost: " + gone);
                }
                List<String> names = List.of(
                        "DEBUG",
                        "ALLOWED_HOSTS",
                        "SESSION_COOKIE_SECURE",
                        "CSRF_COOKIE_SECURE",
                        "SESSION_COOKIE_HTTPONLY",
                        "SESSION_COOKIE_SAMESITE");
                assertFalse(changed.isEmpty(), "Python sees no difference");
                changed.forEach(statement -> assertTrue(
                        names.stream().anyMatch(name -> statement.startsWith("Assign(targets=[Name(id='" + name + "'")),
                        statement));
                assertEquals(choices.size(), changed.size(), changed.toString());

                Assessment mended = assess(session);
                mended.results()
                        .forEach(r -> assertEquals(Status.PASS, r.outcome().status(), r.toString()));
                assertTrue(Planner.plan(session, choices, CLOCK.instant()).isEmpty());
                new ChangeSets(ground.changes()).rollback(session, "last", false, ApplyListener.NONE);
                assertEquals(state, ground.state());
                for (Map.Entry<Path, byte[]> file : python(project).entrySet()) {
                    assertEquals(text(before.get(file.getKey())), text(file.getValue()));
                }
            }
        }
    }

    @Test
    void aSettingThatTheEnvironmentDecidesIsLeftToAPerson() throws Exception {
        try (PracticeGround ground = PracticeGround.weak(folder)) {
            Assumptions.assumeTrue(ground.server().runsCommands(), "commands cannot be confined here");
            Path settings = settings(ground.server().djangoDirectory());
            String text = Files.readString(settings)
                    .replaceFirst("(?m)^DEBUG\\s*=.*$", "import os\nDEBUG = os.environ.get(\"DEBUG\", \"1\") == \"1\"");
            assertNotEquals(text, Files.readString(settings));
            Files.writeString(settings, text);
            try (WriteSession session = ground.open()) {
                List<Choice> choices = choices(assess(session)).stream()
                        .filter(choice -> choice.finding().control().equals("APP-01"))
                        .toList();
                assertEquals(
                        List.of(),
                        choices.stream().flatMap(c -> c.changes().stream()).toList());
            }
        }
    }

    private static Assessment assess(WriteSession session) throws Exception {
        return new Assessor(CLOCK)
                .assess("django", session, CHECKS, Baseline.standard(), List.of(), Optional.empty(), Progress.NONE);
    }

    /// Every finding with its suggested answers.
    private static List<Choice> choices(Assessment assessment) {
        List<Choice> choices = new ArrayList<>();
        for (Result result : assessment.results()) {
            for (Finding finding : result.outcome().findings()) {
                Map<String, Secret> answers = new TreeMap<>();
                for (Input input : result.asks().getOrDefault(finding, List.of())) {
                    answers.put(input.name(), Secret.of(input.suggestion()));
                }
                choices.add(new Choice(
                        finding,
                        Assessor.remedy(
                                result.check(),
                                finding,
                                assessment.answers(),
                                new Inputs(Map.of(finding.key(), answers)))));
            }
        }
        return choices;
    }

    private static Path settings(Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(file -> file.endsWith("settings.py"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Map<Path, byte[]> python(Path project) throws IOException {
        Map<Path, byte[]> read = new TreeMap<>();
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".py")).toList()) {
                read.put(file, Files.readAllBytes(file));
            }
        }
        return read;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> dump(byte[] module) throws Exception {
        Process python = new ProcessBuilder("python3", "-c", DUMP)
                .redirectErrorStream(true)
                .start();
        try (var input = python.getOutputStream()) {
            input.write(module);
        }
        String said = text(python.getInputStream().readAllBytes());
        assertEquals(0, python.waitFor(), said);
        return new ArrayList<>(said.lines().toList());
    }
}
