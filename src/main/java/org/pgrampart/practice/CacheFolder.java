package org.pgrampart.practice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/// The program's cache folder: `PGRAMPART_HOME`, or what the platform's rules say.
final class CacheFolder {
    private CacheFolder() {}

    /// The named folder inside the cache folder, made if it is absent and readable by its owner alone.
    static Path of(String name) {
        return made(root().resolve(name));
    }

    static Path made(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                return folder;
            }
            if (isWindows()) {
                return Files.createDirectories(folder);
            }
            return Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made.", e);
        }
    }

    static boolean isWindows() {
        return system().contains("windows");
    }

    static boolean isLinux() {
        return system().contains("linux");
    }

    static boolean isMac() {
        return system().contains("mac");
    }

    private static Path root() {
        String own = System.getenv("PGRAMPART_HOME");
        if (own != null && !own.isBlank()) {
            return Path.of(own, "cache").toAbsolutePath();
        }
        Path home = Path.of(System.getProperty("user.home"));
        if (isWindows()) {
            String local = System.getenv("LOCALAPPDATA");
            return (local == null ? home.resolve("AppData").resolve("Local") : Path.of(local))
                    .resolve("PgRampart")
                    .resolve("Cache");
        }
        if (isMac()) {
            return home.resolve("Library").resolve("Caches").resolve("PgRampart");
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        // a relative XDG path is to be ignored, says the specification
        boolean usable = xdg != null && Path.of(xdg).isAbsolute();
        return (usable ? Path.of(xdg) : home.resolve(".cache")).resolve("pgrampart");
    }

    private static String system() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }
}
