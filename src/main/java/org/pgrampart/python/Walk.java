package org.pgrampart.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows the statements of one function in order, joining what its branches leave behind.
@SuppressWarnings({"ReferenceEquality", "IdentityHashMapUsage"
}) // tree nodes and modules are meant as such, not their contents
final class Walk {
    private final Analysis analysis;
    private final Routine routine;
    private final Map<String, Flow> start;
    private Map<String, Flow> scope;
    private @Nullable Flow result;

    Walk(Analysis analysis, Routine routine, Map<String, Flow> scope) {
        this.analysis = analysis;
        this.routine = routine;
        this.start = scope;
        this.scope = scope;
    }

    void run(List<Statement> body) {
        block(body);
        if (scope != start) {
            start.putAll(scope);
        }
    }

    Flow result() {
        return result == null ? Flow.safe("None") : result;
    }

    private Evaluation evaluation() {
        return new Evaluation(analysis, routine, scope);
    }

    private Flow value(Expression expression) {
        return evaluation().value(expression);
    }

    /// Whether the end of the block is reached.
    private boolean block(List<Statement> body) {
        for (Statement statement : body) {
            if (!step(statement)) {
                return false;
            }
        }
        return true;
    }

    private boolean step(Statement statement) {
        switch (statement) {
            case Statement.Assign assign -> assign(assign);
            case Statement.Evaluate evaluate -> value(evaluate.value());
            case Statement.Return back -> {
                if (back.value() != null) {
                    Flow value = value(back.value()).along(step(back.at()));
                    result = result == null ? value : result.or(value);
                }
                return false;
            }
            case Statement.Leave leave -> {
                leave.values().forEach(this::value);
                return false;
            }
            case Statement.If test -> {
                return conditional(test);
            }
            case Statement.Loop loop -> loop(loop);
            case Statement.Try attempt -> {
                return attempt(attempt);
            }
            case Statement.With with -> {
                for (Statement.WithItem item : with.items()) {
                    Flow value = value(item.value());
                    if (item.target() != null) {
                        bind(item.target(), value, with.at());
                    }
                }
                return block(with.body());
            }
            case Statement.Match match -> {
                return match(match);
            }
            case Statement.Function function -> nested(function);
            case Statement.Type type -> type(type);
            case Statement.Import ignored -> {}
            case Statement.Other other -> other.values().forEach(this::value);
        }
        return true;
    }

    private Step step(Span at) {
        return new Step(routine.module.path(), at.line());
    }

    private void assign(Statement.Assign assign) {
        Flow value = value(assign.value());
        Expression target = assign.targets().getFirst();
        switch (assign.operator()) {
            case "" -> {}
            case "+" -> value = value(target).plus(value);
            case "%" -> value = evaluation().percent(value(target), assign.value());
            case "|", "&" -> value = value(target).or(value);
            default -> value = Flow.safe("number");
        }
        for (Expression each : assign.targets()) {
            bind(each, value, assign.at());
        }
    }

    private void bind(Expression target, Flow value, Span at) {
        evaluation().bind(target, value.along(step(at)));
    }

    private boolean conditional(Statement.If test) {
        value(test.test());
        Map<String, Flow> before = scope;
        scope = new LinkedHashMap<>(before);
        evaluation().narrow(test.test(), true);
        boolean thenEnds = !block(test.then());
        Map<String, Flow> then = scope;
        scope = new LinkedHashMap<>(before);
        evaluation().narrow(test.test(), false);
        boolean elseEnds = !block(test.otherwise());
        scope = thenEnds ? scope : elseEnds ? then : join(then, scope);
        return !(thenEnds && elseEnds);
    }

    private void loop(Statement.Loop loop) {
        Flow source = value(loop.source());
        Map<String, Flow> before = scope;
        for (int round = 0; round < 2; round++) { // twice: what the first round leaves behind reaches the second
            scope = new LinkedHashMap<>(scope);
            if (loop.target() != null) {
                bind(loop.target(), source.iterated(), loop.at());
                unpackItems(loop, source);
            } else {
                evaluation().narrow(loop.source(), true);
            }
            block(loop.body());
            scope = join(before, scope);
        }
        block(loop.otherwise());
    }

    /// `for key, value in d.items()`: the key takes the dictionary's keys.
    private void unpackItems(Statement.Loop loop, Flow source) {
        if (source.keys() != null
                && loop.target() instanceof Expression.Sequence pair
                && pair.items().size() == 2
                && loop.source() instanceof Expression.Call call
                && call.function() instanceof Expression.Attribute(Expression of, String name, Span at)
                && name.equals("items")) {
            bind(pair.items().get(0), source.iterated(), loop.at());
            bind(pair.items().get(1), source.plain(), loop.at());
        }
    }

    private boolean attempt(Statement.Try attempt) {
        Map<String, Flow> before = new LinkedHashMap<>(scope);
        boolean reached = block(attempt.body());
        Map<String, Flow> after = scope;
        Map<String, Flow> out = reached ? after : null;
        for (List<Statement> handler : attempt.handlers()) {
            scope = join(before, after);
            if (block(handler)) {
                out = out == null ? scope : join(out, scope);
            }
        }
        scope = out == null ? join(before, after) : out;
        boolean end = block(attempt.last());
        return end && out != null;
    }

    private boolean match(Statement.Match match) {
        value(match.subject());
        Map<String, Flow> before = scope;
        Map<String, Flow> out = new LinkedHashMap<>(before);
        for (List<Statement> each : match.cases()) {
            scope = new LinkedHashMap<>(before);
            if (block(each)) {
                out = join(out, scope);
            }
        }
        scope = out;
        return true;
    }

    /// A function inside a function sees the variables around it.
    private void nested(Statement.Function function) {
        function.decorators().forEach(this::value);
        if (routine.function != null) {
            Routine inner = new Routine(routine.module, null, function);
            Map<String, Flow> around = new LinkedHashMap<>(scope);
            for (Statement.Parameter parameter : function.parameters()) {
                Flow flow = Parameters.flow(analysis, inner, parameter);
                if (flow != null) {
                    around.put(parameter.name(), flow);
                }
            }
            new Walk(analysis, inner, around).run(function.body());
        }
    }

    private void type(Statement.Type type) {
        Map<String, Flow> inside = new LinkedHashMap<>();
        Walk walk = new Walk(analysis, new Routine(routine.module, type, null), inside);
        List<Statement> plain = new ArrayList<>(type.body());
        plain.removeIf(Statement.Function.class::isInstance);
        walk.run(plain);
        inside.forEach((name, flow) -> analysis.attributes(type).merge(name, flow, Flow::or));
        Sinks.templates(analysis, routine.module, type);
    }

    private static Map<String, Flow> join(Map<String, Flow> left, Map<String, Flow> right) {
        Map<String, Flow> both = new LinkedHashMap<>(left);
        right.forEach((name, flow) -> both.merge(name, flow, Flow::or));
        return both;
    }
}
