package org.pgrampart.target;

import org.jspecify.annotations.Nullable;
import org.pgrampart.target.Checklist.Line;
import org.pgrampart.target.Checklist.State;

/// Tells the checklist how far a connection is, and puts a failure on the line where it happened.
final class Lines {
    private final Checklist checklist;
    private @Nullable Line current;

    Lines(Checklist checklist) {
        this.checklist = checklist;
        for (Line line : Line.values()) {
            checklist.at(line, State.WAITING, "", "");
        }
    }

    void begin(Line line) {
        current = line;
        checklist.at(line, State.RUNNING, "", "");
    }

    void ok(Line line, String detail) {
        checklist.at(line, State.OK, detail, "");
        current = null;
    }

    void warn(Line line, String detail, String remedy) {
        checklist.at(line, State.WARN, detail, remedy);
        current = null;
    }

    void skip(Line line, String because) {
        checklist.at(line, State.SKIPPED, because, "");
    }

    void fail(TargetException e) {
        Line line = switch (e.kind()) {
            case HOST_KEY -> Line.HOST_KEY;
            case TLS -> Line.TLS;
            default -> current == null ? Line.DATABASE_LOGIN : current;
        };
        checklist.at(line, State.FAIL, e.happened(), e.remedy());
    }
}
