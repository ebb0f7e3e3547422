package org.pgrampart.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pgrampart.format.Shell;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// The weak practice server as a ground for round trips.
final class PracticeGround implements Ground, AutoCloseable {
    private final PracticeServer server;
    private final Catalogs catalogs;
    private final Path folder;

    private PracticeGround(PracticeServer server, Path folder) {
        this.server = server;
        this.folder = folder;
        this.catalogs = new Catalogs(
                "jdbc:postgresql://%s:%d/".formatted(server.address(), server.port()),
                server.adminUser(),
                server.adminPassword().reveal());
    }

    static PracticeGround weak(Path folder) {
        return new PracticeGround(
                PracticeServer.start(PracticeOptions.weak().in(folder.resolve("practice")), Clock.systemUTC(), _ -> {}),
                folder);
    }

    PracticeServer server() {
        return server;
    }

    @Override
    public WriteSession open() throws TargetException {
        Connector connector = new Connector(
                (_, _) -> Optional.of(server.adminPassword()), (_, _, _) -> false, folder.resolve("known_hosts"));
        return connector.openToWrite(server.target(), Checklist.NONE);
    }

    @Override
    public Path changes() {
        return folder.resolve("changes");
    }

    @Override
    public String rulesFile() {
        return dataDirectory() + "/pg_hba.conf";
    }

    @Override
    public String django() {
        return server.djangoDirectory().toString();
    }

    @Override
    public String address() {
        return server.address();
    }

    @Override
    public String dataDirectory() {
        return server.dataDirectory().toString();
    }

    private Path home() {
        return server.djangoDirectory().resolveSibling("home");
    }

    @Override
    public Map<String, String> state() throws Exception {
        Map<String, String> state = new TreeMap<>(catalogs.read());
        state.put(dataDirectory(), facts(server.dataDirectory()));
        try (Stream<Path> top = Files.list(server.dataDirectory());
                Stream<Path> django = Files.walk(server.djangoDirectory());
                Stream<Path> home = Files.list(home())) {
            for (Path file : Stream.of(top.filter(Files::isRegularFile), django, home.filter(Files::isRegularFile))
                    .flatMap(files -> files)
                    .filter(file -> !file.getFileName()
                            .toString()
                            .matches("postmaster\\..*|restart.log|current_logfiles|.*\\.pyc|__pycache__"))
                    .toList()) {
                state.put(file.toString(), facts(file));
            }
        }
        return state;
    }

    private static String facts(Path file) throws Exception {
        String hash = Files.isRegularFile(file)
                ? " "
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)))
                : "";
        return Files.readAttributes(file, "unix:ino,mode,uid,gid") + hash;
    }

    @Override
    public void sql(String database, String... statements) throws Exception {
        catalogs.run(database, statements);
    }

    @Override
    public byte[] read(String path) throws IOException {
        return Files.readAllBytes(Path.of(path));
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        Path file = Path.of(path);
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(file, content);
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(Path.of(path));
    }

    @Override
    public void mode(String path, String octal) throws IOException {
        int mode = Integer.parseInt(octal, 8);
        Set<PosixFilePermission> permissions = new java.util.HashSet<>();
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & 0400 >> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        Files.setPosixFilePermissions(Path.of(path), permissions);
    }

    @Override
    public void restart() throws TargetException {
        String script = """
                data=%s
                program=$(sed -n '1{s/ ".*//;p;}' "$data/postmaster.opts")
                "$(dirname "$program")/pg_ctl" restart -D "$data" -w -s -m fast -l "$data/restart.log" </dev/null >/dev/null
                """.formatted(Shell.quote(dataDirectory()));
        try (WriteSession session = open()) {
            var output = session.script(script, new byte[0], false, Duration.ofMinutes(1));
            if (output.status() != 0) {
                throw new AssertionError(output.error());
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
