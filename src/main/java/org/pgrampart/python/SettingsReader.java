package org.pgrampart.python;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs a settings module on paper: assignments, imports, conditions, in order.
@SuppressWarnings({"ReferenceEquality", "IdentityHashMapUsage"
}) // tree nodes and modules are meant as such, not their contents
final class SettingsReader {
    private final Project project;
    private final SettingsValues values;
    private final Set<String> reading = new HashSet<>();

    SettingsReader(Project project, @Nullable Map<String, String> environment) {
        this.project = project;
        this.values = new SettingsValues(new EnvironmentReading(environment));
    }

    Map<String, Value> read(PythonModule module) {
        Map<String, Value> scope = new LinkedHashMap<>();
        run(module, scope);
        return scope;
    }

    private void run(PythonModule module, Map<String, Value> scope) {
        if (reading.add(module.path())) {
            block(module, module.body(), scope);
            reading.remove(module.path());
        }
    }

    private void block(PythonModule module, List<Statement> body, Map<String, Value> scope) {
        for (Statement statement : body) {
            step(module, statement, scope);
        }
    }

    private void step(PythonModule module, Statement statement, Map<String, Value> scope) {
        switch (statement) {
            case Statement.Assign assign -> assign(module, assign, scope);
            case Statement.Import imported -> imported(module, imported, scope);
            case Statement.If test -> conditional(module, test, scope);
            case Statement.Try attempt -> {
                block(module, attempt.body(), scope);
                // a handler that only answers a missing module or variable runs when the body did not
                for (List<Statement> handler : attempt.handlers()) {
                    Map<String, Value> other = new LinkedHashMap<>(scope);
                    block(module, handler, other);
                    merge(scope, other, attempt.at(), module);
                }
                block(module, attempt.last(), scope);
            }
            case Statement.With with -> block(module, with.body(), scope);
            case Statement.Evaluate evaluate -> evaluate(module, evaluate, scope);
            case Statement.Loop loop -> {
                Map<String, Value> other = new LinkedHashMap<>(scope);
                if (loop.target() instanceof Expression.Name(String id, Span at)) {
                    other.put(id, new Value.Unknown("It is set in a loop.", new Place(module.path(), at.line())));
                }
                block(module, loop.body(), other);
                merge(scope, other, loop.at(), module);
            }
            case Statement.Match match -> {
                for (List<Statement> each : match.cases()) {
                    Map<String, Value> other = new LinkedHashMap<>(scope);
                    block(module, each, other);
                    merge(scope, other, match.at(), module);
                }
            }
            default -> {}
        }
    }

    private void assign(PythonModule module, Statement.Assign assign, Map<String, Value> scope) {
        Place place = new Place(module.path(), assign.at().line());
        Value value = values.of(module, assign.value(), scope);
        for (Expression target : assign.targets()) {
            if (!assign.operator().isEmpty()) {
                Value before = values.of(module, target, scope);
                put(
                        module,
                        target,
                        assign.operator().equals("+")
                                ? SettingsValues.plus(before, value, place)
                                : assign.operator().equals("|")
                                        ? SettingsValues.union(before, value, place)
                                        : new Value.Unknown("It is changed by an operator.", place),
                        scope);
            } else {
                put(module, target, value, scope);
            }
        }
    }

