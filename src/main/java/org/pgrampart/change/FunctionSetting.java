package org.pgrampart.change;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;

/// Pins a setting inside a function, such as the search path of one that runs with its owner's rights.
///
/// @param value empty lets the caller's value through again
public record FunctionSetting(DatabaseObject function, String setting, Optional<String> value) implements Change {
    public FunctionSetting {
        Sql.settingName(setting);
        if (function.kind() != DatabaseObject.Kind.FUNCTION) {
            throw new IllegalArgumentException(function + " is no function. Name a function.");
        }
    }

    /// The search path the function uses whoever calls it: `FunctionSetting.searchPath(f, "pg_catalog, pg_temp")`.
    public static FunctionSetting searchPath(DatabaseObject function, String path) {
        return new FunctionSetting(function, "search_path", Optional.of(path));
    }

    @Override
    public String summary() {
        return value.map(v -> "Pin %s of %s to %s".formatted(setting, function, v.isEmpty() ? "nothing" : v))
                .orElseGet(() -> "Let the caller's %s into %s again".formatted(setting, function));
    }

    @Override
    public List<Step> steps() {
        return List.of(Step.Sql.in(
                function.database(),
                "ALTER " + function.target()
                        + value.map(v -> " SET " + setting + " TO " + Sql.settingValue(setting, v))
                                .orElse(" RESET " + setting)));
    }

    private Query entries() {
        return Query.database("""
                SELECT p.proconfig AS config
                  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                 WHERE n.nspname = %s AND p.proname = %s
                   AND pg_catalog.pg_get_function_identity_arguments(p.oid) = %s""".formatted(
                        Sql.literal(function.schema()), Sql.literal(function.name()), Sql.literal(function.detail())));
    }

    @Override
    public List<Request> reads() {
        return List.of(entries());
    }

    @Override
    public Change inverse(Answers before) {
        return new FunctionSetting(function, setting, entry(before));
    }

    @Override
    public boolean holds(Answers now) {
        return entry(now).map(this::written).equals(value.map(this::written));
    }

    private String written(String text) {
        return Sql.settingValue(setting, text);
    }

    private Optional<String> entry(Answers answers) {
        @Nullable
        Answer<Rows> answer =
                answers.perDatabase().getOrDefault(entries(), Map.of()).get(function.database());
        if (answer == null) {
            throw new Unreadable("database " + function.database() + " was not read", "CONNECT on that database");
        }
        Row row = answer.get().stream()
                .findFirst()
                .orElseThrow(() -> new Unreadable("there is no " + function, "a new assessment"));
        return row.array("config").stream()
                .filter(config -> config.regionMatches(true, 0, setting + "=", 0, setting.length() + 1))
                .map(config -> config.substring(setting.length() + 1))
                .findFirst();
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        return Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("the function's settings are the same afterwards; their order may differ");
    }

    @Override
    public Map<String, String> decides() {
        return Map.of(
                "setting " + setting.toLowerCase(Locale.ROOT) + " of " + function,
                String.valueOf(value.map(this::written)));
    }
}
