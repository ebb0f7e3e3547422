package org.pgrampart.python;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Python statement, reduced to what data flow and settings need.
sealed interface Statement {
    Span at();

    /// `a = b = value`, `a: type = value` and, with an operator such as `+`, `a += value`.
    record Assign(List<Expression> targets, String operator, Expression value, Span at) implements Statement {}

    /// An expression standing alone.
    record Evaluate(Expression value, Span at) implements Statement {}

    /// `return value`.
    record Return(@Nullable Expression value, Span at) implements Statement {}

    /// `raise`, `continue`, `break`: what follows in this block is not reached.
    record Leave(List<Expression> values, Span at) implements Statement {}

    /// `if`; an `elif` is an `If` inside `otherwise`.
    record If(Expression test, List<Statement> then, List<Statement> otherwise, Span at) implements Statement {}

    /// `for target in source` and, with no target, `while source`.
    record Loop(
            @Nullable Expression target, Expression source, List<Statement> body, List<Statement> otherwise, Span at)
            implements Statement {}

    /// `try` with the bodies of its handlers.
    record Try(List<Statement> body, List<List<Statement>> handlers, List<Statement> last, Span at)
            implements Statement {}

    /// `with value as target`.
    record With(List<WithItem> items, List<Statement> body, Span at) implements Statement {}

    /// One item of `with`.
    record WithItem(Expression value, @Nullable Expression target) {}

    /// `match subject` with its cases.
    record Match(Expression subject, List<List<Statement>> cases, Span at) implements Statement {}

    /// `def`.
    record Function(String name, List<Parameter> parameters, List<Expression> decorators, List<Statement> body, Span at)
            implements Statement {}

    /// One parameter; `stars` 1 for `*args`, 2 for `**kwargs`; `type` as written, empty when not annotated.
    record Parameter(
            String name, int stars, String type, @Nullable Expression preset) {}

    /// `class`.
    record Type(String name, List<Expression> bases, List<Statement> body, Span at) implements Statement {}

    /// `import module as alias` (name empty), `from module import name as alias`, `from module import *`.
    record Import(int dots, String module, String name, String alias, Span at) implements Statement {}

    /// Anything else, with the expressions inside it.
    record Other(List<Expression> values, Span at) implements Statement {}
}
