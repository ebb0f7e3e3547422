package org.pgrampart.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of an answer, values as the server prints them.
public record Row(Map<String, @Nullable String> values) {
    /// The value; NULL means that the server hides it from this role.
    ///
    /// @throws Unreadable when it is NULL
    public String text(String column) {
        return find(column)
                .orElseThrow(() -> new Unreadable(
                        "the server hides " + column + " from this role",
                        "GRANT pg_monitor TO the assessing role, or a superuser session"));
    }

    /// The value, or empty when it is NULL.
    public Optional<String> find(String column) {
        if (!values.containsKey(column)) {
            throw new IllegalArgumentException("no column " + column + " in " + values.keySet());
        }
        return Optional.ofNullable(values.get(column));
    }

    public boolean bool(String column) {
        return text(column).equals("t");
    }

    public long integer(String column) {
        return Long.parseLong(text(column));
    }

    /// The elements of a one-dimensional array; empty for NULL.
    public List<String> array(String column) {
        return find(column).map(Row::elements).orElse(List.of());
    }

    private static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int i = 1; i < array.length() - 1; i++) {
            char c = array.charAt(i);
            if (c == '\\') {
                element.append(array.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
                any = true;
            } else if (c == ',' && !quoted) {
                elements.add(element.toString());
                element.setLength(0);
                any = false;
            } else {
                element.append(c);
            }
        }
        if (any || !element.isEmpty() || !elements.isEmpty()) {
            elements.add(element.toString());
        }
        return elements;
    }
}
