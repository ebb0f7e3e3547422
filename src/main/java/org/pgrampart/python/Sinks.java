package org.pgrampart.python;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Recognises the calls that take SQL text, by the shape of the arguments and by the receiver, not by name alone.
record Sinks(Evaluation evaluation, Map<Expression.Argument, Flow> arguments) {
    static final Pattern SQL = Pattern.compile(
            "(?is)^[\\s(]*(?:--[^\\n]*\\n\\s*|/\\*.*?\\*/\\s*)*(?:select\\b|insert\\s+into\\b|update\\s+\\S+.*\\bset\\b|delete\\s+from\\b|with\\s+(?:recursive\\s+)?\\S+\\s*(?:\\([^)]*\\)\\s*)?as\\b"
                    + "|create\\s+(?:or\\s+replace|table|index|unique|extension|schema|role|user|database|view|materialized|trigger|function|type|sequence|temp|unlogged|policy)"
                    + "|alter\\s+(?:table|role|user|database|sequence|index|schema|system|type|view|extension)|drop\\s+(?:table|index|view|schema|role|user|database|sequence|function|type|trigger|extension|materialized)"
                    + "|truncate\\b|grant\\s|revoke\\s|copy\\s+[\\w({\"\\x00]|set\\s+(?:local|session|search_path|role|constraints|\\w+\\s*(?:=|to\\b))|refresh\\s+materialized|explain\\s|vacuum\\b|analyze\\b|reindex\\b|lock\\s+table|notify\\s|listen\\s|call\\s|do\\s+\\$|merge\\s+into|declare\\s|fetch\\s|comment\\s+on|savepoint\\s|show\\s|values\\s*\\(|begin\\b).*");
    private static final Pattern CURSOR =
            Pattern.compile("(?i).*(cursor|crsr|schema_editor|editor)\\d?|cur\\d?|curs|c|cu");
    private static final Pattern CONNECTION =
            Pattern.compile("(?i).*(connection|conn|db|database|engine|session|transaction)|tx|pg");
    private static final Pattern SQL_NAME = Pattern.compile("(?i).*(sql|query|stmt|statement)\\w{0,3}");
    private static final Pattern SETS = Pattern.compile(
            "(?i).*(objects|manager|queryset|query_set|get_queryset|using|_default_manager|_base_manager|qs|filter|all|cls|model)");
    private static final Set<String> EXPRESSIONS = Set.of(
            "Func",
            "Aggregate",
            "Transform",
            "Lookup",
            "Expression",
            "Value",
            "Subquery",
            "Exists",
            "OrderBy",
            "GeoFunc");
    private static final Set<String> ORM_NAMES = Set.of(
            "filter",
            "exclude",
            "get",
            "annotate",
            "alias",
            "aggregate",
            "values",
            "values_list",
            "order_by",
            "explain",
            "get_or_create",
            "update_or_create",
            "distinct",
            "only",
            "defer",
            "in_bulk",
            "dates",
            "datetimes");

    /// What an argument carries, without working it out a second time.
    private Flow value(Expression expression) {
        for (Map.Entry<Expression.Argument, Flow> known : arguments.entrySet()) {
            if (known.getKey().value().at().equals(expression.at())) {
                return known.getValue();
            }
        }
        return evaluation.value(expression);
    }

    void judge(Expression.Call call) {
        String name = Parameters.last(call.function());
        Expression owner =
                call.function() instanceof Expression.Attribute(Expression of, String n, Span at) ? of : null;
        boolean plain = call.function() instanceof Expression.Name || owner != null;
        if (!plain) {
            return;
        }
        switch (name) {
            case "execute",
                    "executemany",
                    "executescript",
                    "exec_driver_sql",
                    "copy_expert",
                    "copy",
                    "callproc",
                    "stream" -> execute(call, owner, name);
            case "execute_values", "execute_batch" ->
                sql(call, "psycopg2.extras." + name, call.argument(1, "sql"), false);
            case "raw" -> raw(call, owner);
            case "extra" -> extra(call);
            case "RawSQL" ->
                sql(call, "RawSQL", call.argument(0, "sql"), call.arguments().size() > 1);
            case "RunSQL" -> {
                sql(call, "RunSQL", call.argument(0, "sql"), false);
                sql(call, "RunSQL(reverse_sql=)", call.argument(1, "reverse_sql"), false);
            }
            case "SQL" -> {
                if (owner != null || evaluation.analysis.importOf(evaluation.routine.module, "SQL") != null) {
                    sql(call, "sql.SQL", call.positional(0), false);
                }
            }
            default -> template(call, name);
        }
        names(call, owner, name);
    }

    private void execute(Expression.Call call, @Nullable Expression owner, String name) {
        Expression text = call.argument(0, name.equals("callproc") ? "procname" : "sql");
        text = text == null ? call.named("query") : text;
        if (owner == null || text == null) {
            return;
        }
        Flow sql = value(text);
        if (text instanceof Expression.Call wrapped
                && Parameters.last(wrapped.function()).equals("text")
                && wrapped.positional(0) != null) {
            sql = evaluation.value(java.util.Objects.requireNonNull(wrapped.positional(0))); // sqlalchemy.text()
        }
        Flow receiver = evaluation.value(owner);
        boolean shaped = SQL.matcher(sql.fixedText()).matches();
        String last = Parameters.last(owner);
        boolean cursor =
                receiver.kind() == Flow.Kind.CURSOR || CURSOR.matcher(last).matches();
        boolean connection = receiver.kind() == Flow.Kind.CONNECTION
                || CONNECTION.matcher(last).matches();
        boolean named = SQL_NAME.matcher(Parameters.last(text)).matches();
        boolean taken;
        if (name.equals("copy") || name.equals("stream") || name.equals("callproc")) {
            taken = receiver.kind() == Flow.Kind.CURSOR && (shaped || !name.equals("copy"));
        } else if (receiver.kind() == Flow.Kind.ELSEWHERE) {
            taken = shaped && cursor;
        } else {
            taken = cursor
                            && (receiver.kind() == Flow.Kind.CURSOR
                                    || shaped
                                    || named
                                    || sql.isFixed()
                                    || last.length() > 2)
                    || shaped
                    || connection && named
                    || connection && receiver.kind() == Flow.Kind.CONNECTION
                    || last.equals("self") && named
                    || name.equals("copy_expert")
                    || name.equals("exec_driver_sql");
        }
        if (taken) {
            report(call, "cursor." + name, sql, call.arguments().size() > 1);
        }
    }

