package org.pgrampart.python;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Python expression, reduced to what data flow and settings need.
sealed interface Expression {
    Span at();

    /// A variable.
    record Name(String id, Span at) implements Expression {}

    /// A string or bytes literal after decoding its escapes.
    record Text(String value, Span at) implements Expression {}

    /// An f-string or adjacent literals; its parts are `Text` and `Hole`.
    record Joined(List<Expression> parts, Span at) implements Expression {}

    /// A replacement field of an f-string, with its format specification (empty when there is none).
    record Hole(Expression value, String format, Span at) implements Expression {}

    /// A number as written.
    record Number(String digits, Span at) implements Expression {}

    /// `True`, `False`, `None` or `...`.
    record Constant(String word, Span at) implements Expression {}

    /// `of.name`.
    record Attribute(Expression of, String name, Span at) implements Expression {}

    /// A call with its arguments in order.
    record Call(Expression function, List<Argument> arguments, Span at) implements Expression {
        @Nullable
        Expression named(String name) {
            for (Argument argument : arguments) {
                if (name.equals(argument.name())) {
                    return argument.value();
                }
            }
            return null;
        }

        /// The positional argument at this index, or null when it is absent or hidden behind a `*`.
        @Nullable
        Expression positional(int index) {
            int seen = 0;
            for (Argument argument : arguments) {
                if (argument.name() == null && argument.stars() == 0) {
                    if (seen == index) {
                        return argument.value();
                    }
                    seen++;
                } else if (argument.stars() == 1) {
                    return null;
                }
            }
            return null;
        }

        @Nullable
        Expression argument(int index, String name) {
            Expression named = named(name);
            return named != null ? named : positional(index);
        }
    }

    /// One argument: positional, `name=`, `*` (one star) or `**` (two).
    record Argument(@Nullable String name, int stars, Expression value) {
        @Override
        public int hashCode() {
            return value.at().start(); // the default would walk the whole tree below
        }
    }

    /// Arithmetic and string operators.
    record Binary(String operator, Expression left, Expression right, Span at) implements Expression {}

    /// `-x`, `not x`.
    record Unary(String operator, Expression value, Span at) implements Expression {}

    /// `and`, `or`.
    record Logical(String operator, Expression left, Expression right, Span at) implements Expression {}

    /// A comparison; of a chain only the first operator is kept.
    record Comparison(String operator, List<Expression> operands, Span at) implements Expression {}

    /// `then if test else otherwise`.
    record Conditional(Expression test, Expression then, Expression otherwise, Span at) implements Expression {}

    /// `of[index]`.
    record Subscript(Expression of, Expression index, Span at) implements Expression {}

    /// A list, tuple or set display; `open` tells which by its bracket.
    record Sequence(char open, List<Expression> items, Span at) implements Expression {}

    /// `*value` inside a display.
    record Starred(Expression value, Span at) implements Expression {}

    /// A dictionary display; an entry without key is `**value`.
    record Mapping(List<Entry> entries, Span at) implements Expression {}

    /// One entry of a dictionary.
    record Entry(@Nullable Expression key, Expression value) {}

    /// A comprehension or generator; `key` only for dictionaries.
    record Comprehension(@Nullable Expression key, Expression element, List<Loop> loops, Span at)
            implements Expression {}

    /// `for target in source` with its conditions, inside a comprehension.
    record Loop(Expression target, Expression source, List<Expression> conditions) {}

    /// `lambda parameters: body`.
    record Lambda(List<Statement.Parameter> parameters, Expression body, Span at) implements Expression {}

    /// `name := value`.
    record Walrus(String name, Expression value, Span at) implements Expression {}

    /// Anything else, with the expressions inside it.
    record Other(String kind, List<Expression> inside, Span at) implements Expression {}
}
