package org.pgrampart.probe;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.access.RuleSet;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;

/// The bytes of pg_hba.conf and of every file it takes lines or lists from.
///
/// @param main the main file, by the path it has on the server
/// @param files by path; an empty folder by its path with a slash at the end
public record RuleFiles(String main, Map<String, byte[]> files, int major) {
    public RuleFiles {
        files = Map.copyOf(files);
    }

    /// What has been read so far; empty where the main file could not be.
    public static Optional<RuleFiles> of(Answers answers) {
        HbaRules rules = HbaRules.read(answers);
        return rules.file().map(main -> {
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put(rules.path(), main.bytes());
            Set<String> tried = new LinkedHashSet<>();
            int major = answers.server().major();
            for (String path = next(rules.path(), files, major, tried);
                    !path.isEmpty();
                    path = next(rules.path(), files, major, tried)) {
                tried.add(path);
                take(answers, path, files);
            }
            return new RuleFiles(rules.path(), files, major);
        });
    }

    private static String next(String main, Map<String, byte[]> files, int major, Set<String> tried) {
        return RuleSet.missing(main, files, major).stream()
                .filter(path -> !tried.contains(path))
                .findFirst()
                .orElse("");
    }

    private static void take(Answers answers, String path, Map<String, byte[]> files) {
        if (!(answers.find(reading(path)) instanceof Answer.Seen<Output>(Output output))
                || output.status() != 0
                || output.cut()) {
            return;
        }
        if (!path.endsWith("/")) {
            files.put(path, output.bytes());
            return;
        }
        files.put(path, new byte[0]);
        // the names alone make them known; what they hold is asked for in the next round
        output.lines().forEach(name -> takeMember(answers, path + name, files));
    }

    private static void takeMember(Answers answers, String path, Map<String, byte[]> files) {
        if (answers.find(reading(path)) instanceof Answer.Seen<Output>(Output output)
                && output.status() == 0
                && !output.cut()) {
            files.put(path, output.bytes());
        }
    }

    /// What has to be read next; empty when everything is there or cannot be had.
    public static Set<Request> missing(Answers answers) {
        Set<Request> missing = new LinkedHashSet<>();
        of(answers).ifPresent(known -> {
            for (String path : RuleSet.missing(known.main, known.files, known.major)) {
                missing.add(reading(path));
            }
            known.files.keySet().stream().filter(path -> path.endsWith("/")).forEach(folder -> {
                if (answers.find(reading(folder)) instanceof Answer.Seen<Output>(Output output)) {
                    output.lines().forEach(name -> missing.add(reading(folder + name)));
                }
            });
        });
        missing.removeIf(request -> answers.outputs().containsKey((Command) request));
        return missing;
    }

    /// Reads a file, or for a path with a slash at the end the names of what a folder includes.
    private static Command reading(String path) {
        String script = path.endsWith("/") ? """
                f=%s
                [ -d "$f" ] || { echo "there is no $f" >&2; exit 78; }
                { [ -r "$f" ] && [ -x "$f" ]; } || { echo "this user may not look into $f" >&2; exit 77; }
                for each in "$f"*.conf; do [ -f "$each" ] && printf '%%s\\n' "${each##*/}"; done
                exit 0
                """ : """
                f=%s
                [ -e "$f" ] || { echo "there is no $f" >&2; exit 78; }
                [ -r "$f" ] || { echo "this user may not read $f" >&2; exit 77; }
                cat -- "$f"
                """;
        return Command.server(script.formatted(Shell.quote(path)));
    }

    /// The rules as a server reads them from these files.
    public RuleSet rules() {
        return RuleSet.read(main, files, major);
    }

    /// The same with another content of one of the files.
    public RuleFiles with(String path, byte[] content) {
        Map<String, byte[]> changed = new LinkedHashMap<>(files);
        changed.put(path, content);
        return new RuleFiles(main, changed, major);
    }
}
