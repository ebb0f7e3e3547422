package org.pgrampart.python;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A function or method of the project; the body of a module counts as one without parameters.
final class Routine {
    final PythonModule module;
    final Statement.@Nullable Type type;
    final Statement.@Nullable Function function;

    Routine(PythonModule module, Statement.@Nullable Type type, Statement.@Nullable Function function) {
        this.module = module;
        this.type = type;
        this.function = function;
    }

    String name() {
        return function == null ? "" : function.name();
    }

    Statement.Function code() {
        return Objects.requireNonNull(function, "the body of a module has no parameters");
    }

    /// Whether the first parameter is the object itself.
    boolean bound() {
        return type != null
                && function != null
                && !function.parameters().isEmpty()
                && function.decorators().stream()
                        .noneMatch(d -> d instanceof Expression.Name n && n.id().equals("staticmethod"));
    }
}
