package org.pgrampart.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Data flow over a whole project: every function once, with its parameters as holes; callers fill them afterwards.
@SuppressWarnings({"ReferenceEquality", "IdentityHashMapUsage"
}) // tree nodes and modules are meant as such, not their contents
final class Analysis {
    // a chain of calls longer than this tells a reader nothing
    private static final int DEEPEST = 24;

    final Project project;
    private final Map<String, List<Routine>> routines = new HashMap<>();
    private final Map<Statement.Function, Routine> bySource = new java.util.IdentityHashMap<>();
    private final Map<String, Map<String, Statement.Type>> types = new HashMap<>();
    private final Map<PythonModule, Map<String, Flow>> globals = new java.util.IdentityHashMap<>();
    private final Map<PythonModule, Map<String, Statement.Import>> imports = new java.util.IdentityHashMap<>();
    private final Map<Statement.Type, Map<String, Flow>> attributes = new java.util.IdentityHashMap<>();
    private final Map<Routine, Flow> returns = new java.util.IdentityHashMap<>();
    private final Set<Routine> running = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    private final Map<Object, CallSite> calls = new java.util.IdentityHashMap<>();
    private final Map<SinkKey, SinkUse> sinks = new LinkedHashMap<>();
    private int constantSinks;
    private final Set<SinkKey> constantSeen = new HashSet<>();

    /// A call of a project function with what each argument carried.
    record CallSite(Routine caller, Routine callee, Expression.Call call, Map<String, Flow> arguments) {}

    /// Where a sink stands.
    record SinkKey(String path, int start, RawSql.Rule rule, String sink) {}

    /// A sink and the text that reached it.
    record SinkUse(
            Routine routine, Expression.Call call, RawSql.Rule rule, String sink, Flow sql, boolean parameters) {}

    Analysis(Project project) {
        this.project = project;
        for (PythonModule module : project.modules()) {
            index(module, null, module.body());
        }
    }

    private void index(PythonModule module, Statement.@Nullable Type type, List<Statement> body) {
        for (Statement statement : body) {
            switch (statement) {
                case Statement.Function function -> {
                    Routine routine = new Routine(module, type, function);
                    routines.computeIfAbsent(function.name(), n -> new ArrayList<>())
                            .add(routine);
                    bySource.put(function, routine);
                    index(module, null, function.body());
                }
                case Statement.Type inner -> {
                    types.computeIfAbsent(module.path(), n -> new HashMap<>()).put(inner.name(), inner);
                    index(module, inner, inner.body());
                }
                case Statement.If test -> {
                    index(module, type, test.then());
                    index(module, type, test.otherwise());
                }
                case Statement.Try attempt -> {
                    index(module, type, attempt.body());
                    attempt.handlers().forEach(handler -> index(module, type, handler));
                }
                case Statement.Import named ->
                    imports.computeIfAbsent(module, m -> new HashMap<>()).put(named.alias(), named);
                default -> {}
            }
        }
    }

    /// Analyses every module and function of the project.
    void run() {
        for (PythonModule module : project.modules()) {
            global(module);
        }
        for (List<Routine> same : routines.values()) {
            for (Routine routine : same) {
                if (routine.name().equals("__init__")) {
                    returned(routine);
                }
            }
        }
        for (PythonModule module : project.modules()) {
            everything(module.body());
        }
    }

    private void everything(List<Statement> body) {
        for (Statement statement : body) {
            switch (statement) {
                case Statement.Function function -> {
                    Routine routine = bySource.get(function);
                    if (routine != null) {
                        returned(routine);
                    }
                    everything(function.body());
                }
                case Statement.Type type -> everything(type.body());
                case Statement.If test -> {
                    everything(test.then());
                    everything(test.otherwise());
                }
                case Statement.Try attempt -> {
                    everything(attempt.body());
                    attempt.handlers().forEach(this::everything);
                }
                default -> {}
            }
        }
    }

    /// The variables of a module.
    Map<String, Flow> global(PythonModule module) {
        Map<String, Flow> known = globals.get(module);
        if (known == null) {
            known = new LinkedHashMap<>();
            globals.put(module, known); // before walking: import cycles end here
            Routine routine = new Routine(module, null, null);
            new Walk(this, routine, known).run(module.body());
        }
        return known;
    }

    /// A name as a module sees it: its own variables, then what it imports from the project.
    @Nullable
    Flow lookup(PythonModule module, String name, int depth) {
        Flow own = global(module).get(name);
        if (own != null || depth > 5) {
            return own;
        }
        Map<String, Statement.Import> named = imports.getOrDefault(module, Map.of());
        Statement.Import imported = named.get(name);
        if (imported == null) {
            imported = named.get("*");
        }
        if (imported == null || imported.name().isEmpty()) {
            return null;
        }
        PythonModule from = project.imported(module, imported.dots(), imported.module());
        return from == null || from == module
                ? null
                : lookup(from, imported.name().equals("*") ? name : imported.name(), depth + 1);
    }

    Statement.@Nullable Import importOf(PythonModule module, String name) {
        return imports.getOrDefault(module, Map.of()).get(name);
    }

    /// The module a name stands for after `import x` or `from package import module`.
    @Nullable
    PythonModule moduleNamed(PythonModule module, String name) {
        Statement.Import imported = importOf(module, name);
        if (imported == null) {
            return null;
        }
        String full = imported.name().isEmpty()
                ? imported.module()
                : imported.module().isEmpty() ? imported.name() : imported.module() + "." + imported.name();
        return project.imported(module, imported.dots(), full);
    }

