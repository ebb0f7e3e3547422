package org.pgrampart.python;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns environment variables into values, the way os.environ, django-environ, decouple and dj_database_url do.
final class EnvironmentReading {
    private static final Set<String> TRUE = Set.of("true", "on", "ok", "y", "yes", "1", "t");
    private static final Pattern URL = Pattern.compile(
            "([\\w+.-]+)://(?:([^:@/?]*)(?::([^@]*))?@)?([^:/?#]*|\\[[^]]*\\])(?::(\\d+))?/?([^?#]*)(?:\\?([^#]*))?.*",
            Pattern.DOTALL);

    private final @Nullable Map<String, String> environment;

    EnvironmentReading(@Nullable Map<String, String> environment) {
        this.environment = environment;
    }

    Value read(String name, Optional<Value> preset, String cast, Place place) {
        Optional<Value> typed = preset.map(value -> value.lift(each -> cast(each, cast)));
        if (environment == null) {
            return new Value.Environment(name, typed, Optional.empty(), place);
        }
        String text = environment.get(name);
        Optional<Value> resolved = text == null ? typed : Optional.of(cast(new Value.Text(text, place), cast));
        return new Value.Environment(name, typed, resolved, place);
    }

    /// Casts are named as the libraries name them.
    static Value cast(Value value, String cast) {
        if (!(value instanceof Value.Text(String text, Place place))) {
            return value;
        }
        return switch (cast) {
            case "bool", "boolean", "strtobool" ->
                new Value.Flag(TRUE.contains(text.strip().toLowerCase(Locale.ROOT)), place);
            case "int", "integer", "float" -> {
                try {
                    yield new Value.Number(Double.parseDouble(text.strip()), place);
                } catch (NumberFormatException notNumber) {
                    yield new Value.Unknown("It should be a number and is none.", place);
                }
            }
            case "list", "tuple", "csv", "Csv" -> {
                List<Value> items = new ArrayList<>();
                for (String item : text.split(",", -1)) {
                    if (!item.isBlank()) {
                        items.add(new Value.Text(item.strip(), place));
                    }
                }
                yield new Value.Items(items, place);
            }
            case "db", "db_url", "database" -> database(text, place);
            case "json", "dict" -> new Value.Unknown("It is written as " + cast + ".", place);
            default -> value;
        };
    }

    /// A database URL as an entry of DATABASES.
    static Value database(String url, Place place) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            return new Value.Unknown("It is no database URL.", place);
        }
        Map<String, Value> entries = new LinkedHashMap<>();
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String engine = switch (scheme) {
            case "postgres", "postgresql", "psql", "pgsql", "timescale", "timescaledb" ->
                "django.db.backends.postgresql";
            case "postgis" -> "django.contrib.gis.db.backends.postgis";
            case "sqlite", "sqlite3" -> "django.db.backends.sqlite3";
            case "mysql" -> "django.db.backends.mysql";
            default -> scheme;
        };
        entries.put("ENGINE", new Value.Text(engine, place));
        put(entries, "NAME", matcher.group(6), place);
        put(entries, "USER", matcher.group(2), place);
        put(entries, "PASSWORD", matcher.group(3), place);
        put(entries, "HOST", matcher.group(4), place);
        put(entries, "PORT", matcher.group(5), place);
        Map<String, Value> options = new LinkedHashMap<>();
        if (matcher.group(7) != null) {
            for (String pair : matcher.group(7).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    put(options, pair.substring(0, equals), pair.substring(equals + 1), place);
                }
            }
        }
        if (!options.isEmpty()) {
            entries.put("OPTIONS", new Value.Dictionary(options, place));
        }
        return new Value.Dictionary(entries, place);
    }

    private static void put(Map<String, Value> entries, String key, @Nullable String raw, Place place) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        String text;
        try {
            text = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            text = raw;
        }
        entries.put(key, new Value.Text(text, place));
    }
}
