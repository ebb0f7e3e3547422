package org.pgrampart.python;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A project's settings as far as they can be known without running it.
public final class DjangoSettings {
    private static final Pattern NAMED =
            Pattern.compile("DJANGO_SETTINGS_MODULE[\"']\\s*(?:,|\\]\\s*=)\\s*[\"']([\\w.]+)[\"']");

    private final String module;
    private final String because;
    private final List<String> others;
    private final Map<String, Value> values;

    private DjangoSettings(String module, String because, List<String> others, Map<String, Value> values) {
        this.module = module;
        this.because = because;
        this.others = List.copyOf(others);
        this.values = values;
    }

    /// Reads the settings the service uses.
    ///
    /// @param environment the running service's environment; null when it is not known
    /// @return empty when the project has no settings module
    public static Optional<DjangoSettings> read(
            Collection<SourceFile> files, @Nullable Map<String, String> environment) {
        return read(Project.of(files), environment);
    }

    /// The same for a project that is parsed already.
    public static Optional<DjangoSettings> read(Project project, @Nullable Map<String, String> environment) {
        Map<String, String> candidates = new LinkedHashMap<>(); // path → who names it
        String wanted = environment == null ? null : environment.get("DJANGO_SETTINGS_MODULE");
        if (wanted != null) {
            add(project, wanted, "The service's environment names it.", candidates);
        }
        for (String file : List.of("wsgi.py", "asgi.py", "manage.py")) {
            for (PythonModule each : project.modules()) {
                if (each.path().equals(file) || each.path().endsWith("/" + file)) {
                    Matcher matcher = NAMED.matcher(each.text(new Span(1, 0, each.source().length)));
                    while (matcher.find()) {
                        add(project, matcher.group(1), each.path() + " names it.", candidates);
                    }
                }
            }
        }
        if (candidates.isEmpty()) {
            for (PythonModule each : project.modules()) {
                if (each.path().matches("(.*/)?settings(/production|/prod|/base|/__init__)?\\.py")) {
                    candidates.putIfAbsent(each.path(), "It is called settings.");
                }
            }
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        List<String> paths = new ArrayList<>(candidates.keySet());
        String path = paths.getFirst();
        PythonModule module = project.at(path);
        if (module == null) {
            return Optional.empty();
        }
        Map<String, Value> found = new SettingsReader(project, environment).read(module);
        Map<String, Value> hidden = new LinkedHashMap<>();
        found.forEach((name, value) -> {
            if (name.matches("[A-Z][A-Z0-9_]*")) { // Django takes no other, and helpers may hold secrets
                hidden.put(name, Redaction.hide(name, value));
            }
        });
        return Optional.of(
                new DjangoSettings(path, candidates.getOrDefault(path, ""), paths.subList(1, paths.size()), hidden));
    }

    private static void add(Project project, String dotted, String because, Map<String, String> candidates) {
        PythonModule module = project.named(dotted.replace('.', '/'));
        if (module != null) {
            candidates.putIfAbsent(module.path(), because);
        }
    }

    /// The path of the module that was read.
    public String module() {
        return module;
    }

    /// One sentence: why this module.
    public String because() {
        return because;
    }

    /// Other settings modules that some entry point names, for instance the one manage.py uses in development.
    public List<String> others() {
        return others;
    }

    /// A setting; empty when the project does not set it, so that Django's default holds.
    public Optional<Value> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// The names of everything set.
    public Set<String> names() {
        return new LinkedHashSet<>(values.keySet());
    }

    /// `MIDDLEWARE` in order; empty when it is not known.
    public Optional<List<String>> middleware() {
        return find("MIDDLEWARE").flatMap(Value::asTexts);
    }

    /// `INSTALLED_APPS` in order; empty when it is not known.
    public Optional<List<String>> installedApps() {
        return find("INSTALLED_APPS").flatMap(Value::asTexts);
    }

    /// The aliases in `DATABASES`, when they are known.
    public Set<String> databases() {
        return find("DATABASES")
                .map(Value::effective)
                .filter(Value.Dictionary.class::isInstance)
                .map(value -> ((Value.Dictionary) value).entries().keySet())
                .orElse(Set.of());
    }

    /// One entry of `DATABASES`; empty when it is not there or cannot be read.
    public Optional<DatabaseSettings> database(String alias) {
        return find("DATABASES")
                .map(DjangoSettings::dictionary)
                .flatMap(all -> Optional.ofNullable(all.get(alias)))
                .map(entry -> describe(alias, entry));
    }

    private static DatabaseSettings describe(String alias, Value entry) {
        Map<String, Value> entries = dictionary(entry);
        Value options = entries.get("OPTIONS");
        return new DatabaseSettings(
                alias,
                Optional.ofNullable(entries.get("ENGINE")),
                Optional.ofNullable(entries.get("NAME")),
                Optional.ofNullable(entries.get("USER")),
                Optional.ofNullable(entries.get("HOST")),
                Optional.ofNullable(entries.get("PORT")),
                options == null ? Map.of() : dictionary(options),
                password(entry, entries),
                entry.place());
    }

    /// The entries of a dictionary, behind an environment with its resolved or preset side.
    private static Map<String, Value> dictionary(Value value) {
        return switch (value.effective()) {
            case Value.Dictionary dictionary -> dictionary.entries();
            case Value.Environment environment ->
                environment.preset().map(DjangoSettings::dictionary).orElse(Map.of());
            case Value.OneOf oneOf ->
                oneOf.candidates().stream()
                        .map(DjangoSettings::dictionary)
                        .filter(entries -> !entries.isEmpty())
                        .findFirst()
                        .orElse(Map.of());
            default -> Map.of();
        };
    }

    private static DatabaseSettings.PasswordKind password(Value entry, Map<String, Value> entries) {
        if (entry instanceof Value.Environment environment) {
            boolean preset = environment
                    .preset()
                    .filter(p -> dictionary(p).containsKey("PASSWORD"))
                    .isPresent();
            boolean given = environment.resolved().isPresent()
                    && !environment.resolved().equals(environment.preset());
            return preset && !given ? DatabaseSettings.PasswordKind.LITERAL : DatabaseSettings.PasswordKind.ENVIRONMENT;
        }
        Value password = entries.get("PASSWORD");
        Value rest = entries.get("**");
        if (password == null) {
            return rest == null
                    ? entries.isEmpty() ? DatabaseSettings.PasswordKind.UNKNOWN : DatabaseSettings.PasswordKind.ABSENT
                    : rest instanceof Value.Environment
                            ? DatabaseSettings.PasswordKind.ENVIRONMENT
                            : DatabaseSettings.PasswordKind.UNKNOWN;
        }
        return kind(password);
    }

    private static DatabaseSettings.PasswordKind kind(Value password) {
        return switch (password) {
            case Value.Secret secret ->
                secret.shape().length() == 0
                        ? DatabaseSettings.PasswordKind.ABSENT
                        : DatabaseSettings.PasswordKind.LITERAL;
            case Value.None none -> DatabaseSettings.PasswordKind.ABSENT;
            case Value.Environment environment -> {
                boolean literal = environment
                        .preset()
                        .filter(p -> p instanceof Value.Secret s && s.shape().length() > 0)
                        .isPresent();
                boolean used = environment.resolved().isEmpty()
                        || environment.resolved().equals(environment.preset());
                yield literal && used
                        ? DatabaseSettings.PasswordKind.LITERAL
                        : DatabaseSettings.PasswordKind.ENVIRONMENT;
            }
            case Value.OneOf oneOf ->
                oneOf.candidates().stream()
                        .map(DjangoSettings::kind)
                        .filter(DatabaseSettings.PasswordKind.LITERAL::equals)
                        .findFirst()
                        .orElse(DatabaseSettings.PasswordKind.UNKNOWN);
            default -> DatabaseSettings.PasswordKind.UNKNOWN;
        };
    }
}