    private void raw(Expression.Call call, @Nullable Expression owner) {
        Expression text = call.argument(0, "raw_query");
        if (owner == null || text == null) {
            return;
        }
        Flow sql = value(text);
        if (SETS.matcher(Parameters.last(owner)).matches()
                || owner instanceof Expression.Name(String id, Span at) && id.equals("self")
                || SQL.matcher(sql.fixedText()).matches()) {
            report(call, ".raw()", sql, call.arguments().size() > 1);
        }
    }

    private void extra(Expression.Call call) {
        String[] order = {"select", "where", "params", "tables", "order_by", "select_params"};
        boolean ours = false;
        for (String name : order) {
            ours |= call.named(name) != null;
        }
        boolean positional = call.positional(0) instanceof Expression.Mapping || call.positional(1) != null;
        if (!ours && !positional) {
            return;
        }
        boolean parameters = call.named("params") != null || call.named("select_params") != null;
        for (int i : new int[] {0, 1, 3, 4}) {
            Expression value = call.argument(i, order[i]);
            if (value != null) {
                report(call, ".extra(" + order[i] + "=)", value(value).plain(), parameters);
            }
        }
    }

    private void template(Expression.Call call, String name) {
        Expression template = call.named("template");
        Expression function = call.named("function");
        if (template == null && function == null || name.isEmpty() || !expression(name)) {
            return;
        }
        sql(call, name + "(template=)", template, false);
        sql(call, name + "(function=)", function, false);
    }

    private boolean expression(String name) {
        if (EXPRESSIONS.contains(name)) {
            return true;
        }
        Statement.Import imported = evaluation.analysis.importOf(evaluation.routine.module, name);
        if (imported != null && imported.module().startsWith("django.")) {
            return imported.module().contains("db.models") || imported.module().contains("postgres");
        }
        Statement.Type type = evaluation.analysis.type(evaluation.routine.module, name);
        return type != null && type.bases().stream().anyMatch(base -> EXPRESSIONS.contains(Parameters.last(base)));
    }

    /// Names of fields and lookups that the user chooses.
    private void names(Expression.Call call, @Nullable Expression owner, String name) {
        boolean condition = name.equals("Q") || name.equals("FilteredRelation");
        boolean part = name.equals("Trunc") || name.equals("Extract");
        if (!condition && !part && (owner == null || !ORM_NAMES.contains(name))) {
            return;
        }
        if (name.equals("get")
                && !evaluation.text(call.function()).matches("(?s).*(objects|manager|queryset|qs).*\\.get")) {
            return;
        }
        Flow all = Flow.EMPTY;
        boolean positionalNames = Set.of("values", "values_list", "order_by").contains(name) || part;
        for (Expression.Argument argument : call.arguments()) {
            if (argument.stars() == 2) {
                Flow value = value(argument.value());
                all = all.or(value.iterated());
            } else if (positionalNames
                    && (argument.name() == null || argument.name().matches("kind|lookup_name"))) {
                all = all.or(value(argument.value()).iterated());
            }
        }
        if (all.worst().compareTo(Origin.PARAMETER) >= 0) {
            evaluation.analysis.sink(new Analysis.SinkUse(
                    evaluation.routine,
                    call,
                    RawSql.Rule.USER_NAMES,
                    (condition || part ? "" : ".") + name + "()",
                    all,
                    false));
        }
    }

    private void sql(Expression.Call call, String sink, @Nullable Expression text, boolean parameters) {
        if (text != null) {
            report(call, sink, value(text), parameters);
        }
    }

    private void report(Expression.Call call, String sink, Flow sql, boolean parameters) {
        if (sql.kind() == Flow.Kind.COMPOSED) {
            sql = sql.map(source -> new Flow.Source(Origin.SAFE, source.label(), List.of()));
        }
        evaluation.analysis.sink(
                new Analysis.SinkUse(evaluation.routine, call, RawSql.Rule.SQL_TEXT, sink, sql, parameters));
        if (parameters && Placeholders.quoted(sql.fixedText())) {
            evaluation.analysis.sink(
                    new Analysis.SinkUse(evaluation.routine, call, RawSql.Rule.QUOTED_PLACEHOLDER, sink, sql, true));
        }
    }

    /// A class attribute `template` or `function` of an expression class is SQL as well.
    static void templates(Analysis analysis, PythonModule module, Statement.Type type) {
        if (type.bases().stream().noneMatch(base -> EXPRESSIONS.contains(Parameters.last(base)))) {
            return;
        }
        for (String name : List.of("template", "function")) {
            Flow flow = analysis.attributes(type).get(name);
            if (flow != null && flow.open()) {
                Expression.Call place = new Expression.Call(new Expression.Name(name, type.at()), List.of(), type.at());
                analysis.sink(new Analysis.SinkUse(
                        new Routine(module, type, null),
                        place,
                        RawSql.Rule.SQL_TEXT,
                        type.name() + "." + name,
                        flow,
                        false));
            }
        }
    }
}
