package org.pgrampart.python;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node as the grammar names it; lives only while one file is converted.
record Node(String type, String field, boolean named, int line, int start, int end, List<Node> children) {
    Node(String type, String field, boolean named, int line, int start, int end) {
        this(type, field, named, line, start, end, new ArrayList<>(4));
    }

    Span span() {
        return new Span(line, start, end);
    }

    @Nullable
    Node field(String wanted) {
        for (Node child : children) {
            if (child.field.equals(wanted)) {
                return child;
            }
        }
        return null;
    }

    List<Node> fields(String wanted) {
        return children.stream()
                .filter(child -> child.named && child.field.equals(wanted))
                .toList();
    }

    List<Node> namedChildren() {
        List<Node> found = new ArrayList<>(children.size());
        for (Node child : children) {
            if (child.named && !child.type.equals("comment")) {
                found.add(child);
            }
        }
        return found;
    }

    boolean is(String wanted) {
        return type.equals(wanted);
    }
}
