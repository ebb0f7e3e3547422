package org.pgrampart.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextDiffTest {
    private static String numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    @Test
    void aChangeIsShownWithThreeLinesAround() {
        String before = numbered(1, 20);
        TextDiff diff = TextDiff.of("/etc/x.conf", before, before.replace("line 10\n", "line ten\n"));
        assertEquals("""
                --- /etc/x.conf
                +++ /etc/x.conf
                @@ -7,7 +7,7 @@
                 line 7
                 line 8
                 line 9
                -line 10
                +line ten
                 line 11
                 line 12
                 line 13
                """, diff.unified());
        assertEquals(
                new DiffLine(DiffLine.Kind.ADDED, 0, 10, "line ten"),
                diff.lines().get(5));
        assertEquals(
                new DiffLine(DiffLine.Kind.SAME, 11, 11, "line 11"),
                diff.lines().get(6));
    }

    @Test
    void farChangesAreTwoPartsAndNearOnesOne() {
        String before = numbered(1, 30);
        String far = before.replace("line 2\n", "").replace("line 25\n", "x\nline 25\n");
        assertEquals(2, parts(TextDiff.of("f", before, far)));
        String near = before.replace("line 2\n", "").replace("line 8\n", "x\n");
        assertEquals(1, parts(TextDiff.of("f", before, near)));
    }

    private static long parts(TextDiff diff) {
        return diff.lines().stream()
                .filter(line -> line.kind() == DiffLine.Kind.GAP)
                .count();
    }

    @Test
    void aMissingLineBreakAtTheEndIsSaid() {
        assertEquals("""
                --- f
                +++ f
                @@ -1,1 +1,2 @@
                -a
                \\ No newline at end of file
                +a
                +b
                """, TextDiff.of("f", "a", "a\nb\n").unified());
    }

    @Test
    void aNewFileAndNoChangeAreShownAsSuch() {
        assertEquals(
                "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n",
                TextDiff.of("f", "", "a\n").unified());
        assertTrue(TextDiff.of("f", "a\n", "a\n").isEmpty());
        assertEquals("", TextDiff.of("f", "a\n", "a\n").unified());
        assertEquals(List.of(), TextDiff.of("f", new byte[0], new byte[0]).lines());
    }
}
