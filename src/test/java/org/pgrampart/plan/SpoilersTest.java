package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.check.Check;
import org.pgrampart.model.FixKind;

class SpoilersTest {
    /// The remedies that [AnsweredRemediesPgIT] walks there and back.
    private static final Set<String> ANSWERED = Set.of("AUD-11");

    /// Settings that only look like the others: they offer no change.
    private static final Set<String> NEVER = Set.of("ENC-09");

    private static Set<String> numbers(Predicate<Check<?>> which) {
        return Catalogue.ALL.stream()
                .filter(which)
                .map(check -> check.control().number())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean promises(Check<?> check) {
        FixKind kind = check.control().fixKind();
        return kind == FixKind.AUTOMATIC || kind == FixKind.NEEDS_INPUT;
    }

    private static boolean hasRemedy(Check<?> check) {
        return Arrays.stream(check.getClass().getMethods())
                .anyMatch(method -> method.getName().equals("remedy") && method.getDeclaringClass() != Check.class);
    }

    @Test
    void noRemedyIsForgotten() {
        Set<String> walked = new TreeSet<>(Spoilers.PRACTICE.keySet());
        Spoilers.LAB.keySet().forEach(key -> walked.add(key.split(" ", 2)[0]));
        assertEquals(numbers(SpoilersTest::promises), walked, "checks that promise a remedy, and the spoilers");
        walked.addAll(ANSWERED);
        Set<String> known = new TreeSet<>(walked);
        known.addAll(NEVER);
        assertEquals(numbers(SpoilersTest::hasRemedy), known, "checks that have a remedy, and the ones walked");
        assertTrue(walked.size() > 30);
    }
}
