package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// The list of faults in this package's description names every case once and only tests that there are.
class FaultMatrixTest {
    private static final Path LIST = Path.of("src/test/java/org/pgrampart/plan/package-info.java");
    /// Number, what happens, what shows it; the formatter breaks long lines.
    private static final Pattern ROW = Pattern.compile("(\\d+)\\. ([^:]+): (.+?)(?= \\d+\\. |$)");

    private static final Pattern TEST = Pattern.compile("(\\w+)\\.(\\w+)");
    private static final int CASES = 84;
    private static final int WANTED = 70;

    private record Row(int number, String shown) {}

    private static List<Row> rows() throws Exception {
        String text = Files.readAllLines(LIST).stream()
                .filter(line -> line.startsWith("/// "))
                .map(line -> line.substring(4).strip())
                .collect(Collectors.joining(" "));
        List<Row> rows = new ArrayList<>();
        Matcher row = ROW.matcher(text);
        while (row.find()) {
            rows.add(new Row(Integer.parseInt(row.group(1)), row.group(3)));
        }
        return rows;
    }

    @Test
    void everyCaseIsListedOnce() throws Exception {
        assertEquals(
                IntStream.rangeClosed(1, CASES).boxed().toList(),
                rows().stream().map(Row::number).toList());
    }

    @Test
    void everyTestThatIsNamedIsThere() throws Exception {
        int shown = 0;
        for (Row row : rows()) {
            if (row.shown().startsWith("not shown: ")) {
                continue;
            }
            for (String name : row.shown().split(", ")) {
                Matcher test = TEST.matcher(name);
                assertTrue(test.matches(), name);
                Class<?> type = Class.forName("org.pgrampart.plan." + test.group(1));
                assertTrue(
                        Arrays.stream(type.getDeclaredMethods())
                                .anyMatch(method -> method.getName().equals(test.group(2)) && isTest(method)),
                        "case " + row.number() + " names " + name);
            }
            shown++;
        }
        assertTrue(shown >= WANTED, shown + " cases are shown");
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }
}
