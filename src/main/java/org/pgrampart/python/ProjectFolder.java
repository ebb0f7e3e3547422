package org.pgrampart.python;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The files of a project in a local folder that are worth reading, without environments and foreign code.
///
/// @param files what was read
/// @param left paths that were not read: too large, or not readable
public record ProjectFolder(List<SourceFile> files, List<String> left) {
    private static final int LARGEST = 1_000_000;
    private static final int MOST = 20_000;
    private static final Set<String> SKIPPED = Set.of(
            "node_modules",
            "site-packages",
            "dist-packages",
            "__pycache__",
            ".git",
            ".hg",
            ".svn",
            ".tox",
            ".nox",
            ".venv",
            "venv",
            ".mypy_cache",
            ".pytest_cache",
            "bower_components",
            "static",
            "media");
    private static final Pattern WANTED = Pattern.compile(
            ".*\\.py|requirements[^/]*\\.(txt|in|lock)|constraints[^/]*\\.txt|Pipfile\\.lock|poetry\\.lock|uv\\.lock|pdm\\.lock|pyproject\\.toml");
    private static final Pattern INSTALLED = Pattern.compile("(?i)django-[\\w.]+\\.dist-info");

    public ProjectFolder {
        files = List.copyOf(files);
        left = List.copyOf(left);
    }

    /// Reads a folder; follows no links. Of an environment only the name of Django's `dist-info` folder is taken, as an
    /// empty file, because it tells the version.
    ///
    /// @throws IOException when the folder itself cannot be read
    public static ProjectFolder read(Path folder) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        List<String> left = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = String.valueOf(directory.getFileName());
                if (!directory.equals(folder)
                        && (SKIPPED.contains(name) || Files.exists(directory.resolve("pyvenv.cfg")))) {
                    installed(folder, directory, files);
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!attributes.isRegularFile()
                        || !WANTED.matcher(String.valueOf(file.getFileName())).matches()) {
                    return FileVisitResult.CONTINUE;
                }
                String path = slashed(folder, file);
                if (attributes.size() > LARGEST || files.size() >= MOST) {
                    left.add(path);
                    return FileVisitResult.CONTINUE;
                }
                try {
                    files.add(new SourceFile(path, Files.readAllBytes(file)));
                } catch (IOException unreadable) {
                    left.add(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (file.equals(folder)) {
                    throw failure;
                }
                left.add(slashed(folder, file));
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(SourceFile::path));
        return new ProjectFolder(files, left);
    }

    private static String slashed(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static void installed(Path folder, Path skipped, List<SourceFile> files) {
        try (var found = Files.find(
                skipped,
                5,
                (path, attributes) -> attributes.isDirectory()
                        && INSTALLED.matcher(String.valueOf(path.getFileName())).matches())) {
            found.limit(5).forEach(path -> files.add(new SourceFile(slashed(folder, path) + "/METADATA", new byte[0])));
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            // an environment that cannot be listed only costs the version
        }
    }
}
