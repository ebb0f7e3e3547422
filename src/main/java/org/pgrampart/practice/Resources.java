package org.pgrampart.practice;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a practice server is made from: texts with places to fill in, and the Django project.
final class Resources {
    private Resources() {}

    /// The text with every `${name}` replaced.
    static String text(String name, Map<String, String> places) throws IOException {
        try (InputStream source = Resources.class.getResourceAsStream(name)) {
            if (source == null) {
                throw new IOException("This program is incomplete: it has no " + name + ".");
            }
            String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> place : places.entrySet()) {
                text = text.replace("${" + place.getKey() + "}", place.getValue());
            }
            return text;
        }
    }

    /// Copies a folder of the class path, from a checkout or out of a jar, over what is there.
    static void copyTree(String folder, Path to) throws IOException {
        URL place = Resources.class.getResource(folder);
        if (place == null) {
            throw new IOException("This program is incomplete: it has no " + folder + ".");
        }
        try {
            URI uri = place.toURI();
            if ("jar".equals(uri.getScheme())) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    copy(jar.getPath(folder), to);
                }
            } else {
                copy(Path.of(uri), to);
            }
        } catch (URISyntaxException e) {
            throw new IOException("The folder " + place + " cannot be read.", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("__pycache__"))
                    .toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
