package org.pgrampart.python;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a function's parameters are worth before any caller is known.
@SuppressWarnings({"ReferenceEquality", "IdentityHashMapUsage"
}) // tree nodes and modules are meant as such, not their contents
final class Parameters {
    private static final Pattern HARMLESS_TYPE = Pattern.compile(
            "(?:Optional\\[)?\"?(?:datetime\\.|uuid\\.|decimal\\.)?(?:int|float|bool|UUID|date|datetime|time|timedelta|Decimal)\"?\\]?(?:\\s*\\|\\s*None)?");
    private static final Pattern VIEWISH = Pattern.compile("(?i).*(view|mixin|api|resource|endpoint|consumer).*");
    private static final Set<String> VERBS = Set.of(
            "get",
            "post",
            "put",
            "patch",
            "delete",
            "head",
            "options",
            "dispatch",
            "list",
            "retrieve",
            "create",
            "update",
            "destroy",
            "partial_update");
    private static final Set<String> ROUTERS =
            Set.of("get", "post", "put", "patch", "delete", "api_operation", "api_view", "route", "websocket");

    private Parameters() {}

    static boolean viewish(Statement.@Nullable Type type) {
        return type != null
                && (VIEWISH.matcher(type.name()).matches()
                        || type.bases().stream()
                                .anyMatch(base -> VIEWISH.matcher(last(base)).matches()));
    }

    private static boolean command(Statement.@Nullable Type type) {
        return type != null && type.bases().stream().anyMatch(base -> last(base).endsWith("Command"));
    }

    static String last(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> name.id();
            case Expression.Attribute attribute -> attribute.name();
            case Expression.Call call -> last(call.function());
            case Expression.Subscript subscript -> last(subscript.of());
            default -> "";
        };
    }

    static @Nullable Flow flow(Analysis analysis, Routine routine, Statement.Parameter parameter) {
        List<Statement.Parameter> all = routine.code().parameters();
        String name = parameter.name();
        boolean first = !all.isEmpty() && all.getFirst() == parameter;
        if (first && routine.bound()) {
            return null;
        }
        Step here = new Step(routine.module.path(), routine.code().at().line());
        if (name.equals("request") || name.equals("req")) {
            return Flow.of(new Flow.Source(Origin.REQUEST, name, List.of())).as(Flow.Kind.REQUEST);
        }
        if (name.matches("(?i).*(cursor|schema_editor|crsr)|cur|curs")
                || parameter.type().contains("ursor")) {
            return Flow.of(new Flow.Source(Origin.UNKNOWN, name, List.of())).as(Flow.Kind.CURSOR);
        }
        if (name.matches("(?i)conn|connection|db_conn")) {
            return Flow.of(new Flow.Source(Origin.UNKNOWN, name, List.of())).as(Flow.Kind.CONNECTION);
        }
        if (HARMLESS_TYPE.matcher(parameter.type()).matches()) {
            return Flow.safe(name);
        }
        if (command(routine.type) && routine.name().equals("handle")) {
            return Flow.of(new Flow.Source(Origin.OPTION, name, List.of(here)));
        }
        boolean route = route(routine, all);
        if (route && analysis.project.strictRoute(name)) {
            return Flow.safe(name);
        }
        Flow flow = Flow.of(new Flow.Source(Origin.PARAMETER, name, name, routine, route, List.of(here)));
        return parameter.stars() == 2
                ? flow.withKeys(List.of((Flow.Source) flow.pieces().getFirst()))
                : flow;
    }

    private static boolean route(Routine routine, List<Statement.Parameter> all) {
        int from = routine.bound() ? 1 : 0;
        boolean takesRequest = all.size() > from && all.get(from).name().equals("request");
        if (takesRequest) {
            return routine.type == null || viewish(routine.type);
        }
        String name = routine.name();
        if (all.size() > from && all.get(from).name().equals("info")
                || all.size() > from + 1 && all.get(from + 1).name().equals("info")) {
            return name.startsWith("resolve_") || name.equals("mutate") || name.equals("mutate_and_get_payload");
        }
        for (Expression decorator : routine.code().decorators()) {
            if (decorator instanceof Expression.Call call
                    && call.function() instanceof Expression.Attribute(Expression of, String verb, Span at)
                    && ROUTERS.contains(verb)
                    && last(of).matches("(?i).*(api|router|app)")) {
                return true;
            }
        }
        return routine.type != null
                && viewish(routine.type)
                && VERBS.contains(name)
                && !routine.code().decorators().isEmpty();
    }
}
