package org.pgrampart.reading;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The answer to one query.
public record Rows(List<Row> rows) implements Iterable<Row> {
    public Rows {
        rows = List.copyOf(rows);
    }

    /// For tests and recorded answers: column names, then the values row by row.
    public static Rows of(List<String> columns, @Nullable String... values) {
        var rows = new java.util.ArrayList<Row>();
        for (int i = 0; i < values.length; i += columns.size()) {
            var row = new LinkedHashMap<String, @Nullable String>();
            for (int c = 0; c < columns.size(); c++) {
                row.put(columns.get(c), values[i + c]);
            }
            rows.add(new Row(row));
        }
        return new Rows(rows);
    }

    public Stream<Row> stream() {
        return rows.stream();
    }

    @Override
    public Iterator<Row> iterator() {
        return rows.iterator();
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public Row first() {
        return rows.getFirst();
    }
}
