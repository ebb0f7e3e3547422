package org.pgrampart.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The Debian 12 tree that every lab server starts from: built once per list of packages and kept in the user's cache.
final class LabBase {
    private static final String SUITE = "bookworm";
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(12);
    private static final System.Logger LOG = System.getLogger(LabBase.class.getName());

    private LabBase() {}

    /// The folder for bases and for the servers' own layers, readable by root alone.
    static Path cache() throws IOException {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home = xdg == null || xdg.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(xdg).toAbsolutePath();
        Files.createDirectories(home);
        Path cache = home.resolve("pgrampart-lab");
        if (Files.notExists(cache)) {
            Files.createDirectories(
                    cache, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return cache;
    }

    /// The finished tree, built first if need be, by one process and one thread at a time; empty where this machine's
    /// apt
    /// knows no Debian mirror.
    static synchronized Optional<Path> ready() throws IOException {
        Path base = cache().resolve(SUITE + "-" + hash());
        if (Files.isDirectory(base)) {
            return Optional.of(base);
        }
        Optional<String> mirror = AptSources.in(Path.of("/etc/apt")).mirror(SUITE);
        if (mirror.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(
                        cache().resolve(SUITE + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && Files.notExists(base)) {
                build(base, mirror.get());
            }
        }
        return Optional.of(base);
    }

    private static void build(Path base, String mirror) throws IOException {
        LOG.log(System.Logger.Level.INFO, "Building the lab's Debian base once; this takes a minute or two.");
        Path tree = base.resolveSibling(base.getFileName() + ".building");
        erase(tree);
        HostCommand.of(
                        "debootstrap",
                        "--variant=minbase",
                        "--include=" + String.join(",", packages()),
                        SUITE,
                        tree.toString(),
                        mirror)
                .with(proxy())
                .within(BUILD_LIMIT)
                .run()
                .ok();
        Path lab = Files.createDirectory(tree.resolve("lab"));
        Files.write(lab.resolve("shop.sql"), resource("shop.sql"));
        inside(tree, "provision.sh", LabServer.PASSWORDS).ok();
        Files.move(tree, base);
    }

    /// Runs one of the scripts beside this class inside a tree that is not booted.
    static Ran inside(Path tree, String script, Map<String, String> environment) throws IOException {
        String entry = """
                set -eu
                mount -t proc proc "$TREE/proc"
                mkdir -p "$TREE/dev/shm"
                mount -t tmpfs -o mode=1777 tmpfs "$TREE/dev/shm"
                exec chroot "$TREE" /bin/sh -s
                """;
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("TREE", tree.toString());
        return HostCommand.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", entry)
                .with(variables)
                .fedWith(resource(script))
                .run();
    }

    static void erase(Path tree) {
        if (Files.exists(tree)) {
            HostCommand.of("rm", "-rf", "--one-file-system", "--", tree.toString())
                    .within(Duration.ofMinutes(2))
                    .run()
                    .ok();
        }
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream stream = LabBase.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }

    private static List<String> packages() throws IOException {
        return new String(resource("packages.txt"), UTF_8).lines().toList();
    }

    static Map<String, String> proxy() {
        String found = HostCommand.of("apt-config", "shell", "PROXY", "Acquire::http::Proxy")
                .run()
                .text();
        String value = found.replaceFirst("^PROXY='?", "").replaceFirst("'$", "");
        return value.isEmpty() ? Map.of() : Map.of("http_proxy", value);
    }

    private static String hash() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : List.of("packages.txt", "provision.sh", "shop.sql")) {
                digest.update(resource(name));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