    private void put(PythonModule module, Expression target, Value value, Map<String, Value> scope) {
        switch (target) {
            case Expression.Name(String id, Span at) -> scope.put(id, value);
            case Expression.Subscript(Expression of, Expression index, Span at) -> {
                Value before = values.of(module, of, scope);
                String key = values.of(module, index, scope).asText().orElse(null);
                if (key != null) {
                    put(module, of, with(before, key, value, new Place(module.path(), at.line())), scope);
                }
            }
            case Expression.Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    Value part = value instanceof Value.Items items
                                    && items.items().size() == sequence.items().size()
                            ? items.items().get(i)
                            : new Value.Unknown("It is unpacked.", value.place());
                    put(module, sequence.items().get(i), part, scope);
                }
            }
            default -> {}
        }
    }

    private static Value with(Value before, String key, Value value, Place place) {
        return switch (before) {
            case Value.Dictionary dictionary -> {
                Map<String, Value> entries = new LinkedHashMap<>(dictionary.entries());
                entries.put(key, value);
                yield new Value.Dictionary(entries, dictionary.place());
            }
            case Value.Environment environment
            when environment.preset().isPresent() || environment.resolved().isPresent() ->
                environment.lift(each -> with(each, key, value, place));
            case Value.OneOf oneOf -> oneOf.lift(each -> with(each, key, value, place));
            default -> new Value.Dictionary(Map.of("**", before, key, value), place);
        };
    }

    private void imported(PythonModule module, Statement.Import imported, Map<String, Value> scope) {
        if (imported.name().isEmpty()) {
            return;
        }
        PythonModule from = project.imported(module, imported.dots(), imported.module());
        if (from == null || from == module || reading.contains(from.path())) {
            return;
        }
        Map<String, Value> theirs = new LinkedHashMap<>();
        if (imported.name().equals("*")) {
            run(from, theirs);
            scope.putAll(theirs);
            return;
        }
        run(from, theirs);
        Value value = theirs.get(imported.name());
        if (value != null) {
            scope.put(imported.alias(), value);
        }
    }

    private void conditional(PythonModule module, Statement.If test, Map<String, Value> scope) {
        Optional<Boolean> truth = values.of(module, test.test(), scope).truth();
        if (truth.isPresent()) {
            block(module, truth.get() ? test.then() : test.otherwise(), scope);
            return;
        }
        Map<String, Value> then = new LinkedHashMap<>(scope);
        Map<String, Value> otherwise = new LinkedHashMap<>(scope);
        block(module, test.then(), then);
        block(module, test.otherwise(), otherwise);
        scope.clear();
        scope.putAll(then);
        merge(scope, otherwise, test.at(), module);
    }

    /// A name set on one side only may also be unset, which is Django's default.
    private static void merge(Map<String, Value> scope, Map<String, Value> other, Span at, PythonModule module) {
        Place place = new Place(module.path(), at.line());
        Set<String> names = new HashSet<>(scope.keySet());
        names.addAll(other.keySet());
        for (String name : names) {
            Value left = scope.get(name);
            Value right = other.get(name);
            Value absent = new Value.Unknown("Without the condition it is not set here.", place);
            scope.put(name, either(left == null ? absent : left, right == null ? absent : right));
        }
    }

    static Value either(Value left, Value right) {
        if (left.equals(right)) {
            return left;
        }
        List<Value> all = new ArrayList<>();
        for (Value side : List.of(left, right)) {
            for (Value each : side instanceof Value.OneOf oneOf ? oneOf.candidates() : List.of(side)) {
                if (!all.contains(each)) {
                    all.add(each);
                }
            }
        }
        return new Value.OneOf(all, left.place());
    }

    /// `MIDDLEWARE.append(…)`, `.insert(0, …)`, `.extend(…)`, `.remove(…)`, `DATABASES["default"].update(…)`.
    private void evaluate(PythonModule module, Statement.Evaluate statement, Map<String, Value> scope) {
        if (!(statement.value() instanceof Expression.Call call)
                || !(call.function() instanceof Expression.Attribute(Expression owner, String name, Span at))) {
            return;
        }
        Place place = new Place(module.path(), at.line());
        Value before = values.of(module, owner, scope);
        List<Value> arguments = new ArrayList<>();
        call.arguments().forEach(a -> {
            if (a.name() == null) {
                arguments.add(values.of(module, a.value(), scope));
            }
        });
        if (arguments.isEmpty() && !name.equals("update")) {
            return;
        }
        Value after = switch (name) {
            case "append" -> SettingsValues.plus(before, new Value.Items(List.of(arguments.getLast()), place), place);
            case "extend" -> SettingsValues.plus(before, arguments.getLast(), place);
            case "insert" -> insert(before, arguments, place);
            case "remove" ->
                before.lift(each -> each instanceof Value.Items items
                        ? new Value.Items(
                                items.items().stream()
                                        .filter(i -> !i.asText()
                                                .equals(arguments.getLast().asText()))
                                        .toList(),
                                items.place())
                        : each);
            case "update" -> {
                Value changed = before;
                for (Value argument : arguments) {
                    changed = SettingsValues.union(changed, argument, place);
                }
                for (Expression.Argument argument : call.arguments()) {
                    if (argument.name() != null) {
                        changed = with(changed, argument.name(), values.of(module, argument.value(), scope), place);
                    }
                }
                yield changed;
            }
            case "setdefault" ->
                arguments.size() == 2
                                && arguments.getFirst().asText().isPresent()
                                && !(before instanceof Value.Dictionary d
                                        && d.entries()
                                                .containsKey(arguments
                                                        .getFirst()
                                                        .asText()
                                                        .get()))
                        ? with(before, arguments.getFirst().asText().get(), arguments.getLast(), place)
                        : before;
            default -> null;
        };
        if (after != null) {
            put(module, owner, after, scope);
        }
    }

    private static Value insert(Value before, List<Value> arguments, Place place) {
        return before.lift(each -> {
            if (!(each instanceof Value.Items items)) {
                return new Value.Unknown("Something is inserted into it.", place);
            }
            List<Value> longer = new ArrayList<>(items.items());
            int index = arguments.getFirst().asNumber().map(Double::intValue).orElse(longer.size());
            int from = index < 0 ? longer.size() + index : index;
            longer.add(Math.clamp(from, 0, longer.size()), arguments.getLast());
            return new Value.Items(longer, items.place());
        });
    }
}
