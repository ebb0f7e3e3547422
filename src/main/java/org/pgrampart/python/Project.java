package org.pgrampart.python;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The parsed files of a Django project, found by path and by module name.
public final class Project {
    private static final int LARGEST = 2_000_000;
    private static final Pattern ROUTE = Pattern.compile("<(?:(\\w+):)?(\\w+)>");

    private final Map<String, PythonModule> modules = new TreeMap<>();
    private final Map<String, List<PythonModule>> byLastName = new HashMap<>();
    private final List<String> unread = new ArrayList<>();
    private final List<String> damaged = new ArrayList<>();
    private final Map<String, Boolean> routes = new HashMap<>();
    private final List<SourceFile> files;

    private Project(Collection<SourceFile> files) {
        this.files = List.copyOf(files);
    }

    /// Parses every `.py` file; the others are kept for what only needs their text.
    public static Project of(Collection<SourceFile> files) {
        Project project = new Project(files);
        List<SourceFile> python =
                project.files.stream().filter(f -> f.path().endsWith(".py")).toList();
        int half = python.size() / 2;
        // one parser per half: parsers are not shared between threads
        Stream.of(python.subList(0, half), python.subList(half, python.size()))
                .parallel()
                .map(Project::parse)
                .toList()
                .forEach(project::take);
        return project;
    }

    private record Parsed(List<PythonModule> modules, List<String> unread) {}

    private static Parsed parse(List<SourceFile> files) {
        List<PythonModule> modules = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        try (PythonParser parser = new PythonParser()) {
            for (SourceFile file : files) {
                if (file.content().length > LARGEST) {
                    unread.add(file.path());
                    continue;
                }
                parser.parse(file).ifPresentOrElse(modules::add, () -> unread.add(file.path()));
            }
        }
        return new Parsed(modules, unread);
    }

    private void take(Parsed parsed) {
        unread.addAll(parsed.unread());
        for (PythonModule module : parsed.modules()) {
            modules.put(module.path(), module);
            if (module.damaged()) {
                damaged.add(module.path());
            }
            byLastName
                    .computeIfAbsent(lastName(module.path()), name -> new ArrayList<>())
                    .add(module);
            String text = new String(module.source(), StandardCharsets.UTF_8);
            if (text.contains("path(") || text.contains("url(")) {
                Matcher matcher = ROUTE.matcher(text);
                while (matcher.find()) {
                    String converter = matcher.group(1);
                    boolean strict = "int".equals(converter) || "uuid".equals(converter);
                    routes.merge(matcher.group(2), strict, Boolean::logicalAnd);
                }
            }
        }
    }

    private static String lastName(String path) {
        String bare = path.endsWith("/__init__.py")
                ? path.substring(0, path.length() - 12)
                : path.substring(0, path.length() - 3);
        return bare.substring(bare.lastIndexOf('/') + 1);
    }

    /// Files that could not be read at all: not UTF-8, too large, nested too deep.
    public List<String> unread() {
        return List.copyOf(unread);
    }

    /// Files with places the parser had to skip; what stands there was not judged.
    public List<String> damaged() {
        return List.copyOf(damaged);
    }

    /// How many Python files were read.
    public int size() {
        return modules.size();
    }

    Collection<PythonModule> modules() {
        return modules.values();
    }

    List<SourceFile> files() {
        return files;
    }

    @Nullable
    PythonModule at(String path) {
        return modules.get(path);
    }

    /// Whether every route gives this name to integers or UUIDs only.
    boolean strictRoute(String name) {
        return routes.getOrDefault(name, false);
    }

    /// The project's module behind an import, or null when it is a library's.
    @Nullable
    PythonModule imported(PythonModule from, int dots, String name) {
        String wanted = name.replace('.', '/');
        if (dots > 0) {
            String folder = parent(from.path());
            for (int up = 1; up < dots; up++) {
                folder = parent(folder);
            }
            String base = folder.isEmpty() ? wanted : wanted.isEmpty() ? folder : folder + "/" + wanted;
            PythonModule direct = modules.get(base + ".py");
            return direct != null ? direct : modules.get(base.isEmpty() ? "__init__.py" : base + "/__init__.py");
        }
        return named(wanted);
    }

    @Nullable
    PythonModule named(String slashed) {
        String last = slashed.substring(slashed.lastIndexOf('/') + 1);
        PythonModule best = null;
        for (PythonModule module : byLastName.getOrDefault(last, List.of())) {
            String path = module.path();
            String bare = path.endsWith("/__init__.py")
                    ? path.substring(0, path.length() - 12)
                    : path.substring(0, path.length() - 3);
            boolean same = bare.equals(slashed) || bare.endsWith("/" + slashed);
            if (same && (best == null || path.length() < best.path().length())) {
                best = module;
            }
        }
        return best;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
