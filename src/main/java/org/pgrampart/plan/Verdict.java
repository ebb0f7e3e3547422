package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;

/// What trying out one part of a change set said, before any of it is live.
///
/// @param what a setting, a file, or a word such as `start`
/// @param detail what was seen, in one sentence, fit to show
record Verdict(State state, String what, String detail) {
    /// How it went.
    enum State {
        PASSED,
        /// The server would not work with it, or not do what is wanted.
        REFUSED,
        /// It could not be tried.
        UNCHECKED,
        /// A hint that decides nothing.
        NOTED
    }

    private static final Map<String, State> WORDS = Map.of(
            "passed", State.PASSED,
            "refused", State.REFUSED,
            "unchecked", State.UNCHECKED,
            "noted", State.NOTED);

    /// What the trying scripts print: one line each, `state TAB what TAB detail`. Other lines are not theirs.
    static List<Verdict> read(String text) {
        List<Verdict> verdicts = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split("\t", 3);
            if (fields.length < 3) {
                continue;
            }
            State state = WORDS.get(fields[0]);
            if (state != null) {
                verdicts.add(new Verdict(state, shown(fields[1]), shown(fields[2])));
            }
        }
        return List.copyOf(verdicts);
    }

    private static String shown(String text) {
        String line = Printable.line(Masked.text(text)).strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    static Verdict passed(String what, String detail) {
        return new Verdict(State.PASSED, what, detail);
    }

    static Verdict refused(String what, String detail) {
        return new Verdict(State.REFUSED, what, detail);
    }

    static Verdict unchecked(String what, String detail) {
        return new Verdict(State.UNCHECKED, what, detail);
    }

    @Override
    public String toString() {
        return switch (state) {
            case PASSED, NOTED -> what + ": " + detail;
            case REFUSED -> what + " is refused: " + detail;
            case UNCHECKED -> what + " could not be tried: " + detail;
        };
    }
}
