package org.pgrampart.python;

import java.util.List;
import java.util.Set;

/// What a condition proves about a value: on a list, equal to a constant, only digits.
record Guards(Evaluation evaluation) {
    private static final Set<String> STRICT_METHODS =
            Set.of("isdigit", "isnumeric", "isdecimal", "isalnum", "isidentifier", "isalpha");

    void narrow(Expression test, boolean truth) {
        switch (test) {
            case Expression.Unary(String operator, Expression value, Span at)
            when operator.equals("not") -> narrow(value, !truth);
            case Expression.Logical logical -> {
                if (logical.operator().equals("and") == truth) {
                    narrow(logical.left(), truth);
                    narrow(logical.right(), truth);
                }
            }
            case Expression.Comparison(String operator, List<Expression> operands, Span at)
            when operands.size() == 2 -> compare(operator, operands.get(0), operands.get(1), truth);
            case Expression.Call call when truth -> call(call);
            case Expression.Walrus walrus when truth -> narrow(walrus.value(), true);
            default -> {}
        }
    }

    private void compare(String operator, Expression left, Expression right, boolean truth) {
        boolean member = operator.equals(truth ? "in" : "not in");
        boolean equal = operator.equals(truth ? "==" : "!=");
        if (!member && !equal) {
            if (operator.equals(truth ? "is not" : "is") && left instanceof Expression.Call call) {
                call(call); // re.match(…) is not None
            }
            return;
        }
        Flow list = evaluation.value(right);
        Origin worst = list.keys() != null ? list.iterated().worst() : list.worst();
        if (worst.compareTo(Origin.OPTION) < 0 && list.kind() != Flow.Kind.REQUEST) {
            prove(left);
        }
    }

    private void call(Expression.Call call) {
        switch (call.function()) {
            case Expression.Name(String id, Span at)
            when id.equals("isinstance") -> {
                Expression type = call.positional(1);
                Expression value = call.positional(0);
                if (type != null
                        && value != null
                        && !evaluation.text(type).matches(".*\\b(str|list|dict|tuple|bytes|object|basestring)\\b.*")) {
                    prove(value);
                }
            }
            case Expression.Attribute(Expression of, String name, Span at) -> {
                if (STRICT_METHODS.contains(name) && call.arguments().isEmpty()) {
                    prove(of);
                } else if (name.equals("match") || name.equals("fullmatch")) {
                    boolean module = of instanceof Expression.Name(String id, Span where)
                            && (id.equals("re") || id.equals("regex"));
                    Expression pattern = module ? call.positional(0) : of;
                    Expression value = call.positional(module ? 1 : 0);
                    if (pattern != null && value != null && strict(evaluation.value(pattern), name)) {
                        prove(value);
                    }
                }
            }
            default -> {}
        }
    }

    /// A pattern that lets only letters, digits and a few signs through, from start to end.
    private static boolean strict(Flow pattern, String method) {
        if (!pattern.isFixed()) {
            return false;
        }
        String text = pattern.fixedText();
        boolean anchored =
                method.equals("fullmatch") || text.endsWith("$") || text.endsWith("\\Z") || text.endsWith("\\z");
        String open = text.replaceAll("\\[\\^[^]]*\\]", "\u0001")
                .replaceAll("\\\\[.wdZz]", "")
                .replaceAll("\\[[^]'\";]*\\]", "");
        return anchored
                && !open.matches("(?s).*[.'\";\\s\u0001].*")
                && !open.contains("\\s")
                && !open.contains("\\S")
                && !open.contains("\\W");
    }

    private void prove(Expression value) {
        Flow proven = Flow.safe(evaluation.text(value));
        switch (value) {
            case Expression.Name(String id, Span at) -> evaluation.scope.put(id, proven);
            case Expression.Attribute ignored -> evaluation.scope.put(evaluation.key(value), proven);
            case Expression.Subscript ignored -> evaluation.scope.put(evaluation.key(value), proven);
            case Expression.Call call
            when call.function() instanceof Expression.Attribute(Expression of, String name, Span at)
                    && Set.of("lower", "upper", "strip").contains(name) -> prove(of);
            default -> {}
        }
    }
}
