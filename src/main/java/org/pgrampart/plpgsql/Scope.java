package org.pgrampart.plpgsql;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The variables of a function: what each may hold now, and which types keep them harmless for good.
final class Scope {
    private final Map<String, Taint> values;
    private final Map<String, Boolean> harmless;

    Scope() {
        this(new HashMap<>(), new HashMap<>());
    }

    private Scope(Map<String, Taint> values, Map<String, Boolean> harmless) {
        this.values = values;
        this.harmless = harmless;
    }

    Scope copy() {
        return new Scope(new HashMap<>(values), new HashMap<>(harmless));
    }

    void declare(String name, String type, Taint taint) {
        boolean cannotHold = Types.harmless(type);
        harmless.put(name, cannotHold);
        values.put(name, cannotHold ? Taint.safe(name + " is of type " + type + ", which cannot hold SQL.") : taint);
    }

    void assign(String name, Taint taint) {
        if (!harmless.getOrDefault(name, false)) {
            values.put(name, taint);
        }
    }

    @Nullable
    Taint find(String name) {
        return values.get(name);
    }

    /// Every variable holds what it holds here or there.
    Scope join(Scope other) {
        Scope both = copy();
        other.values.forEach((name, taint) -> both.values.merge(name, taint, Taint::or));
        both.harmless.putAll(other.harmless);
        return both;
    }
}
