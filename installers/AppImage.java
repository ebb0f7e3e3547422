import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

// Makes target/pgrampart, the application with a Java runtime of its own, from what Maven left in target:
// the jar, target/lib (libraries) and target/fx (JavaFX). Runs on the JDK that Maven chose:
//   mvn -DskipTests package
// or, when target is as wanted, by hand: java installers/AppImage.java VERSION MAIN_CLASS

// What the program and its libraries use of the JDK; jdeps can't see what is reached by name only.
static final List<String> MODULES = List.of(
        "java.desktop", "java.instrument", "java.management", "java.naming", "java.net.http", "java.scripting",
        "java.security.jgss", "java.security.sasl", "java.sql", "jdk.charsets", "jdk.crypto.cryptoki",
        "jdk.crypto.ec", "jdk.localedata", "jdk.naming.dns", "jdk.security.auth", "jdk.unsupported", "jdk.zipfs",
        "javafx.controls");

void main(String[] arguments) throws IOException, InterruptedException {
    String version = arguments[0];
    String mainClass = arguments[1];
    Path target = Path.of("target").toAbsolutePath();
    Path jar = target.resolve("pgrampart-" + version + ".jar");
    Path input = target.resolve("image-input");
    Path modules = target.resolve("image-modules");
    Path image = target.resolve("pgrampart");
    Path made = target.resolve("image-made");
    for (Path old : List.of(input, modules, image, made)) {
        erase(old);
    }

    copyJars(target.resolve("lib"), input, "");
    Files.copy(jar, input.resolve(jar.getFileName()));
    // Beside each jar of JavaFX that has classes lies an empty one without a platform, which jlink refuses.
    copyJars(target.resolve("fx"), modules, "-(linux|mac|win)[a-z0-9-]*\\.jar$");

    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    Path jpackage = Path.of(System.getProperty("java.home"), "bin", windows ? "jpackage.exe" : "jpackage");
    List<String> command = new ArrayList<>(List.of(
            jpackage.toString(),
            "--type", "app-image",
            "--name", "pgrampart",
            "--app-version", version.replaceFirst("-.*", ""),
            "--dest", made.toString(),
            "--input", input.toString(),
            "--main-jar", jar.getFileName().toString(),
            "--main-class", mainClass,
            "--module-path", modules.toString(),
            "--add-modules", String.join(",", MODULES),
            "--java-options", "--enable-native-access=javafx.graphics,ALL-UNNAMED",
            "--java-options", "--sun-misc-unsafe-memory-access=allow"));
    if (windows) {
        command.add("--win-console");
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    byte[] words = process.getInputStream().readAllBytes();
    int status = process.waitFor();
    if (status != 0) {
        System.err.write(words);
        System.err.println("jpackage could not make the application image; what it said is above.");
        System.exit(status);
    }
    try (Stream<Path> only = Files.list(made)) {
        Files.move(only.findFirst().orElseThrow(), image); // pgrampart, on macOS pgrampart.app
    }
    for (Path old : List.of(input, modules, made)) {
        erase(old);
    }
}

void copyJars(Path from, Path to, String pattern) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> jars = Files.list(from)) {
        for (Path jar : jars.toList()) {
            if (pattern.isEmpty() || jar.toString().matches(".*" + pattern)) {
                Files.copy(jar, to.resolve(jar.getFileName()));
            }
        }
    }
}

void erase(Path tree) throws IOException {
    if (Files.exists(tree)) {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
