package org.pgrampart.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgrampart.practice.PostgresBinaries;
import org.pgrampart.practice.Postmaster;

/// A real PostgreSQL on a free loopback port, as `initdb` leaves it, shaped by its files alone; removed on close.
///
/// Majors 14 to 17 are there in integration tests (`XIT`, run by failsafe), the newest one everywhere.
public final class RealPostgres implements AutoCloseable {
    /// What `pg_hba.conf` says at the start: the socket trusts, TCP on loopback asks for a SCRAM password.
    public static final String PLAIN_HBA = """
            local all all trust
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private static final String PASSWORD = "Quartz-lantern-42-orchard";

    private final Path folder;
    private final int port;
    private final int major;
    private final Postmaster postmaster;

    private RealPostgres(Path folder, int port, PostgresBinaries binaries) {
        this.folder = folder;
        this.port = port;
        this.major = binaries.major();
        this.postmaster = new Postmaster(binaries, folder.resolve("data"), folder.resolve("postgresql.log"));
    }

    /// The newest major.
    public static RealPostgres start() {
        return start(Optional.empty(), "");
    }

    public static RealPostgres start(int major) {
        return start(Optional.of(major), "");
    }

    /// These lines of `postgresql.conf` come after the plain ones and win.
    public static RealPostgres start(Optional<Integer> major, String settings) {
        PostgresBinaries binaries = PostgresBinaries.unpacked(major);
        try {
            Path folder = Files.createTempDirectory("pgr-");
            int port = Postmaster.freePort();
            RealPostgres postgres = new RealPostgres(folder, port, binaries);
            try {
                copy(template(binaries), postgres.data());
                Files.createDirectory(folder.resolve("run"));
                postgres.writeHba(PLAIN_HBA);
                String plain = """
                        listen_addresses = '127.0.0.1'
                        port = %d
                        unix_socket_directories = '%s'
                        """.formatted(port, folder.resolve("run"));
                Files.writeString(
                        postgres.data().resolve("postgresql.conf"), plain + settings, StandardOpenOption.APPEND);
                postgres.postmaster.start();
                return postgres;
            } catch (IOException | RuntimeException e) {
                postgres.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public int major() {
        return major;
    }

    public Path data() {
        return folder.resolve("data");
    }

    /// The folder of the Unix socket.
    public Path socketFolder() {
        return folder.resolve("run");
    }

    public Path logFile() {
        return folder.resolve("postgresql.log");
    }

    public String superuser() {
        return "postgres";
    }

    public String password() {
        return PASSWORD;
    }

    /// `jdbc:postgresql://127.0.0.1:…/DATABASE`, without user and password.
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /// Takes effect with the next reload.
    public void writeHba(String text) {
        try {
            Files.writeString(data().resolve("pg_hba.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void reload() {
        postmaster.reload();
    }

    public void restart() {
        postmaster.restart();
    }

    public void stop() {
        postmaster.stop();
    }

    @Override
    public void close() {
        try {
            postmaster.stop();
        } finally {
            remove(folder);
        }
    }

    // initdb takes a second, a copy of what it made a tenth of one
    private static Path template(PostgresBinaries binaries) throws IOException {
        Path template = binaries.home().resolveSibling("template-" + binaries.version());
        if (Files.isDirectory(template)) {
            return template;
        }
        Path folder = Files.createTempDirectory(template.getParent(), "template-");
        try {
            Path password = Files.writeString(folder.resolve("password"), PASSWORD);
            new Postmaster(binaries, folder.resolve("data"), folder.resolve("log"))
                    .initialise(List.of("-U", "postgres", "-A", "scram-sha-256", "--no-sync", "--pwfile=" + password));
            Files.move(folder.resolve("data"), template, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            return template; // another test was faster
        } finally {
            remove(folder);
        }
        return template;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.copy(folder, to.resolve(from.relativize(folder).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void remove(Path tree) {
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
