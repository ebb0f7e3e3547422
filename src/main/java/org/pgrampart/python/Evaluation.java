package org.pgrampart.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Works out what an expression carries, given the variables in scope.
@SuppressWarnings({"ReferenceEquality", "IdentityHashMapUsage"
}) // tree nodes and modules are meant as such, not their contents
final class Evaluation {

    private static final Pattern CAPITALS = Pattern.compile("[A-Z][A-Z0-9_]*");

    final Analysis analysis;
    final Routine routine;
    final Map<String, Flow> scope;

    Evaluation(Analysis analysis, Routine routine, Map<String, Flow> scope) {
        this.analysis = analysis;
        this.routine = routine;
        this.scope = scope;
    }

    String text(Expression expression) {
        return PythonModule.tidy(routine.module.text(expression.at()));
    }

    /// The expression as a key of the scope: exactly as written.
    String key(Expression expression) {
        return routine.module.text(expression.at());
    }

    Step step(Expression expression) {
        return new Step(routine.module.path(), expression.at().line());
    }

    Flow unknown(Expression expression) {
        return Flow.of(new Flow.Source(Origin.UNKNOWN, text(expression), List.of(step(expression))));
    }

    Flow value(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> name(name);
            case Expression.Text text -> Flow.fixed(text.value());
            case Expression.Number number -> Flow.fixed(number.digits());
            case Expression.Constant constant -> Flow.fixed(constant.word());
            case Expression.Joined joined -> joined(joined);
            case Expression.Hole hole -> value(hole.value());
            case Expression.Attribute attribute -> attribute(attribute);
            case Expression.Call call -> new Calls(this).value(call);
            case Expression.Binary binary -> binary(binary);
            case Expression.Unary unary -> {
                value(unary.value());
                yield Flow.safe("number");
            }
            case Expression.Logical logical -> value(logical.left()).or(value(logical.right()));
            case Expression.Comparison comparison -> {
                comparison.operands().forEach(this::value);
                yield Flow.safe("bool");
            }
            case Expression.Conditional conditional -> {
                Flow then = inside(conditional.test(), true).value(conditional.then());
                yield then.or(inside(conditional.test(), false).value(conditional.otherwise()));
            }
            case Expression.Subscript subscript -> subscript(subscript);
            case Expression.Sequence sequence -> sequence(sequence);
            case Expression.Starred starred -> value(starred.value());
            case Expression.Mapping mapping -> mapping(mapping);
            case Expression.Comprehension comprehension -> comprehension(comprehension);
            case Expression.Lambda lambda -> {
                Map<String, Flow> inner = new HashMap<>(scope);
                lambda.parameters()
                        .forEach(p -> inner.put(
                                p.name(), Flow.of(new Flow.Source(Origin.UNKNOWN, p.name(), List.of(step(lambda))))));
                yield new Evaluation(analysis, routine, inner).value(lambda.body());
            }
            case Expression.Walrus walrus -> {
                Flow value = value(walrus.value()).along(step(walrus));
                scope.put(walrus.name(), value);
                yield value;
            }
            case Expression.Other other -> {
                Flow all = Flow.EMPTY;
                for (Expression inside : other.inside()) {
                    all = all.or(value(inside));
                }
                yield all;
            }
        };
    }

    private Evaluation inside(Expression test, boolean truth) {
        value(test);
        Evaluation inner = new Evaluation(analysis, routine, new HashMap<>(scope));
        inner.narrow(test, truth);
        return inner;
    }

    private Flow name(Expression.Name name) {
        String id = name.id();
        Flow own = scope.get(id);
        if (own == null) {
            own = analysis.lookup(routine.module, id, 0);
        }
        if (own != null) {
            return own;
        }
        if (id.equals("request")) {
            return Flow.of(new Flow.Source(Origin.REQUEST, id, List.of())).as(Flow.Kind.REQUEST);
        }
        if (id.equals("connection") || id.equals("connections")) {
            return Flow.safe(id).as(Flow.Kind.CONNECTION);
        }
        if (id.equals("settings")
                || id.equals("__file__")
                || id.equals("__name__")
                || CAPITALS.matcher(id).matches()) {
            return Flow.safe(id);
        }
        return unknown(name);
    }

    private Flow joined(Expression.Joined joined) {
        Flow all = Flow.EMPTY;
        for (Expression part : joined.parts()) {
            if (part instanceof Expression.Hole(Expression inner, String format, Span at)) {
                Flow value = value(inner);
                all = all.plus(Formatting.numeric(format) ? Flow.safe("number") : value.plain());
            } else {
                all = all.plus(value(part).plain());
            }
        }
        return all;
    }

    private Flow attribute(Expression.Attribute attribute) {
        Flow narrowed = scope.get(key(attribute));
        if (narrowed != null) {
            return narrowed;
        }
        String name = attribute.name();
        if (name.equals("request")
                || name.equals("context") && text(attribute.of()).equals("info")) {
            return Flow.of(new Flow.Source(Origin.REQUEST, text(attribute), List.of()))
                    .as(Flow.Kind.REQUEST);
        }
        if (attribute.of() instanceof Expression.Name(String id, Span at)) {
            Flow found = member(id, name, attribute);
            if (found != null) {
                return found;
            }
        }
        Flow base = value(attribute.of());
        if (base.kind() == Flow.Kind.REQUEST) {
            if (KnownCalls.REQUEST_SAFE.contains(name)) {
                return Flow.safe(text(attribute));
            }
            if (KnownCalls.REQUEST_ELSEWHERE.contains(name)) {
                return unknown(attribute);
            }
            return Flow.of(new Flow.Source(Origin.REQUEST, text(attribute), List.of(step(attribute))));
        }
        if (KnownCalls.HARMLESS.contains(name)) {
            return Flow.safe(text(attribute));
        }
        if (KnownCalls.REQUEST_DATA.contains(name)) {
            Flow.Source source = new Flow.Source(Origin.REQUEST, text(attribute), List.of(step(attribute)));
            boolean checked = name.equals("cleaned_data") || name.equals("validated_data");
            return checked ? Flow.of(source).withKeys(List.of()) : Flow.of(source); // its names are the form's fields
        }
        if (name.equals("cursor") || name.equals("connection")) {
            return unknown(attribute).as(name.equals("cursor") ? Flow.Kind.CURSOR : Flow.Kind.CONNECTION);
        }
        if (CAPITALS.matcher(name).matches() && !base.open()) {
            return Flow.safe(text(attribute));
        }
        String label = text(attribute);
        return base.plain().map(source -> source.labelled(label));
    }

    /// `self.x`, `Type.x`, `module.X`.
    private @Nullable Flow member(String owner, String name, Expression.Attribute attribute) {
        if (owner.equals("self") || owner.equals("cls")) {
            Flow own = routine.type == null ? null : analysis.inherited(routine.module, routine.type, name, 0);
            if (own != null) {
                return own;
            }
            if ((name.equals("kwargs") || name.equals("args"))
                    && (routine.type == null || Parameters.viewish(routine.type))) {
                return Flow.of(new Flow.Source(Origin.REQUEST, text(attribute), List.of(step(attribute))));
            }
            if (KnownCalls.HARMLESS.contains(name) || CAPITALS.matcher(name).matches()) {
                return Flow.safe(text(attribute));
            }
            return name.equals("connection") ? Flow.safe(name).as(Flow.Kind.CONNECTION) : null;
        }
        if (scope.containsKey(owner)) {
            return null;
        }
        Statement.Type type = analysis.type(routine.module, owner);
        if (type != null) {
            Flow known = analysis.inherited(routine.module, type, name, 0);
            if (known != null) {
                return known;
            }
        }
        PythonModule module = analysis.moduleNamed(routine.module, owner);
        if (module != null && module != routine.module) {
            return analysis.lookup(module, name, 0);
        }
        if (Character.isUpperCase(owner.charAt(0)) && CAPITALS.matcher(name).matches()) {
            return Flow.safe(text(attribute));
        }
        return null;
    }

    private Flow binary(Expression.Binary binary) {
        Flow left = value(binary.left());
        return switch (binary.operator()) {
            case "%" -> percent(left, binary.right());
            case "+" -> left.plus(value(binary.right()));
            case "*" -> {
                Flow right = value(binary.right());
                boolean leftText = binary.left() instanceof Expression.Text
                        || left.items() != null
                        || left.pieces().size() > 1;
                yield leftText ? left : right.items() != null ? right : left.isFixed() ? left : Flow.safe("number");
            }
            case "&", "|", "^" -> left.or(value(binary.right()));
            case "/" -> left.or(value(binary.right())).plain(); // paths
            default -> {
                value(binary.right());
                yield Flow.safe("number");
            }
        };
    }

    Flow percent(Flow left, Expression right) {
        if (right instanceof Expression.Mapping mapping) {
            Map<String, Flow> named = new HashMap<>();
            Flow rest = Flow.EMPTY;
            for (Expression.Entry entry : mapping.entries()) {
                Flow value = value(entry.value());
                if (entry.key() instanceof Expression.Text(String key, Span at)) {
                    named.put(key, value);
                } else {
                    rest = rest.or(value);
                }
            }
            return Formatting.percent(left, new Formatting.Values(List.of(), named, rest));
        }
        Flow value = value(right);
        if (right instanceof Expression.Call call
                && call.function() instanceof Expression.Name(String id, Span at)
                && id.equals("dict")) {
            Map<String, Flow> named = new HashMap<>();
            call.arguments().forEach(a -> {
                if (a.name() != null) {
                    named.put(a.name(), value(a.value()));
                }
            });
            return Formatting.percent(left, new Formatting.Values(List.of(), named, value));
        }
        if (value.items() != null) {
            return Formatting.percent(left, new Formatting.Values(value.items(), Map.of(), value.plain()));
        }
        return Formatting.percent(left, new Formatting.Values(List.of(), Map.of(), value.plain()));
    }

    private Flow subscript(Expression.Subscript subscript) {
        Flow narrowed = scope.get(key(subscript));
        if (narrowed != null) {
            return narrowed;
        }
        Flow base = value(subscript.of());
        value(subscript.index());
        if (base.items() != null
                && subscript.index() instanceof Expression.Number(String digits, Span at)
                && digits.matches("\\d{1,3}")) {
            int index = Integer.parseInt(digits);
            if (index < base.items().size()) {
                return base.items().get(index);
            }
        }
        if (base.kind() == Flow.Kind.CONNECTION) {
            return base;
        }
        if (text(subscript.of()).endsWith("environ")) {
            return Flow.safe(text(subscript));
        }
        String label = text(subscript);
        return base.plain().map(source -> source.labelled(label));
    }

    private Flow sequence(Expression.Sequence sequence) {
        List<Flow> items = new ArrayList<>();
        Flow all = Flow.EMPTY;
        boolean exact = true;
        for (Expression item : sequence.items()) {
            Flow value = value(item);
            exact &= !(item instanceof Expression.Starred);
            items.add(value);
            all = all.pieces().isEmpty()
                    ? all.plus(value.plain())
                    : all.plus(Flow.fixed(", ")).plus(value.plain());
        }
        return exact ? all.withItems(items) : all;
    }

    private Flow mapping(Expression.Mapping mapping) {
        Flow all = Flow.EMPTY;
        List<Flow.Source> keys = new ArrayList<>();
        for (Expression.Entry entry : mapping.entries()) {
            Flow value = value(entry.value());
            all = all.pieces().isEmpty()
                    ? all.plus(value.plain())
                    : all.plus(Flow.fixed(", ")).plus(value.plain());
            if (entry.key() != null) {
                keys.addAll(value(entry.key()).sources());
            } else {
                keys.addAll(value.keys() == null ? List.copyOf(value.sources()) : value.keys());
            }
        }
        return all.withKeys(List.copyOf(keys));
    }

    private Flow comprehension(Expression.Comprehension comprehension) {
        Evaluation inner = new Evaluation(analysis, routine, new HashMap<>(scope));
        for (Expression.Loop loop : comprehension.loops()) {
            Flow source = inner.value(loop.source());
            inner.bind(loop.target(), source.iterated());
            if (source.keys() != null
                    && loop.target() instanceof Expression.Sequence pair
                    && pair.items().size() == 2
                    && text(loop.source()).endsWith(".items()")) {
                inner.bind(pair.items().get(1), source.plain());
            }
            for (Expression condition : loop.conditions()) {
                inner.value(condition);
                inner.narrow(condition, true);
            }
        }
        Flow element = inner.value(comprehension.element());
        if (comprehension.key() != null) {
            return element.plain()
                    .withKeys(List.copyOf(inner.value(comprehension.key()).sources()));
        }
        return element.plain();
    }

    /// Gives a target its value and forgets what was known about its parts.
    void bind(Expression target, Flow value) {
        switch (target) {
            case Expression.Name(String id, Span at) -> {
                scope.keySet().removeIf(key -> key.startsWith(id + ".") || key.startsWith(id + "["));
                scope.put(id, value);
            }
            case Expression.Attribute attribute -> {
                scope.put(key(attribute), value);
                if (routine.type != null
                        && attribute.of() instanceof Expression.Name(String id, Span at)
                        && id.equals("self")) {
                    analysis.attributes(routine.type).merge(attribute.name(), value, Flow::or);
                }
            }
            case Expression.Subscript(Expression of, Expression index, Span at) -> {
                Flow before = value(of);
                Flow after = before.or(value.plain());
                List<Flow.Source> keys = before.keys() == null && before.open()
                        ? List.copyOf(before.sources())
                        : Flow.merge(
                                before.keys() == null ? List.of() : before.keys(),
                                List.copyOf(value(index).sources()));
                if (of instanceof Expression.Name(String id, Span where)) {
                    scope.put(id, after.withItems(List.of()).withKeys(keys));
                } else {
                    scope.put(key(of), after.withKeys(keys));
                }
            }
            case Expression.Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    boolean exact = value.items() != null
                            && value.items().size() == sequence.items().size();
                    Flow part = exact && value.items() != null ? value.items().get(i) : value.iterated();
                    bind(sequence.items().get(i), part);
                }
            }
            case Expression.Starred starred -> bind(starred.value(), value);
            default -> {}
        }
    }

    void narrow(Expression test, boolean truth) {
        new Guards(this).narrow(test, truth);
    }
}
