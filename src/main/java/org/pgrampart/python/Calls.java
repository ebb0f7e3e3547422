package org.pgrampart.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Works out what a call gives back, and records sinks and calls of the project's own functions.
@SuppressWarnings({"ReferenceEquality", "IdentityHashMapUsage"
}) // tree nodes and modules are meant as such, not their contents
final class Calls {

    private static final Pattern FOREIGN =
            Pattern.compile("(?i)(search|redis|strictredis|elasticsearch|opensearch|graphene|schema|client|s)");

    private final Evaluation evaluation;

    Calls(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    Flow value(Expression.Call call) {
        Map<Expression.Argument, Flow> arguments = new LinkedHashMap<>();
        for (Expression.Argument argument : call.arguments()) {
            Flow flow = argument.value() instanceof Expression.Lambda ? Flow.EMPTY : evaluation.value(argument.value());
            arguments.put(argument, flow);
        }
        new Sinks(evaluation, arguments).judge(call);
        return switch (call.function()) {
            case Expression.Name(String id, Span at) -> function(id, call, arguments);
            case Expression.Attribute attribute -> method(attribute, call, arguments);
            default -> {
                evaluation.value(call.function());
                yield through(call, arguments, Flow.EMPTY);
            }
        };
    }

    private Flow function(String name, Expression.Call call, Map<Expression.Argument, Flow> arguments) {
        Routine own = evaluation.analysis.function(evaluation.routine.module, name);
        if (own != null) {
            return invoke(own, call, null, arguments);
        }
        Statement.Type type = evaluation.analysis.type(evaluation.routine.module, name);
        if (type != null) {
            Routine constructor = evaluation.analysis.method(evaluation.routine.module, type, "__init__", 0);
            if (constructor != null) {
                invoke(constructor, call, null, arguments);
            }
        }
        return library(name, call, arguments);
    }

    private Flow library(String name, Expression.Call call, Map<Expression.Argument, Flow> arguments) {
        if (KnownCalls.NUMERIC.contains(name)) {
            return Flow.safe(evaluation.text(call));
        }
        if (name.equals("SQL") && !call.arguments().isEmpty()) {
            return first(arguments)
                    .map(source -> new Flow.Source(Origin.SAFE, source.label(), List.of()))
                    .as(Flow.Kind.COMPOSED);
        }
        if (KnownCalls.QUOTING.contains(name)) {
            Flow safe = Flow.safe(evaluation.text(call));
            return Set.of("Identifier", "Literal", "Placeholder", "Composed").contains(name)
                    ? safe.as(Flow.Kind.COMPOSED)
                    : safe;
        }
        if (name.equals("map") && call.arguments().size() > 1) {
            return mapped(call);
        }
        if (name.equals("getattr")
                && call.arguments().size() > 1
                && first(arguments).kind() == Flow.Kind.REQUEST) {
            return Flow.of(new Flow.Source(Origin.REQUEST, evaluation.text(call), List.of(evaluation.step(call))));
        }
        if (name.equals("dict")) {
            List<Flow.Source> keys = new ArrayList<>();
            arguments.forEach((argument, flow) -> {
                if (argument.name() == null) {
                    keys.addAll(flow.keys() == null ? List.copyOf(flow.sources()) : flow.keys());
                }
            });
            return all(arguments, Flow.EMPTY).plain().withKeys(List.copyOf(keys));
        }
        if (name.equals("super")) {
            return Flow.safe("super()").as(Flow.Kind.ELSEWHERE);
        }
        if (FOREIGN.matcher(name).matches()) {
            return all(arguments, Flow.EMPTY).plain().as(Flow.Kind.ELSEWHERE);
        }
        if (KnownCalls.THROUGH.contains(name)) {
            Flow all = all(arguments, Flow.EMPTY);
            return arguments.size() == 1 ? first(arguments).as(first(arguments).kind()) : all;
        }
        return through(call, arguments, Flow.EMPTY);
    }

    private Flow mapped(Expression.Call call) {
        Expression function = call.positional(0);
        Expression list = call.positional(1);
        Flow source = list == null ? Flow.EMPTY : evaluation.value(list).iterated();
        if (function instanceof Expression.Lambda lambda && !lambda.parameters().isEmpty()) {
            Map<String, Flow> inner = new HashMap<>(evaluation.scope);
            inner.put(lambda.parameters().getFirst().name(), source);
            return new Evaluation(evaluation.analysis, evaluation.routine, inner).value(lambda.body());
        }
        String name = function == null ? "" : Parameters.last(function);
        return KnownCalls.NUMERIC.contains(name) || KnownCalls.QUOTING.contains(name)
                ? Flow.safe(evaluation.text(call))
                : source;
    }

    private Flow method(
            Expression.Attribute attribute, Expression.Call call, Map<Expression.Argument, Flow> arguments) {
        String name = attribute.name();
        Expression owner = attribute.of();
        Routine own = target(owner, name);
        if (own != null) {
            evaluation.value(owner);
            return invoke(own, call, owner, arguments);
        }
        Flow base = evaluation.value(owner);
        if (name.equals("cursor")) {
            return Flow.safe("cursor").as(Flow.Kind.CURSOR);
        }
        if (base.kind() == Flow.Kind.REQUEST) {
            return evaluation.value(attribute);
        }
        switch (name) {
            case "format" -> {
                return base.kind() == Flow.Kind.COMPOSED ? composed(base, call) : format(base, arguments);
            }
            case "format_map" -> {
                return Formatting.braces(
                        base,
                        new Formatting.Values(
                                List.of(), Map.of(), all(arguments, Flow.EMPTY).plain()));
            }
            case "join" -> {
                Flow list = all(arguments, Flow.EMPTY);
                if (owner instanceof Expression.Attribute path && path.name().equals("path")) {
                    return list.plain();
                }
                Flow single = arguments.size() == 1 ? first(arguments) : list;
                return base.kind() == Flow.Kind.COMPOSED ? composed(base, call) : Formatting.join(base, single);
            }
            case "replace" -> {
                return Formatting.replace(base, new ArrayList<>(arguments.values()));
            }
            case "get", "pop", "setdefault", "getlist" -> {
                Flow found = base.plain();
                if (arguments.size() > 1) {
                    found = found.or(new ArrayList<>(arguments.values()).get(1).plain());
                }
                String label = evaluation.text(call);
                return found.map(source -> source.open() ? source.labelled(label) : source);
            }
            case "fetchone", "fetchall", "fetchmany" -> {
                return Flow.of(new Flow.Source(
                        Origin.UNKNOWN, "a value read from the database", List.of(evaluation.step(call))));
            }
            default -> {}
        }
        if (KnownCalls.MUTATORS.contains(name)) {
            mutate(owner, base, arguments, name);
            return Flow.safe("None");
        }
        if (name.equals("keys") && base.keys() != null) {
            return base.iterated();
        }
        if (KnownCalls.NUMERIC.contains(name)) {
            return Flow.safe(evaluation.text(call));
        }
        if (KnownCalls.STRING_METHODS.contains(name)) {
            return name.equals("sub") ? all(arguments, base) : base;
        }
        if (name.equals("pipeline") || name.equals("search") || name.equals("scan")) {
            return base.plain().as(Flow.Kind.ELSEWHERE);
        }
        if (base.kind() == Flow.Kind.ELSEWHERE) {
            return all(arguments, base).as(Flow.Kind.ELSEWHERE);
        }
        if (KnownCalls.QUOTING.contains(name)
                || KnownCalls.NUMERIC.contains(name)
                || name.equals("SQL")
                || name.equals("getattr")) {
            return library(name, call, arguments);
        }
        if (Set.of("dumps", "loads", "dedent", "compile", "unquote", "strftime", "escape")
                .contains(name)) {
            return all(arguments, Flow.EMPTY);
        }
        if (owner instanceof Expression.Attribute of && of.name().equals("ops")
                || evaluation.text(owner).endsWith("_meta")) {
            return Flow.safe(evaluation.text(call));
        }
        return through(call, arguments, base);
    }

    /// A library's function: what goes in may come out; what comes from nowhere is not seen.
    private Flow through(Expression.Call call, Map<Expression.Argument, Flow> arguments, Flow base) {
        Map<Expression.Argument, Flow> said = new LinkedHashMap<>(arguments);
        said.values().removeIf(flow -> flow.kind() == Flow.Kind.REQUEST); // handing on the request is no answer from it
        Flow all = all(said, base);
        if (all.worst().compareTo(Origin.UNKNOWN) <= 0) {
            return evaluation.unknown(call);
        }
        List<Flow.Source> open =
                all.sources().stream().filter(Flow.Source::open).toList();
        String label = evaluation.text(call);
        Flow.Source worst = open.getFirst();
        for (Flow.Source source : open) {
            worst = source.origin().compareTo(worst.origin()) > 0 ? source : worst;
        }
        return new Flow(List.of(worst.labelled(label)), open, null, null, Flow.Kind.PLAIN);
    }

    private Flow composed(Flow base, Expression.Call call) {
        return base.plus(Flow.safe(evaluation.text(call))).as(Flow.Kind.COMPOSED);
    }

    private Flow format(Flow base, Map<Expression.Argument, Flow> arguments) {
        List<Flow> positional = new ArrayList<>();
        Map<String, Flow> named = new HashMap<>();
        Flow rest = Flow.EMPTY;
        for (Map.Entry<Expression.Argument, Flow> entry : arguments.entrySet()) {
            Expression.Argument argument = entry.getKey();
            if (argument.stars() == 1 && entry.getValue().items() != null) {
                positional.addAll(entry.getValue().items());
            } else if (argument.stars() > 0) {
                rest = rest.or(entry.getValue().plain());
            } else if (argument.name() != null) {
                named.put(argument.name(), entry.getValue());
            } else {
                positional.add(entry.getValue());
            }
        }
        return Formatting.braces(base, new Formatting.Values(positional, named, rest));
    }

    private void mutate(Expression owner, Flow base, Map<Expression.Argument, Flow> arguments, String name) {
        List<Flow> values = new ArrayList<>(arguments.values());
        if (name.equals("insert") && values.size() > 1) {
            values = values.subList(1, values.size());
        }
        Flow added = Flow.EMPTY;
        List<Flow> items = base.items() == null ? null : new ArrayList<>(base.items());
        List<Flow.Source> keys = base.keys();
        for (Flow value : values) {
            added = added.plus(value.plain());
            if (items != null && items.size() < 60) {
                if (name.equals("extend") && value.items() != null) {
                    items.addAll(value.items());
                } else if (!items.contains(value)) {
                    items.add(value.plain());
                }
            }
            if (name.equals("update") && keys != null) {
                keys = Flow.merge(keys, value.keys() == null ? List.copyOf(value.sources()) : value.keys());
            }
        }
        Flow separated = base.pieces().isEmpty() ? base.plain() : base.plain().plus(Flow.fixed(", "));
        Flow after = name.equals("update") ? base.or(added) : separated.plus(added);
        after = new Flow(after.pieces(), after.also(), keys, items, Flow.Kind.PLAIN);
        switch (owner) {
            case Expression.Name(String id, Span at) -> evaluation.scope.put(id, after);
            case Expression.Attribute attribute -> evaluation.bind(attribute, after);
            default -> {}
        }
    }

    /// The project's own method or module function behind `owner.name`, as far as that is certain.
    private @Nullable Routine target(Expression owner, String name) {
        Analysis analysis = evaluation.analysis;
        Routine here = evaluation.routine;
        if (owner instanceof Expression.Name(String id, Span at)) {
            if ((id.equals("self") || id.equals("cls")) && here.type != null) {
                return analysis.method(here.module, here.type, name, 0);
            }
            if (!evaluation.scope.containsKey(id)) {
                Statement.Type type = analysis.type(here.module, id);
                if (type != null) {
                    return analysis.method(here.module, type, name, 0);
                }
                PythonModule module = analysis.moduleNamed(here.module, id);
                if (module != null) {
                    return analysis.function(module, name);
                }
            }
        }
        if (owner instanceof Expression.Call(Expression function, List<Expression.Argument> arguments, Span at)
                && function instanceof Expression.Name(String id, Span where)) {
            Statement.Type type = analysis.type(here.module, id);
            if (type != null) {
                return analysis.method(here.module, type, name, 0);
            }
        }
        // a name used once in the whole project and not by Python or Django themselves
        return name.contains("_") && !name.startsWith("get_") && !name.startsWith("__")
                ? analysis.only(name, true)
                : null;
    }

    private Flow invoke(
            Routine routine,
            Expression.Call call,
            @Nullable Expression owner,
            Map<Expression.Argument, Flow> arguments) {
        Map<String, Flow> bound = bind(routine, owner, arguments, evaluation.step(call));
        evaluation.analysis.called(new Analysis.CallSite(evaluation.routine, routine, call, bound));
        Flow returned = evaluation.analysis.returned(routine);
        if (returned == null) {
            return evaluation.unknown(call);
        }
        return Substitution.fill(returned, routine, bound, evaluation.step(call));
    }

    private Map<String, Flow> bind(
            Routine routine, @Nullable Expression owner, Map<Expression.Argument, Flow> arguments, Step here) {
        List<Statement.Parameter> parameters = routine.code().parameters();
        int skip = routine.bound() ? 1 : 0;
        boolean unboundCall = owner instanceof Expression.Name(String id, Span at)
                && routine.type != null
                && id.equals(routine.type.name())
                && routine.code().decorators().isEmpty()
                && !routine.name().equals("__init__");
        int index = unboundCall ? 0 : skip;
        Map<String, Flow> bound = new HashMap<>();
        for (Map.Entry<Expression.Argument, Flow> entry : arguments.entrySet()) {
            Expression.Argument argument = entry.getKey();
            Flow flow = entry.getValue().along(here);
            if (argument.stars() > 0) {
                for (Statement.Parameter parameter :
                        parameters.subList(Math.min(skip, parameters.size()), parameters.size())) {
                    bound.merge(parameter.name(), flow.plain(), Flow::or);
                }
            } else if (argument.name() != null) {
                bound.put(known(parameters, argument.name()), flow);
            } else if (index < parameters.size()) {
                Statement.Parameter parameter = parameters.get(index);
                bound.merge(parameter.name(), flow, Flow::or);
                if (parameter.stars() == 0) {
                    index++;
                }
            }
        }
        for (Statement.Parameter parameter : parameters) {
            if (!bound.containsKey(parameter.name())) {
                bound.put(
                        parameter.name(),
                        parameter.preset() == null
                                ? Flow.safe("nothing")
                                : new Evaluation(evaluation.analysis, routine, new HashMap<>())
                                        .value(parameter.preset()));
            }
        }
        return bound;
    }

    private static String known(List<Statement.Parameter> parameters, String name) {
        String rest = name;
        for (Statement.Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return name;
            }
            rest = parameter.stars() == 2 ? parameter.name() : rest;
        }
        return rest;
    }

    private static Flow first(Map<Expression.Argument, Flow> arguments) {
        return arguments.isEmpty() ? Flow.EMPTY : arguments.values().iterator().next();
    }

    private static Flow all(Map<Expression.Argument, Flow> arguments, Flow base) {
        Flow all = base;
        for (Flow flow : arguments.values()) {
            all = all.or(flow);
        }
        return all;
    }
}
