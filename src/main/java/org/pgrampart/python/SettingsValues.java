package org.pgrampart.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Works out the expressions that settings are written in.
final class SettingsValues {
    private static final Pattern ENVIRONMENT_CALL =
            Pattern.compile("(?i).*(env|config|getenv|setting|secret|environ)\\w*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

    private final EnvironmentReading environment;

    SettingsValues(EnvironmentReading environment) {
        this.environment = environment;
    }

    private static Place place(PythonModule module, Expression expression) {
        return new Place(module.path(), expression.at().line());
    }

    private static Value unknown(PythonModule module, Expression expression) {
        return new Value.Unknown("The expression cannot be decided without running it.", place(module, expression));
    }

    Value of(PythonModule module, Expression expression, Map<String, Value> scope) {
        Place place = place(module, expression);
        return switch (expression) {
            case Expression.Text text -> new Value.Text(text.value(), place);
            case Expression.Number number -> number(number, place);
            case Expression.Constant constant ->
                switch (constant.word()) {
                    case "True" -> new Value.Flag(true, place);
                    case "False" -> new Value.Flag(false, place);
                    case "None" -> new Value.None(place);
                    default -> unknown(module, expression);
                };
            case Expression.Name name -> scope.getOrDefault(name.id(), unknown(module, expression));
            case Expression.Sequence sequence -> {
                List<Value> items = new ArrayList<>();
                for (Expression item : sequence.items()) {
                    Value value = of(module, item, scope);
                    if (item instanceof Expression.Starred && value.effective() instanceof Value.Items inner) {
                        items.addAll(inner.items());
                    } else {
                        items.add(value);
                    }
                }
                yield new Value.Items(items, place);
            }
            case Expression.Starred starred -> of(module, starred.value(), scope);
            case Expression.Mapping mapping -> mapping(module, mapping, scope);
            case Expression.Joined joined -> joined(module, joined, scope);
            case Expression.Hole hole -> of(module, hole.value(), scope);
            case Expression.Binary binary -> binary(module, binary, scope);
            case Expression.Unary unary
            when unary.operator().equals("not") ->
                of(module, unary.value(), scope)
                        .lift(value -> value.truth()
                                .<Value>map(truth -> new Value.Flag(!truth, place))
                                .orElse(unknown(module, expression)));
            case Expression.Unary unary
            when unary.operator().equals("-") ->
                of(module, unary.value(), scope)
                        .lift(value -> value.asNumber()
                                .<Value>map(number -> new Value.Number(-number, place))
                                .orElse(unknown(module, expression)));
            case Expression.Logical logical -> logical(module, logical, scope);
            case Expression.Comparison comparison -> comparison(module, comparison, scope);
            case Expression.Conditional conditional -> {
                Optional<Boolean> truth = of(module, conditional.test(), scope).truth();
                Value then = of(module, conditional.then(), scope);
                Value otherwise = of(module, conditional.otherwise(), scope);
                yield truth.map(yes -> yes ? then : otherwise).orElse(SettingsReader.either(then, otherwise));
            }
            case Expression.Subscript subscript -> subscript(module, subscript, scope);
            case Expression.Call call -> call(module, call, scope);
            case Expression.Walrus walrus -> of(module, walrus.value(), scope);
            case Expression.Comprehension comprehension
            when comprehension.loops().size() == 1 && comprehension.key() == null ->
                of(module, comprehension.loops().getFirst().source(), scope);
            default -> unknown(module, expression);
        };
    }

    private static Value number(Expression.Number number, Place place) {
        try {
            return new Value.Number(Double.parseDouble(number.digits().replace("_", "")), place);
        } catch (NumberFormatException notDecimal) {
            return new Value.Unknown("The number is not decimal.", place);
        }
    }

    private Value mapping(PythonModule module, Expression.Mapping mapping, Map<String, Value> scope) {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (Expression.Entry entry : mapping.entries()) {
            Value value = of(module, entry.value(), scope);
            if (entry.key() != null) {
                of(module, entry.key(), scope).asText().ifPresent(key -> entries.put(key, value));
            } else if (value.effective() instanceof Value.Dictionary inner) {
                entries.putAll(inner.entries());
            } else {
                entries.put("**", value);
            }
        }
        return new Value.Dictionary(entries, place(module, mapping));
    }

    private Value joined(PythonModule module, Expression.Joined joined, Map<String, Value> scope) {
        Value all = new Value.Text("", place(module, joined));
        for (Expression part : joined.parts()) {
            all = plus(all, of(module, part, scope), place(module, joined));
        }
        return all;
    }

    private Value binary(PythonModule module, Expression.Binary binary, Map<String, Value> scope) {
        Value left = of(module, binary.left(), scope);
        Value right = of(module, binary.right(), scope);
        Place place = place(module, binary);
        return switch (binary.operator()) {
            case "+" -> plus(left, right, place);
            case "|" -> union(left, right, place);
            case "*", "-" -> {
                Optional<Double> a = left.asNumber();
                Optional<Double> b = right.asNumber();
                yield a.isPresent() && b.isPresent()
                        ? new Value.Number(binary.operator().equals("*") ? a.get() * b.get() : a.get() - b.get(), place)
                        : unknown(module, binary);
            }
            default -> unknown(module, binary);
        };
    }

    static Value plus(Value left, Value right, Place place) {
        return left.lift(a -> right.lift(b -> {
            if (a instanceof Value.Items first && b instanceof Value.Items second) {
                List<Value> all = new ArrayList<>(first.items());
                all.addAll(second.items());
                return new Value.Items(all, first.place());
            }
            if (a instanceof Value.Text first && b instanceof Value.Text second) {
                return new Value.Text(first.text() + second.text(), place);
            }
            return new Value.Unknown("It is a sum that cannot be decided.", place);
        }));
    }

    static Value union(Value left, Value right, Place place) {
        return left.lift(a -> {
            if (a instanceof Value.Dictionary first && right.effective() instanceof Value.Dictionary second) {
                Map<String, Value> all = new LinkedHashMap<>(first.entries());
                all.putAll(second.entries());
                return new Value.Dictionary(all, first.place());
            }
            return new Value.Unknown("It is joined with something that cannot be decided.", place);
        });
    }

    private Value logical(PythonModule module, Expression.Logical logical, Map<String, Value> scope) {
        Value left = of(module, logical.left(), scope);
        Value right = of(module, logical.right(), scope);
        boolean or = logical.operator().equals("or");
        if (left instanceof Value.Environment environment
                && environment.resolved().isEmpty()
                && or
                && environment.preset().isEmpty()) {
            // os.environ.get("X") or "default"
            return new Value.Environment(environment.name(), Optional.of(right), Optional.empty(), environment.place());
        }
        return left.lift(a -> a.truth().map(truth -> truth == or ? a : right).orElse(SettingsReader.either(a, right)));
    }

    private Value comparison(PythonModule module, Expression.Comparison comparison, Map<String, Value> scope) {
        Place place = place(module, comparison);
        if (comparison.operands().size() != 2) {
            return unknown(module, comparison);
        }
        Value right = of(module, comparison.operands().get(1), scope);
        String operator = comparison.operator();
        return of(module, comparison.operands().getFirst(), scope).lift(left -> {
            Optional<Boolean> equal = equal(left, right);
            return switch (operator) {
                case "==", "is" ->
                    equal.<Value>map(yes -> new Value.Flag(yes, place)).orElse(unknown(module, comparison));
                case "!=", "is not" ->
                    equal.<Value>map(yes -> new Value.Flag(!yes, place)).orElse(unknown(module, comparison));
                case "in", "not in" ->
                    right.asTexts().isPresent() && left.asText().isPresent()
                            ? new Value.Flag(
                                    right.asTexts().get().contains(left.asText().get()) == operator.equals("in"), place)
                            : unknown(module, comparison);
                default -> unknown(module, comparison);
            };
        });
    }

    private static Optional<Boolean> equal(Value left, Value right) {
        Value a = left.effective();
        Value b = right.effective();
        if (a instanceof Value.Text x && b instanceof Value.Text y) {
            return Optional.of(x.text().equals(y.text()));
        }
        if (a instanceof Value.Flag x && b instanceof Value.Flag y) {
            return Optional.of(x.on() == y.on());
        }
        if (a instanceof Value.Number x && b instanceof Value.Number y) {
            return Optional.of(x.number() == y.number());
        }
        boolean open = a instanceof Value.Unknown
                || b instanceof Value.Unknown
                || a instanceof Value.Environment
                || b instanceof Value.Environment
                || a instanceof Value.OneOf
                || b instanceof Value.OneOf;
        return open ? Optional.empty() : Optional.of(a instanceof Value.None && b instanceof Value.None);
    }

    private Value subscript(PythonModule module, Expression.Subscript subscript, Map<String, Value> scope) {
        Value index = of(module, subscript.index(), scope);
        if (module.text(subscript.of().at()).endsWith("environ")
                && index.asText().isPresent()) {
            return environment.read(index.asText().get(), Optional.empty(), "", place(module, subscript));
        }
        return of(module, subscript.of(), scope).lift(value -> {
            if (value instanceof Value.Dictionary dictionary && index.asText().isPresent()) {
                Value found = dictionary.entries().get(index.asText().get());
                return found == null ? unknown(module, subscript) : found;
            }
            if (value instanceof Value.Items items && index.asNumber().isPresent()) {
                int at = index.asNumber().get().intValue();
                return at >= 0 && at < items.items().size() ? items.items().get(at) : unknown(module, subscript);
            }
            return unknown(module, subscript);
        });
    }

    private Value call(PythonModule module, Expression.Call call, Map<String, Value> scope) {
        String name = Parameters.last(call.function());
        Expression owner =
                call.function() instanceof Expression.Attribute(Expression of, String n, Span at) ? of : null;
        Place place = place(module, call);
        if (name.endsWith("Env")) {
            return scheme(module, call, scope);
        }
        Value read = variable(module, call, name, owner, scope);
        if (read != null) {
            return read;
        }
        Expression first = call.positional(0);
        if (owner != null && name.matches("lower|upper|strip|split|rstrip")) {
            return of(module, owner, scope)
                    .lift(value -> value instanceof Value.Text text
                            ? switch (name) {
                                case "lower" -> new Value.Text(text.text().toLowerCase(Locale.ROOT), place);
                                case "upper" -> new Value.Text(text.text().toUpperCase(Locale.ROOT), place);
                                case "split" -> EnvironmentReading.cast(text, "list");
                                default -> new Value.Text(text.text().strip(), place);
                            }
                            : unknown(module, call));
        }
        if (name.equals("dict") || name.equals("OrderedDict")) {
            Map<String, Value> entries = new LinkedHashMap<>();
            call.arguments().forEach(a -> {
                if (a.name() != null) {
                    entries.put(a.name(), of(module, a.value(), scope));
                }
            });
            return new Value.Dictionary(entries, place);
        }
        if (first == null) {
            return unknown(module, call);
        }
        Value value = of(module, first, scope);
        return switch (name) {
            case "bool" ->
                value.lift(
                        v -> v.truth().<Value>map(t -> new Value.Flag(t, place)).orElse(unknown(module, call)));
            case "int", "float", "strtobool" -> value.lift(v -> EnvironmentReading.cast(v, name));
            case "list", "tuple", "set", "str" -> value;
            case "parse", "parse_db_url", "db_url_config" ->
                options(module, call, value.lift(v -> EnvironmentReading.cast(v, "db")), scope);
            default -> unknown(module, call);
        };
    }

    /// `Env(DEBUG=(bool, False))`: for each variable its cast and what holds without it.
    private Value scheme(PythonModule module, Expression.Call call, Map<String, Value> scope) {
        Map<String, Value> declared = new LinkedHashMap<>();
        for (Expression.Argument argument : call.arguments()) {
            if (argument.name() != null) {
                boolean pair = argument.value() instanceof Expression.Sequence s
                        && s.items().size() == 2;
                Expression cast =
                        pair ? ((Expression.Sequence) argument.value()).items().getFirst() : argument.value();
                List<Value> parts = new ArrayList<>();
                parts.add(new Value.Text(Parameters.last(cast), place(module, cast)));
                if (pair) {
                    parts.add(of(
                            module,
                            ((Expression.Sequence) argument.value()).items().getLast(),
                            scope));
                }
                declared.put(argument.name(), new Value.Items(parts, place(module, call)));
            }
        }
        return new Value.Dictionary(declared, place(module, call));
    }

    /// A call that reads an environment variable, or null.
    private @Nullable Value variable(
            PythonModule module,
            Expression.Call call,
            String name,
            @Nullable Expression owner,
            Map<String, Value> scope) {
        Place place = place(module, call);
        String receiver = owner == null ? "" : module.text(owner.at());
        if (receiver.endsWith("dj_database_url") && name.equals("config")) {
            Expression preset = call.argument(1, "default");
            Expression variable = call.argument(0, "env");
            String key = variable == null
                    ? "DATABASE_URL"
                    : of(module, variable, scope).asText().orElse("DATABASE_URL");
            Optional<Value> given = Optional.ofNullable(preset).map(p -> of(module, p, scope));
            return options(module, call, environment.read(key, given, "db", place), scope);
        }
        boolean reads = receiver.endsWith("environ") && name.equals("get")
                || receiver.matches("(?i)(.*\\.)?\\w*env\\w*|(.*\\.)?\\w*config\\w*")
                || owner == null && ENVIRONMENT_CALL.matcher(name).matches()
                || receiver.equals("os") && name.equals("getenv");
        Expression first = call.argument(0, "var");
        String key = first == null ? null : of(module, first, scope).asText().orElse(null);
        if (first == null && reads && name.matches("db|db_url|database_url")) {
            key = "DATABASE_URL";
        }
        if (!reads || key == null || !VARIABLE.matcher(key).matches()) {
            return null;
        }
        Expression named = call.named("default");
        Expression second = call.positional(1);
        boolean castSecond =
                second instanceof Expression.Name(String id, Span at) && id.matches("bool|int|float|str|list|dict");
        Expression preset = named != null ? named : castSecond ? call.positional(2) : second;
        Expression cast = call.named("cast");
        String kind = cast instanceof Expression.Lambda
                        && module.text(cast.at()).contains("split(")
                ? "csv"
                : cast != null ? Parameters.last(cast) : castSecond && second != null ? Parameters.last(second) : name;
        if (kind.equals(name) && kind.toLowerCase(Locale.ROOT).contains("bool")) {
            kind = "bool";
        }
        Optional<Value> given = Optional.ofNullable(preset).map(p -> of(module, p, scope));
        if (owner instanceof Expression.Name(String id, Span at) || owner == null) {
            String reader = owner instanceof Expression.Name(String id, Span at) ? id : name;
            Value declared = scope.get(reader) instanceof Value.Dictionary d
                    ? d.entries().get(key)
                    : null;
            if (declared instanceof Value.Items pair && !pair.items().isEmpty()) {
                kind = pair.items().getFirst().asText().orElse(kind);
                given = given.or(
                        () -> pair.items().size() > 1 ? Optional.of(pair.items().get(1)) : Optional.empty());
            }
        }
        return environment.read(key, given, kind, place);
    }

    /// `ssl_require=True` and `conn_max_age=` of dj_database_url; the former overrides what the URL says.
    private Value options(PythonModule module, Expression.Call call, Value database, Map<String, Value> scope) {
        Expression ssl = call.named("ssl_require");
        if (ssl == null || !of(module, ssl, scope).truth().orElse(false)) {
            return database;
        }
        Place place = place(module, ssl);
        return database.lift(value -> {
            if (!(value instanceof Value.Dictionary dictionary)) {
                return value;
            }
            Map<String, Value> entries = new LinkedHashMap<>(dictionary.entries());
            Map<String, Value> options = new LinkedHashMap<>(
                    entries.get("OPTIONS") instanceof Value.Dictionary known ? known.entries() : Map.of());
            options.put("sslmode", new Value.Text("require", place));
            entries.put("OPTIONS", new Value.Dictionary(options, place));
            return new Value.Dictionary(entries, dictionary.place());
        });
    }
}
