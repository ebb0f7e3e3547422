package org.pgrampart.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An OpenSSH server of our own on a free loopback port, with its own host key; it lets the user of this process in.
final class RealSshd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final int port;
    private final Process process;

    private RealSshd(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    static boolean exists() {
        return Files.isExecutable(PROGRAM);
    }

    static String user() {
        return System.getProperty("user.name");
    }

    /// @param folder an empty folder of its own
    /// @param authorized public keys that may log in
    /// @param settings further lines of `sshd_config`
    static RealSshd start(Path folder, List<Path> authorized, String settings) {
        try {
            Files.createDirectories(folder);
            return start(folder, freePort(), authorized, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RealSshd start(Path folder, int port, List<Path> authorized, String settings) throws IOException {
        Path hostKey = folder.resolve("host_key");
        if (!Files.exists(hostKey)) {
            keygen(hostKey, "");
        }
        StringBuilder keys = new StringBuilder();
        for (Path key : authorized) {
            keys.append(Files.readString(Path.of(key + ".pub")));
        }
        Files.writeString(folder.resolve("authorized_keys"), keys);
        Path config = folder.resolve("sshd_config");
        Files.writeString(config, """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                StrictModes no
                UsePAM no
                PermitRootLogin yes
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                """.formatted(port, hostKey, folder.resolve("authorized_keys")) + settings);
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Process process = new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        RealSshd server = new RealSshd(folder, port, process);
        server.awaitListening();
        return server;
    }

    private void awaitListening() throws IOException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    close();
                    throw new IOException("sshd did not start: " + log(), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Makes a key pair; the public half is beside it with `.pub`.
    static Path keygen(Path file, String passphrase) {
        run(List.of(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                passphrase,
                "-C",
                file.getFileName().toString(),
                "-f",
                file.toString()));
        return file;
    }

    static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command.getFirst() + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A shell script of this server's folder that can be run.
    Path script(String name, String text) {
        return script(folder, name, text);
    }

    static Path script(Path folder, String name, String text) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /// The line for known_hosts.
    String knownHost() {
        try {
            String[] words = Files.readString(folder.resolve("host_key.pub")).split(" ");
            return "[127.0.0.1]:" + port + " " + words[0] + " " + words[1] + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String fingerprint() {
        return run(List.of("ssh-keygen", "-lf", folder.resolve("host_key.pub").toString()))
                .split(" ")[1];
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
