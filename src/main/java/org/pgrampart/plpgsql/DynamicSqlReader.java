package org.pgrampart.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds where a function executes SQL text, and judges what reaches that text.
public final class DynamicSqlReader {
    private static final Pattern FOREIGN = Pattern.compile(
            "\\b(plpy\\.(?:execute|prepare|cursor)|spi_exec_query|spi_query|spi_prepare|spi_exec|spi_execp)\\b");
    static final Set<String> TAKES_SQL = Set.of(
            "query_to_xml",
            "query_to_xml_and_xmlschema",
            "query_to_xmlschema",
            "dblink",
            "dblink_exec",
            "dblink_open",
            "dblink_send_query",
            "crosstab",
            "crosstab2",
            "crosstab3",
            "crosstab4",
            "crosstabn",
            "connectby",
            "ts_stat",
            "ts_rewrite",
            "xpath_table");

    private DynamicSqlReader() {}

    /// Every place in order of lines; empty when the function executes no text.
    public static List<DynamicSql> read(FunctionSource function) {
        String language = function.language().toLowerCase(Locale.ROOT);
        if (!language.equals("plpgsql") && !language.equals("sql")) {
            return foreign(function);
        }
        Scope scope = new Scope();
        for (int i = 0; i < function.argumentTypes().size(); i++) {
            String type = function.argumentTypes().get(i);
            String name = i < function.argumentNames().size()
                    ? function.argumentNames().get(i).toLowerCase(Locale.ROOT)
                    : "";
            String shown = name.isEmpty() ? "$" + (i + 1) : name;
            Taint taint = Taint.unsafe("The parameter " + shown + " of type " + type + " reaches the text unquoted.");
            scope.declare("$" + (i + 1), type, taint);
            if (!name.isEmpty()) {
                scope.declare(name, type, taint);
            }
        }
        List<Token> tokens = Lexer.read(function.body());
        return new StatementFlow(function.body(), tokens, scope).run();
    }

    private static List<DynamicSql> foreign(FunctionSource function) {
        List<DynamicSql> found = new ArrayList<>();
        Matcher matcher = FOREIGN.matcher(function.body());
        while (matcher.find()) {
            int line = (int) function.body()
                    .substring(0, matcher.start())
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            String text =
                    function.body().lines().skip(line).findFirst().orElse("").strip();
            found.add(new DynamicSql(
                    line + 1,
                    matcher.group(1),
                    DynamicSql.Level.UNCLEAR,
                    text,
                    "A function in " + function.language() + " runs SQL text; it has to be read by a person."));
        }
        return found;
    }
}
