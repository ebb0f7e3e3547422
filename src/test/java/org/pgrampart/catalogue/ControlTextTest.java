package org.pgrampart.catalogue;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pgrampart.check.Check;
import org.pgrampart.model.Control;

class ControlTextTest {
    private static final int LONGEST = 400;

    @TestFactory
    Stream<DynamicTest> everyControlIsWrittenByTheRules() {
        return Catalogue.ALL.stream()
                .map(Check::control)
                .map(control -> DynamicTest.dynamicTest(control.number(), () -> wellWritten(control)));
    }

    private static void wellWritten(Control control) {
        String title = control.title();
        assertAll(
                () -> assertTrue(title.length() <= 80, "title is too long: " + title),
                () -> assertFalse(title.endsWith("."), "title ends in a period: " + title),
                () -> assertFalse(
                        Stream.of("Ensure", "Check", "Verify", "Make sure").anyMatch(title::startsWith),
                        "title names the test, not the state: " + title),
                () -> assertTrue(Character.isUpperCase(title.charAt(0)) || title.matches("^[a-z_]+ .*"), title),
                () -> text("why", control.why()),
                () -> text("fix", control.fix()),
                () -> text("cost", control.cost()),
                () -> firstReferenceIsAManual(control.references()));
    }

    private static void text(String what, String text) {
        assertFalse(text.isBlank(), what + " is empty");
        assertTrue(text.length() <= LONGEST, what + " has " + text.length() + " characters");
        assertFalse(text.contains("\n"), what + " has a line break");
        assertFalse(text.contains("!"), what + " shouts");
        assertFalse(text.matches("(?is).*\\b(simply|just|obviously)\\b.*"), what + " talks down: " + text);
    }

    private static void firstReferenceIsAManual(List<String> references) {
        assertFalse(references.isEmpty(), "no reference");
        String first = references.getFirst();
        assertTrue(
                first.startsWith("https://www.postgresql.org/") || first.startsWith("https://docs.djangoproject.com/"),
                "the first reference is no manual: " + first);
    }
}
