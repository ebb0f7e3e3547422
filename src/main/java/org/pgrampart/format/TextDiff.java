package org.pgrampart.format;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What changes between two states of a file, as lines for the window and as a unified diff that `patch` reads.
public final class TextDiff {
    private static final int CONTEXT = 3;

    private final String path;
    private final List<String> before;
    private final List<String> after;
    private final List<AbstractDelta<String>> deltas;
    private final List<DiffLine> lines = new ArrayList<>();

    private TextDiff(String path, String before, String after) {
        this.path = path;
        this.before = split(before);
        this.after = split(after);
        this.deltas = DiffUtils.diff(this.before, this.after).getDeltas();
        int first = 0;
        while (first < deltas.size()) {
            int last = first;
            while (last + 1 < deltas.size() && start(last + 1) - end(last) <= 2 * CONTEXT) {
                last++;
            }
            part(first, last);
            first = last + 1;
        }
    }

    public static TextDiff of(String path, String before, String after) {
        return new TextDiff(path, before, after);
    }

    /// Compares bytes as UTF-8, or where they are not, one character per byte.
    public static TextDiff of(String path, byte[] before, byte[] after) {
        return new TextDiff(path, AuthLines.decode(before), AuthLines.decode(after));
    }

    public String path() {
        return path;
    }

    public boolean isEmpty() {
        return deltas.isEmpty();
    }

    /// Changed lines with three lines around them; a carriage return at the end stays in the text.
    public List<DiffLine> lines() {
        return List.copyOf(lines);
    }

    /// The unified diff, empty where nothing changes. Not made safe for display: it can be applied.
    public String unified() {
        if (deltas.isEmpty()) {
            return "";
        }
        return "--- " + path + "\n+++ " + path + "\n"
                + lines.stream()
                        .map(line -> (line.kind() == DiffLine.Kind.GAP
                                        ? ""
                                        : line.kind().mark()) + line.text() + "\n")
                        .collect(Collectors.joining());
    }

    // every line keeps whether it is ended: the last line of a file without a line break differs from one with
    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            lines.add(text.substring(at, end < 0 ? text.length() : end + 1));
            at = end < 0 ? text.length() : end + 1;
        }
        return lines;
    }

    private int start(int delta) {
        return deltas.get(delta).getSource().getPosition();
    }

    private int end(int delta) {
        return start(delta) + deltas.get(delta).getSource().size();
    }

    private void part(int first, int last) {
        int oldStart = Math.max(0, start(first) - CONTEXT);
        int oldEnd = Math.min(before.size(), end(last) + CONTEXT);
        int newStart = deltas.get(first).getTarget().getPosition() - (start(first) - oldStart);
        int newEnd = deltas.get(last).getTarget().getPosition()
                + deltas.get(last).getTarget().size()
                + (oldEnd - end(last));
        lines.add(new DiffLine(
                DiffLine.Kind.GAP, 0, 0, "@@ -" + span(oldStart, oldEnd) + " +" + span(newStart, newEnd) + " @@"));
        int oldAt = oldStart;
        int newAt = newStart;
        for (int i = first; i <= last; i++) {
            while (oldAt < start(i)) {
                add(DiffLine.Kind.SAME, oldAt + 1, newAt + 1, before.get(oldAt));
                oldAt++;
                newAt++;
            }
            for (String line : deltas.get(i).getSource().getLines()) {
                add(DiffLine.Kind.REMOVED, ++oldAt, 0, line);
            }
            for (String line : deltas.get(i).getTarget().getLines()) {
                add(DiffLine.Kind.ADDED, 0, ++newAt, line);
            }
        }
        while (oldAt < oldEnd) {
            add(DiffLine.Kind.SAME, oldAt + 1, newAt + 1, before.get(oldAt));
            oldAt++;
            newAt++;
        }
    }

    private void add(DiffLine.Kind kind, int oldNumber, int newNumber, String line) {
        boolean ended = line.endsWith("\n");
        lines.add(new DiffLine(kind, oldNumber, newNumber, ended ? line.substring(0, line.length() - 1) : line));
        if (!ended) {
            lines.add(new DiffLine(DiffLine.Kind.NOTE, 0, 0, " No newline at end of file"));
        }
    }

    private static String span(int start, int end) {
        int count = end - start;
        return (count == 0 ? start : start + 1) + "," + count;
    }
}
