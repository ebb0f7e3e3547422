package org.pgrampart.lab;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/// The Django project that lies on a lab server: the practice server's, else a minimal one.
final class ShopProject {
    private ShopProject() {}

    /// The folder with `manage.py` on this machine.
    static Path folder() throws IOException {
        Path practice = Path.of("assets", "practice");
        if (Files.isDirectory(practice)) {
            try (Stream<Path> files = Files.walk(practice, 3)) {
                var project = files.filter(file -> file.endsWith("manage.py"))
                        .map(file ->
                                Objects.requireNonNull(file.toAbsolutePath().getParent()))
                        .min(Comparator.comparingInt(Path::getNameCount));
                if (project.isPresent()) {
                    return project.get();
                }
            }
        }
        try {
            return Path.of(Objects.requireNonNull(ShopProject.class.getResource("shop"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
