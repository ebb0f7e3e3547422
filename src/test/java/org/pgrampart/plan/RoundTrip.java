package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.assess.Result;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.target.Progress;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// One check on one server, there and back: it complains, its remedy is applied and kept, it no longer complains, the
/// remedy has nothing more to do, everything is rolled back to exactly what was there, and it complains again.
final class RoundTrip implements AutoCloseable {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Ground ground;
    private final Check<?> check;
    private final Spoiler spoiler;
    private WriteSession session;

    private RoundTrip(Ground ground, Check<?> check, Spoiler spoiler) throws TargetException {
        this.ground = ground;
        this.check = check;
        this.spoiler = spoiler;
        this.session = ground.open();
    }

    static void walk(Ground ground, Check<?> check, Spoiler spoiler) throws Exception {
        Throwable first = null;
        try {
            spoiler.spoil().on(ground);
            try (RoundTrip trip = new RoundTrip(ground, check, spoiler)) {
                trip.walk();
            }
        } catch (Exception | Error e) {
            first = e;
            throw e;
        } finally {
            mend(ground, spoiler, first);
        }
    }

    private static void mend(Ground ground, Spoiler spoiler, @Nullable Throwable first) throws Exception {
        try {
            spoiler.mend().on(ground);
        } catch (Exception e) {
            if (first == null) {
                throw e;
            }
            first.addSuppressed(e);
        }
    }

    private void walk() throws Exception {
        Assessment weak = assess();
        List<Choice> choices = choices(weak);
        assertFalse(choices.isEmpty(), () -> "nothing to remedy: " + result(weak));
        Map<String, String> before = ground.state();

        Plan plan = Planner.plan(session, choices, CLOCK.instant());
        assertFalse(plan.isEmpty(), () -> "nothing would be changed: " + plan.notes());
        assertEquals(
                List.of(),
                plan.notes().stream()
                        .filter(note -> note.startsWith("Left out"))
                        .toList());
        Pending pending = new Applier(CLOCK, ground.changes(), "round trip")
                .apply(session, plan.confirm(plan.digest()), WINDOW, ApplyListener.NONE);
        assertTrue(
                pending.proofs().stream().noneMatch(proof -> proof.result() == Proof.Result.FAILED),
                () -> "" + pending.proofs());
        pending.accept(); // the project of a lab server does not always get in beforehand
        pending.keep();
        try {
            stay(choices);
        } catch (Exception | Error e) {
            backAnyhow(e); // the checks that follow need the server as it was
            throw e;
        }
        rollback();
        again();
        assertSame(before, ground.state());
        assertTrue(keys(assess()).containsAll(keys(choices)), "no longer complains after the rollback");
    }

    private void stay(List<Choice> choices) throws Exception {
        again();
        Set<String> wanted = keys(choices);
        Assessment mended = assess();
        Set<String> left = new TreeSet<>(keys(mended));
        left.retainAll(wanted);
        assertEquals(Set.of(), left, () -> "still complains after its remedy: " + result(mended));
        Plan nothing = Planner.plan(session, choices, CLOCK.instant());
        assertTrue(nothing.isEmpty(), () -> "a second time would change: " + nothing.text());
    }

    private void rollback() throws ApplyException, TargetException {
        new ChangeSets(ground.changes()).rollback(session, "last", false, ApplyListener.NONE);
    }

    private void backAnyhow(Throwable failure) {
        try {
            rollback();
        } catch (ApplyException | TargetException e) {
            failure.addSuppressed(e);
        }
    }

    /// Says only what differs: the whole state has thousands of lines.
    static void assertSame(Map<String, String> before, Map<String, String> after) {
        Map<String, String> differences = new TreeMap<>();
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String old = before.getOrDefault(name, "(not there)");
            String now = after.getOrDefault(name, "(not there)");
            if (!old.equals(now)) {
                List<String> was = old.lines().toList();
                List<String> is = now.lines().toList();
                differences.put(
                        name,
                        was.stream()
                                        .filter(line -> !is.contains(line))
                                        .collect(Collectors.joining("\n  - ", "\n  - ", ""))
                                + is.stream()
                                        .filter(line -> !was.contains(line))
                                        .collect(Collectors.joining("\n  + ", "\n  + ", "")));
            }
        }
        assertEquals(Map.of(), differences, "not as it was before");
    }

    // a restart ends the sessions of before
    private void again() throws TargetException {
        session.close();
        session = ground.open();
    }

    private Assessment assess() throws TargetException {
        return new Assessor(CLOCK)
                .assess(
                        "round trip",
                        session,
                        List.of(check),
                        Baseline.standard(),
                        List.of(),
                        Optional.empty(),
                        Progress.NONE);
    }

    private static Result result(Assessment assessment) {
        return assessment.results().getFirst();
    }

    private static Set<String> keys(Assessment assessment) {
        return result(assessment).outcome().findings().stream()
                .map(Finding::key)
                .collect(Collectors.toSet());
    }

    private static Set<String> keys(List<Choice> choices) {
        return choices.stream().map(choice -> choice.finding().key()).collect(Collectors.toSet());
    }

    private List<Choice> choices(Assessment assessment) {
        List<Choice> choices = new ArrayList<>();
        for (Finding finding : result(assessment).outcome().findings()) {
            if (!spoiler.chosen().test(finding)) {
                continue;
            }
            Map<String, Secret> answers = new LinkedHashMap<>();
            for (Input input : result(assessment).asks().getOrDefault(finding, List.of())) {
                answers.put(input.name(), Secret.of(spoiler.answers().apply(finding, input)));
            }
            List<Change> changes =
                    Assessor.remedy(check, finding, assessment.answers(), new Inputs(Map.of(finding.key(), answers)));
            if (!changes.isEmpty()) {
                choices.add(new Choice(finding, changes));
            }
        }
        return choices;
    }

    @Override
    public void close() {
        session.close();
    }
}
