package org.pgrampart.practice;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Starts, reloads and stops the PostgreSQL of one data directory by `pg_ctl`, with no option but `-D`: whatever
/// shapes the server is in its files, where it can be read and changed.
public final class Postmaster {
    private static final long SECONDS = 60;

    private final PostgresBinaries binaries;
    private final Path data;
    private final Path startLog;
    private final UnaryOperator<List<String>> confinement;
    private final Map<String, String> environment;

    /// The start log takes what the server says before its own logging begins.
    public Postmaster(PostgresBinaries binaries, Path data, Path startLog) {
        this(binaries, data, startLog, Postmaster::withoutRoot, Map.of());
    }

    /// The confinement turns a command into the one that runs it in its place; an empty environment means our own.
    Postmaster(
            PostgresBinaries binaries,
            Path data,
            Path startLog,
            UnaryOperator<List<String>> confinement,
            Map<String, String> environment) {
        this.binaries = binaries;
        this.data = data;
        this.startLog = startLog;
        this.confinement = confinement;
        this.environment = environment;
    }

    /// A port that was free on loopback a moment ago.
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No port is free on loopback.", e);
        }
    }

    /// Fills the data directory by `initdb`; the password of the superuser is read from a file, or absent.
    public void initialise(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(binaries.program("initdb").toString());
        command.addAll(List.of("-D", data.toString(), "-E", "UTF8", "--locale=C"));
        command.addAll(options);
        run("The database files could not be made in " + data, command);
    }

    /// Starts and returns when the server takes connections.
    public void start() {
        run("PostgreSQL did not start", control("start", "-l", startLog.toString()));
    }

    public void restart() {
        run("PostgreSQL did not start again", control("restart", "-m", "fast", "-l", startLog.toString()));
    }

    public void reload() {
        run("PostgreSQL did not read its files again", control("reload"));
    }

    /// Stops, ending sessions; a server that does not run is fine.
    public void stop() {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            run("PostgreSQL did not stop", control("stop", "-m", "fast"));
        }
    }

    private List<String> control(String... what) {
        List<String> command = new ArrayList<>();
        command.add(binaries.program("pg_ctl").toString());
        command.addAll(List.of(what));
        command.addAll(List.of("-D", data.toString(), "-w", "-s", "-t", Long.toString(SECONDS)));
        return command;
    }

    /// Runs statements in a server of one session, without a port, while no other one uses the data directory. Each
    /// ends with a semicolon and an empty line, and contains no such thing.
    void single(String database, String statements) {
        String failure = "The practice data could not be made";
        String said = run(
                failure,
                List.of(binaries.program("postgres").toString(), "--single", "-j", "-D", data.toString(), database),
                statements);
        if (said.contains("ERROR:") || said.contains("FATAL:")) {
            throw new PracticeException(failure + ". " + said);
        }
    }

    private void run(String failure, List<String> command) {
        run(failure, command, "");
    }

    private String run(String failure, List<String> command, String input) {
        try {
            Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "control", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(confinement.apply(command));
                if (environment.isEmpty()) {
                    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
                } else {
                    builder.environment().clear();
                    builder.environment().putAll(environment);
                }
                builder.environment().put("LC_ALL", "C");
                // into a file, for the postmaster inherits it and a pipe would never end
                Process process = builder.redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                try (OutputStream in = process.getOutputStream()) {
                    in.write(input.getBytes(StandardCharsets.UTF_8));
                }
                boolean ended = process.waitFor(SECONDS + 10, TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                String said = Files.readString(output, StandardCharsets.UTF_8).strip();
                if (!ended || process.exitValue() != 0) {
                    throw new PracticeException(failure + ". " + said + lastWords());
                }
                return said;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new PracticeException(failure + ". " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PracticeException(failure + ": it was interrupted. Try again.", e);
        }
    }

    private String lastWords() throws IOException {
        if (!Files.exists(startLog)) {
            return "";
        }
        List<String> lines = Files.readAllLines(startLog);
        return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    /// PostgreSQL refuses to run as root: in a user namespace of its own the same process has no name at all.
    static List<String> withoutRoot(List<String> command) {
        if (!"root".equals(System.getProperty("user.name")) || CacheFolder.isWindows()) {
            return command;
        }
        List<String> nameless = new ArrayList<>(List.of("unshare", "-U"));
        nameless.addAll(command);
        return nameless;
    }
}
