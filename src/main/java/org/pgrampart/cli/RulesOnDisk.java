package org.pgrampart.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pgrampart.access.RuleSet;

/// Reads a pg_hba.conf of this computer with all that it includes.
final class RulesOnDisk {
    private RulesOnDisk() {}

    static RuleSet read(Path file, int major) {
        String main = file.toString();
        Map<String, byte[]> files = new LinkedHashMap<>();
        try {
            files.put(main, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CommandException(
                    Exit.USAGE, "The file " + file + " could not be read.", "Check its name and mode.", e);
        }
        Set<String> tried = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (String path : RuleSet.missing(main, files, major)) {
                if (tried.add(path)) {
                    more = true;
                    take(path, files);
                }
            }
        }
        return RuleSet.read(main, files, major);
    }

    // what cannot be read stays missing, and the rules say so
    private static void take(String path, Map<String, byte[]> files) {
        try {
            if (!path.endsWith("/")) {
                files.put(path, Files.readAllBytes(Path.of(path)));
                return;
            }
            List<Path> inside;
            try (Stream<Path> list = Files.list(Path.of(path))) {
                inside = list.filter(Files::isRegularFile).toList();
            }
            files.put(path, new byte[0]);
            for (Path each : inside) {
                files.put(path + each.getFileName(), Files.readAllBytes(each));
            }
        } catch (IOException unreadable) {
            files.remove(path);
        }
    }
}
