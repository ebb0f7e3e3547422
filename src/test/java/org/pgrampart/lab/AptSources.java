package org.pgrampart.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where this machine's own apt gets its packages, read from both forms of its source lists.
record AptSources(List<Entry> entries) {
    private static final List<String> RELEASES =
            List.of("stable", "oldstable", "testing", "sid", "bullseye", "bookworm", "trixie", "forky");

    record Entry(String uri, List<String> suites, List<String> components) {
        private boolean offersDebian(String codename) {
            return uri.startsWith("http") && suites.contains(codename) && components.contains("main");
        }
    }

    /// Reads `sources.list` and what lies in `sources.list.d` under the folder, usually `/etc/apt`.
    static AptSources in(Path folder) {
        List<Entry> found = new ArrayList<>();
        try {
            Path main = folder.resolve("sources.list");
            if (Files.exists(main)) {
                found.addAll(oneLine(Files.readString(main)));
            }
            Path parts = folder.resolve("sources.list.d");
            if (Files.isDirectory(parts)) {
                try (Stream<Path> files = Files.list(parts)) {
                    for (Path file : files.sorted().toList()) {
                        if (file.toString().endsWith(".list")) {
                            found.addAll(oneLine(Files.readString(file)));
                        } else if (file.toString().endsWith(".sources")) {
                            found.addAll(stanzas(Files.readString(file)));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AptSources(List.copyOf(found));
    }

    /// The first enabled mirror of Debian: one that has this codename, else one of another release of Debian.
    Optional<String> mirror(String codename) {
        return Stream.concat(Stream.of(codename), RELEASES.stream())
                .flatMap(release -> entries.stream().filter(entry -> entry.offersDebian(release)))
                .map(Entry::uri)
                .findFirst();
    }

    static List<Entry> oneLine(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String bare =
                    line.replaceFirst("#.*", "").replaceFirst("\\[[^]]*]", " ").strip();
            List<String> words = words(bare);
            if (words.size() >= 3 && words.getFirst().equals("deb")) {
                entries.add(new Entry(words.get(1), List.of(words.get(2)), words.subList(3, words.size())));
            }
        }
        return entries;
    }

    static List<Entry> stanzas(String text) {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        String field = "";
        for (String line : (text + "\n\n").lines().toList()) {
            if (line.isBlank()) {
                entries.addAll(entries(fields));
                fields.clear();
            } else if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.merge(field, line, (before, more) -> before + " " + more.strip());
            } else if (!line.startsWith("#") && line.contains(":")) {
                field = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
                fields.put(field, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return entries;
    }

    private static List<Entry> entries(Map<String, String> fields) {
        boolean disabled = List.of("no", "false", "without", "off", "disable")
                .contains(fields.getOrDefault("enabled", "yes").toLowerCase(Locale.ROOT));
        if (disabled || !words(fields.getOrDefault("types", "")).contains("deb")) {
            return List.of();
        }
        List<String> suites = words(fields.getOrDefault("suites", ""));
        List<String> components = words(fields.getOrDefault("components", ""));
        return words(fields.getOrDefault("uris", "")).stream()
                .map(uri -> new Entry(uri, suites, components))
                .toList();
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
