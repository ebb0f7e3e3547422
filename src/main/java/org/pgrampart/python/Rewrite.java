package org.pgrampart.python;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Shows how to write the same SQL with parameters and composed identifiers.
final class Rewrite {
    private static final Pattern IDENTIFIER_NEXT = Pattern.compile(
            "(?is).*\\b(from|join|into|update|table|order\\s+by|group\\s+by|index|on|schema|role|user|column|sequence|view|database|truncate|cursor)\\s+(only\\s+|if\\s+(not\\s+)?exists\\s+)?\"?$|.*\\.\"?$");

    private Rewrite() {}

    static String withHoles(Flow sql) {
        StringBuilder text = new StringBuilder();
        for (Flow.Piece piece : sql.pieces()) {
            switch (piece) {
                case Flow.Fixed(String fixed) -> text.append(fixed);
                case Flow.Source source ->
                    text.append('{').append(source.label()).append('}');
            }
        }
        String tidy = text.toString().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return tidy.length() > 600 ? tidy.substring(0, 597) + "..." : tidy;
    }

    static String of(RawSql.Rule rule, String sink, Flow sql) {
        return switch (rule) {
            case QUOTED_PLACEHOLDER ->
                "Write %s without quotes around it, the driver quotes the value; put the wildcards of a LIKE into the parameter: params=[f\"%{value}%\"].";
            case USER_NAMES ->
                "Map what the user sends to a fixed list of field names, and pass only names from that list.";
            case SQL_TEXT, BUILT_BY_HAND -> parameterised(sink, sql);
        };
    }

    private static String parameterised(String sink, Flow sql) {
        StringBuilder text = new StringBuilder();
        List<String> parameters = new ArrayList<>();
        List<String> identifiers = new ArrayList<>();
        boolean swallow = false;
        for (Flow.Piece piece : sql.pieces()) {
            switch (piece) {
                case Flow.Fixed(String fixed) -> {
                    boolean quote = swallow && (fixed.startsWith("'") || fixed.startsWith("\""));
                    text.append(quote ? fixed.substring(1) : fixed);
                    swallow = false;
                }
                case Flow.Source source -> {
                    char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
                    boolean identifier = source.origin() == Origin.SAFE
                            || last != '\'' && IDENTIFIER_NEXT.matcher(text).matches();
                    if (last == '\'' || last == '"') {
                        text.setLength(text.length() - 1);
                        swallow = true;
                    }
                    if (identifier) {
                        text.append("{}");
                        identifiers.add("sql.Identifier(" + source.label() + ")");
                    } else {
                        text.append("%s");
                        parameters.add(source.label());
                    }
                }
            }
        }
        String body = text.toString().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (body.equals("%s") || body.equals("{}")) {
            return "Keep the SQL text constant and pass what changes as params=[…]; where only names change, take them from a fixed list.";
        }
        String quoted = "\"" + body.replace("\"", "\\\"") + "\"";
        String statement = identifiers.isEmpty()
                ? quoted
                : "sql.SQL(" + quoted + ").format(" + String.join(", ", identifiers) + ")";
        String values = "[" + String.join(", ", parameters) + "]";
        return switch (sink) {
            case ".extra(where=)" -> ".extra(where=[" + statement + "], params=" + values + ")";
            case ".raw()" -> ".raw(" + statement + ", " + values + ")";
            case "RawSQL" -> "RawSQL(" + statement + ", " + values + ")";
            default ->
                parameters.isEmpty() ? "execute(" + statement + ")" : "execute(" + statement + ", " + values + ")";
        };
    }
}
