package org.pgrampart.access;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pgrampart.format.HbaEntry;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaInclude;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;

/// The rules in the order in which the server tries them, with includes and lists in their places.
///
/// `problems` says in sentences what keeps the server from loading the rules; with any of them it stays with the
/// rules it had before.
public record RuleSet(List<FileRule> rules, List<String> problems, int major) {
    private static final int DEEPEST = 10;

    public RuleSet {
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
    }

    /// A file alone. An include or list in it is a problem, as its file was not given.
    public static RuleSet of(HbaFile file) {
        return read("pg_hba.conf", Map.of("pg_hba.conf", file.bytes()), file.major());
    }

    /// From the rows of the view `pg_hba_file_rules`, where includes and lists are already in place.
    public static RuleSet ofView(List<FileRule> rows, int major) {
        List<FileRule> good = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (FileRule row : rows) {
            // the server loads a hostssl line without TLS, and a hostgssenc line without GSSAPI: they just never match
            if (row.rule().error().isEmpty() || row.rule().error().matches("host(ssl|gssenc) record cannot match.*")) {
                good.add(row);
            } else {
                problems.add(problem(row.file(), row.rule()));
            }
        }
        return new RuleSet(good, problems, major);
    }

    /// From files by their absolute paths, starting at `main`. A folder that is known to be empty is given by its
    /// path with a slash at the end.
    public static RuleSet read(String main, Map<String, byte[]> files, int major) {
        Reader reader = new Reader(files, major);
        reader.file(main, 0, false);
        if (reader.problems.isEmpty() && reader.rules.isEmpty()) {
            reader.problems.add("The rules are empty, and the server refuses to load no rules at all.");
        }
        return new RuleSet(reader.rules, reader.problems, major);
    }

    /// The files and folders (these with a slash at the end) that would have to be known as well to read the rules.
    public static Set<String> missing(String main, Map<String, byte[]> files, int major) {
        Reader reader = new Reader(files, major);
        reader.file(main, 0, false);
        return reader.missing;
    }

    /// Whether the server would load these rules.
    public boolean loads() {
        return problems.isEmpty();
    }

    private static String problem(String file, HbaRule rule) {
        return "Line %d of %s has an error: %s.".formatted(rule.line(), file, rule.error());
    }

    private static final class Reader {
        private final Map<String, byte[]> files;
        private final int major;
        private final List<FileRule> rules = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final Set<String> missing = new LinkedHashSet<>();

        Reader(Map<String, byte[]> files, int major) {
            this.files = files;
            this.major = major;
        }

        void file(String path, int depth, boolean mayBeMissing) {
            byte[] bytes = files.get(path);
            if (depth > DEEPEST) {
                problems.add("The file %s is included too deeply.".formatted(path));
            } else if (bytes != null) {
                HbaFile.parse(bytes, major).entries().forEach(entry -> entry(path, entry, depth));
            } else {
                missing.add(path);
            }
            if (depth <= DEEPEST && bytes == null && !mayBeMissing) {
                problems.add("The file %s could not be read.".formatted(path));
            }
        }

        private void entry(String path, HbaEntry entry, int depth) {
            switch (entry) {
                case HbaInclude include -> include(resolve(path, include.path()), include.kind(), depth + 1);
                case HbaRule rule when !rule.error().isEmpty() -> problems.add(problem(path, rule));
                case HbaRule rule ->
                    rules.add(new FileRule(
                            path, rule, words(path, rule.databases(), depth), words(path, rule.users(), depth)));
            }
        }

        private void include(String path, HbaInclude.Kind kind, int depth) {
            if (kind != HbaInclude.Kind.INCLUDE_DIR) {
                file(path, depth, kind == HbaInclude.Kind.INCLUDE_IF_EXISTS);
                return;
            }
            String folder = path.endsWith("/") ? path : path + "/";
            TreeSet<String> inside = new TreeSet<>();
            boolean known = false;
            for (String name : files.keySet()) {
                if (name.startsWith(folder)) {
                    known = true;
                    String own = name.substring(folder.length());
                    if (own.indexOf('/') < 0 && own.length() > 5 && own.endsWith(".conf") && own.charAt(0) != '.') {
                        inside.add(name);
                    }
                }
            }
            if (!known) {
                missing.add(folder);
                problems.add("The folder %s could not be read.".formatted(path));
            }
            inside.forEach(name -> file(name, depth, false));
        }

        private List<HbaToken> words(String path, List<HbaToken> tokens, int depth) {
            if (tokens.stream().noneMatch(HbaToken::isFile)) {
                return tokens;
            }
            List<HbaToken> words = new ArrayList<>();
            for (HbaToken token : tokens) {
                if (!token.isFile()) {
                    words.add(token);
                    continue;
                }
                String list = resolve(path, token.text().substring(1));
                byte[] bytes = files.get(list);
                if (bytes == null) {
                    missing.add(list);
                }
                if (bytes == null || depth >= DEEPEST) {
                    problems.add("The list %s could not be read.".formatted(list));
                } else {
                    words.addAll(words(list, HbaFile.listWords(bytes), depth + 1));
                }
            }
            return words;
        }

        private static String resolve(String from, String path) {
            int slash = from.lastIndexOf('/');
            if (path.startsWith("/") || slash < 0) {
                return path;
            }
            List<String> parts = new ArrayList<>();
            for (String part : (from.substring(0, slash) + "/" + path).split("/", -1)) {
                if (part.equals("..")) {
                    if (parts.size() > 1) {
                        parts.removeLast();
                    }
                } else if (!part.equals(".") && (!part.isEmpty() || parts.isEmpty())) {
                    parts.add(part);
                }
            }
            return String.join("/", parts);
        }
    }
}
