package org.pgrampart.practice;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgrampart.practice.PracticeOptions.Strength;

/// Fills a practice folder: the cluster with its roles and shop data, its settings, the Django project, and for a
/// hard server certificates and a backup.
final class PracticeData {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final PracticeFolder folder;
    private final PostgresBinaries binaries;
    private final Postmaster postmaster;
    private final int port;
    private final Instant now;
    private final Map<String, String> places = new HashMap<>();

    PracticeData(
            PracticeFolder folder,
            PostgresBinaries binaries,
            Postmaster postmaster,
            int port,
            Map<String, String> passwords,
            Instant now) {
        this.folder = folder;
        this.binaries = binaries;
        this.postmaster = postmaster;
        this.port = port;
        this.now = now;
        places.putAll(passwords);
        places.put("port", Integer.toString(port));
        places.put("folder", folder.path().toString());
        places.put("socket", folder.socket(port).map(Path::toString).orElse(""));
        places.put("libraries", libraries());
    }

    void make(Strength strength) throws IOException {
        boolean hard = strength == Strength.HARD;
        String kind = hard ? "hard" : "weak";
        places.put("owner", hard ? "shop_owner" : "shop_app");
        initialiseOnce(hard);
        String cluster = Resources.text("cluster-" + kind + ".sql", places);
        String shop = (hard ? Resources.text("owner-hard.sql", places) : "")
                + Resources.text("shop.sql", places)
                + Resources.text("shop-" + kind + ".sql", places);
        postmaster.single("postgres", cluster);
        postmaster.single("shop", shop);
        Path data = folder.data();
        Files.writeString(data.resolve("pg_hba.conf"), Resources.text(kind + ".hba", places));
        Files.writeString(
                data.resolve("postgresql.conf"), Resources.text(kind + ".conf", places), StandardOpenOption.APPEND);
        Resources.copyTree("/practice/django", folder.django());
        if (hard) {
            PracticeCertificates.write(CacheFolder.made(folder.tls()), now);
            backUp(shop);
            Resources.copyTree("/practice/django-hard", folder.django());
            tidyDjango();
        } else {
            expose(Files.writeString(folder.home().resolve(".pgpass"), "localhost:*:shop:shop_app:shop123\n"));
            expose(folder.django().resolve("old-dump.sql"));
        }
        localiseDjango();
    }

    // initdb takes the longest of all steps, and makes the same each time
    private void initialiseOnce(boolean hard) throws IOException {
        String name = "cluster-" + binaries.version() + (hard ? "-hard" : "-weak");
        Path made = binaries.home().resolveSibling(name);
        if (Files.isDirectory(made)) {
            Trees.copy(made, folder.data());
            return;
        }
        initialise(hard);
        Path copy = Files.createTempDirectory(made.getParent(), "cluster-");
        try {
            Trees.copy(folder.data(), copy.resolve(name));
            Files.move(copy.resolve(name), made, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            return; // another program was faster
        } finally {
            Trees.remove(copy);
        }
    }

    private void initialise(boolean hard) {
        List<String> options = new ArrayList<>(List.of("-U", "postgres", "-A", "trust", "--no-sync"));
        if (hard) {
            options.add("--data-checksums");
        } else if (binaries.major() >= 18) {
            options.add("--no-data-checksums"); // on by default from 18
        }
        postmaster.initialise(options);
    }

    // the server has not run since the data were made: a plain copy of its directory is a consistent backup
    private void backUp(String shop) throws IOException {
        Path backups = CacheFolder.made(folder.backups());
        CacheFolder.made(backups.resolve("wal"));
        Path base = backups.resolve("base-" + STAMP.format(now));
        Trees.copy(folder.data(), base);
        Path dump = backups.resolve("shop-" + STAMP.format(now) + ".sql");
        Files.writeString(dump, shop);
        protect(dump, "rw-------");
    }

    private void localiseDjango() throws IOException {
        Path settings = folder.django().resolve("shopsite").resolve("settings.py");
        String text = Files.readString(settings)
                .replace("\"PORT\": \"5432\"", "\"PORT\": \"" + port + "\"")
                .replace("/etc/shop/ca.crt", folder.tls().resolve("ca.crt").toString())
                .replace("/etc/shop/pgpass", folder.home().resolve(".pgpass").toString());
        Files.writeString(settings, text);
    }

    private void tidyDjango() throws IOException {
        Files.deleteIfExists(folder.django().resolve("old-dump.sql"));
        Path secrets = folder.home().resolve(".pgpass");
        Files.writeString(secrets, "127.0.0.1:" + port + ":shop:shop_app:" + places.get("app") + "\n");
        protect(secrets, "rw-------");
        try (Stream<Path> files = Files.walk(folder.django())) {
            for (Path file : files.collect(Collectors.toList())) {
                protect(file, Files.isDirectory(file) ? "rwxr-x---" : "rw-r-----");
            }
        }
    }

    private String libraries() {
        Path lib = binaries.home().resolve("lib").resolve("postgresql");
        return Stream.of("pg_stat_statements", "auth_delay", "passwordcheck")
                .filter(name -> Files.exists(lib.resolve(name + ".so")) || Files.exists(lib.resolve(name + ".dylib")))
                .collect(Collectors.joining(", "));
    }

    private static void expose(Path file) throws IOException {
        protect(file, "rw-r--r--");
    }

    private static void protect(Path file, String mode) throws IOException {
        if (!CacheFolder.isWindows()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
    }
}
