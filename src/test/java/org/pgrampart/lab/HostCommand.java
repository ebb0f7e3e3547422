package org.pgrampart.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One command on the machine that runs the tests: no shell, no inherited environment, a time limit.
final class HostCommand {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final List<String> argv;
    private final Map<String, String> environment;
    private final byte[] input;
    private final Duration limit;

    private HostCommand(List<String> argv, Map<String, String> environment, byte[] input, Duration limit) {
        this.argv = argv;
        this.environment = environment;
        this.input = input;
        this.limit = limit;
    }

    static HostCommand of(String... argv) {
        return new HostCommand(List.of(argv), Map.of(), new byte[0], Duration.ofSeconds(60));
    }

    HostCommand with(Map<String, String> variables) {
        return new HostCommand(argv, variables, input, limit);
    }

    HostCommand fedWith(byte[] bytes) {
        return new HostCommand(argv, environment, bytes, limit);
    }

    HostCommand within(Duration time) {
        return new HostCommand(argv, environment, input, time);
    }

    /// Runs to the end; past the limit the command is killed and an [AssertionError] names it.
    Ran run() {
        try {
            // Files, not pipes: a daemon the command leaves behind would hold a pipe open for ever.
            Path scratch = Files.createTempDirectory("lab");
            try {
                return run(scratch);
            } finally {
                for (String name : List.of("in", "out", "err")) {
                    Files.deleteIfExists(scratch.resolve(name));
                }
                Files.delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ran run(Path scratch) throws IOException {
        File in = Files.write(scratch.resolve("in"), input).toFile();
        Path out = scratch.resolve("out");
        Path err = scratch.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectInput(in)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not done after %s: %s%n%s".formatted(limit, argv, text(err)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + argv.getFirst(), e);
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        return new Ran(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }
}
