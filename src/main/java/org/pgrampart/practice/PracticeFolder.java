package org.pgrampart.practice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// The one folder to which everything of a practice server is kept; it knows the process that it belongs to.
record PracticeFolder(Path path) {
    private static final Logger LOG = Logger.getLogger(PracticeFolder.class.getName());
    private static final String OWNER = "owner";
    private static final String PREFIX = "practice-";
    // the longest path of a Unix socket on Linux is 107 bytes, on macOS 103
    private static final int SOCKET_LIMIT = 103;

    static PracticeFolder create(Path parent) throws IOException {
        CacheFolder.made(parent);
        removeLeftovers(parent);
        Path path = Files.createTempDirectory(parent, PREFIX).toRealPath();
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(path.resolve(OWNER), self.pid() + " " + started(self));
        for (String name : List.of("run", "log", "home", "ssh", "shell", "shell/root")) {
            CacheFolder.made(path.resolve(name));
        }
        return new PracticeFolder(path);
    }

    Path data() {
        return path.resolve("data");
    }

    Path django() {
        return path.resolve("django");
    }

    Path backups() {
        return path.resolve("backups");
    }

    Path log() {
        return path.resolve("log");
    }

    Path startLog() {
        return log().resolve("postgresql.log");
    }

    Path home() {
        return path.resolve("home");
    }

    Path ssh() {
        return path.resolve("ssh");
    }

    Path tls() {
        return path.resolve("tls");
    }

    /// The folder of the Unix socket, or none where its path would be too long.
    Optional<Path> socket(int port) {
        Path run = path.resolve("run");
        int length = run.resolve(".s.PGSQL." + port).toString().getBytes(StandardCharsets.UTF_8).length;
        return length > SOCKET_LIMIT || CacheFolder.isWindows() ? Optional.empty() : Optional.of(run);
    }

    /// Removes what processes that are gone have left in this folder, and ends their servers.
    static void removeLeftovers(Path parent) throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(parent)) {
            folders = entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .filter(entry -> Files.isRegularFile(entry.resolve(OWNER)))
                    .toList();
        }
        for (Path folder : folders) {
            if (!isOwned(folder)) {
                LOG.log(Level.INFO, "Removing {0}, which a killed practice server has left.", folder);
                endPostmaster(folder.resolve("data"));
                Trees.remove(folder);
            }
        }
    }

    void remove() {
        try {
            Trees.remove(path);
        } catch (IOException e) {
            throw new UncheckedIOException("The practice folder " + path + " could not be removed.", e);
        }
    }

    private static boolean isOwned(Path folder) throws IOException {
        String[] owner = Files.readString(folder.resolve(OWNER)).strip().split(" ", -1);
        if (owner.length != 2) {
            return true; // being written at this moment
        }
        return ProcessHandle.of(Long.parseLong(owner[0]))
                .filter(process -> started(process).equals(owner[1]))
                .isPresent();
    }

    // a process id alone may have been given to another process since
    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private static void endPostmaster(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        String id = Files.readAllLines(file).stream().findFirst().orElse("").strip();
        if (!id.matches("[0-9]+")) {
            return;
        }
        // inside a practice host the numbers are its own: only a process with this very data directory is ours
        ProcessHandle.of(Long.parseLong(id))
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(data.toString()))
                        .orElse(false))
                .ifPresent(process -> {
                    process.destroyForcibly();
                    process.onExit()
                            .completeOnTimeout(process, 10, java.util.concurrent.TimeUnit.SECONDS)
                            .join();
                });
    }
}
