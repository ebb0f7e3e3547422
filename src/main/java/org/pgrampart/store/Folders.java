package org.pgrampart.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the program keeps its files: the XDG folders on Linux, the platform's own elsewhere.
///
/// @param config settings and targets
/// @param data assessments, waivers, copies of change sets, known host keys
/// @param cache what can be made again: the practice server
public record Folders(Path config, Path data, Path cache) {
    /// The folders of this user. `PGRAMPART_HOME` puts all of them in one place.
    public static Folders of(Map<String, String> environment, Map<String, String> properties) {
        String own = environment.get("PGRAMPART_HOME");
        if (own != null && !own.isBlank()) {
            Path home = Path.of(own).toAbsolutePath();
            return new Folders(home.resolve("config"), home.resolve("data"), home.resolve("cache"));
        }
        Path home = Path.of(properties.getOrDefault("user.home", "."));
        String system = properties.getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            Path support = home.resolve("Library/Application Support/pgrampart");
            return new Folders(support, support, home.resolve("Library/Caches/pgrampart"));
        }
        if (system.startsWith("windows")) {
            Path roaming = absolute(environment.get("APPDATA"), home.resolve("AppData/Roaming"));
            Path local = absolute(environment.get("LOCALAPPDATA"), home.resolve("AppData/Local"));
            return new Folders(
                    roaming.resolve("pgrampart"), local.resolve("pgrampart"), local.resolve("pgrampart/cache"));
        }
        return new Folders(
                absolute(environment.get("XDG_CONFIG_HOME"), home.resolve(".config"))
                        .resolve("pgrampart"),
                absolute(environment.get("XDG_DATA_HOME"), home.resolve(".local/share"))
                        .resolve("pgrampart"),
                absolute(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"))
                        .resolve("pgrampart"));
    }

    /// This process's folders.
    public static Folders ofThisUser() {
        return of(
                System.getenv(),
                Map.of(
                        "user.home", System.getProperty("user.home", "."),
                        "os.name", System.getProperty("os.name", "")));
    }

    /// Relative XDG paths are to be ignored, says their specification.
    private static Path absolute(@Nullable String path, Path otherwise) {
        return path != null && Path.of(path).isAbsolute() ? Path.of(path) : otherwise;
    }

    public Path knownHosts() {
        return data.resolve("known_hosts");
    }

    public Path targets() {
        return config.resolve("targets.json");
    }

    public Path assessments(String target) {
        return data.resolve("assessments").resolve(fileName(target));
    }

    public Path waivers(String target) {
        return data.resolve("waivers").resolve(fileName(target) + ".json");
    }

    public Path changes(String target) {
        return data.resolve("changes").resolve(fileName(target));
    }

    /// A name that any file system takes; two names that differ stay different.
    static String fileName(String name) {
        StringBuilder safe = new StringBuilder();
        for (byte b : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || (c == '.' && !safe.isEmpty())) {
                safe.append(c);
            } else {
                safe.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return safe.isEmpty() ? "%" : safe.toString();
    }
}