    /// The class of this name, in this module or imported from the project.
    Statement.@Nullable Type type(PythonModule module, String name) {
        Statement.Type own = types.getOrDefault(module.path(), Map.of()).get(name);
        Statement.Import imported = importOf(module, name);
        if (own != null || imported == null || imported.name().isEmpty()) {
            return own;
        }
        PythonModule from = project.imported(module, imported.dots(), imported.module());
        return from == null ? null : types.getOrDefault(from.path(), Map.of()).get(imported.name());
    }

    /// What `self.x` and `Type.x` hold, as far as assignments in the class tell.
    Map<String, Flow> attributes(Statement.Type type) {
        return attributes.computeIfAbsent(type, t -> new LinkedHashMap<>());
    }

    /// An attribute of a class, from the class itself or from what it inherits inside the project.
    @Nullable
    Flow inherited(PythonModule module, Statement.Type type, String name, int depth) {
        Flow own = attributes(type).get(name);
        if (own != null || depth > 4) {
            return own;
        }
        for (Expression base : type.bases()) {
            Statement.Type parent = type(module, Parameters.last(base));
            if (parent != null && parent != type) {
                Flow found = inherited(module, parent, name, depth + 1);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    @Nullable
    Routine function(PythonModule module, String name) {
        Routine found = null;
        for (Routine routine : routines.getOrDefault(name, List.of())) {
            if (routine.module == module && routine.type == null) {
                found = routine;
            }
        }
        if (found != null) {
            return found;
        }
        Statement.Import imported = importOf(module, name);
        if (imported != null && !imported.name().isEmpty()) {
            PythonModule from = project.imported(module, imported.dots(), imported.module());
            if (from != null && from != module) {
                return function(from, imported.name());
            }
        }
        return null;
    }

    @Nullable
    Routine method(PythonModule module, Statement.Type type, String name, int depth) {
        for (Routine routine : routines.getOrDefault(name, List.of())) {
            if (routine.type == type) {
                return routine;
            }
        }
        if (depth < 5) {
            for (Expression base : type.bases()) {
                String baseName = base instanceof Expression.Name n
                        ? n.id()
                        : base instanceof Expression.Attribute a ? a.name() : "";
                Statement.Type parent = type(module, baseName);
                if (parent != null && parent != type) {
                    Routine found = method(module, parent, name, depth + 1);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    /// The only routine of this name in the project, or null when there are none or several.
    @Nullable
    Routine only(String name, boolean method) {
        List<Routine> same = routines.getOrDefault(name, List.of());
        return same.size() == 1 && (same.getFirst().type != null) == method ? same.getFirst() : null;
    }

    /// What a routine returns, with its parameters as holes; null while it is being worked out or nested too deep.
    @Nullable
    Flow returned(Routine routine) {
        Flow known = returns.get(routine);
        if (known != null) {
            return known;
        }
        if (running.size() > DEEPEST || !running.add(routine)) {
            return null;
        }
        try {
            Map<String, Flow> scope = new LinkedHashMap<>();
            for (Statement.Parameter parameter : routine.code().parameters()) {
                Flow flow = Parameters.flow(this, routine, parameter);
                if (flow != null) {
                    scope.put(parameter.name(), flow);
                }
            }
            Walk walk = new Walk(this, routine, scope);
            walk.run(routine.code().body());
            Flow result = walk.result();
            returns.put(routine, result);
            return result;
        } finally {
            running.remove(routine);
        }
    }

    void called(CallSite site) {
        calls.merge(site.call(), site, (old, next) -> {
            Map<String, Flow> both = new HashMap<>(old.arguments());
            next.arguments().forEach((name, flow) -> both.merge(name, flow, Flow::or));
            return new CallSite(next.caller(), next.callee(), next.call(), both);
        });
    }

    List<CallSite> callsOf(Routine routine) {
        return callIndex().getOrDefault(routine, List.of());
    }

    private @Nullable Map<Routine, List<CallSite>> index;

    private Map<Routine, List<CallSite>> callIndex() {
        Map<Routine, List<CallSite>> built = index;
        if (built == null) {
            built = new java.util.IdentityHashMap<>();
            for (CallSite site : calls.values()) {
                built.computeIfAbsent(site.callee(), r -> new ArrayList<>()).add(site);
            }
            for (List<CallSite> sites : built.values()) {
                sites.sort(java.util.Comparator.comparing(
                                (CallSite s) -> s.caller().module.path())
                        .thenComparing(s -> s.call().at().start()));
            }
            index = built;
        }
        return built;
    }

    void sink(SinkUse use) {
        SinkKey key = new SinkKey(use.routine().module.path(), use.call().at().start(), use.rule(), use.sink());
        if (use.sql().sources().isEmpty() && use.rule() != RawSql.Rule.QUOTED_PLACEHOLDER) {
            if (constantSeen.add(key)) {
                constantSinks++;
            }
            return;
        }
        sinks.merge(
                key, use, (old, next) -> old.sql().worst().compareTo(next.sql().worst()) >= 0 ? old : next);
    }

    List<SinkUse> sinks() {
        return List.copyOf(sinks.values());
    }

    /// Sinks that only ever saw text fixed in the program.
    int constantSinks() {
        return constantSinks;
    }
}
