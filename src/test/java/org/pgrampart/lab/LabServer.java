package org.pgrampart.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A whole Debian 12 server for one test: systemd, sshd, PostgreSQL 15, nftables, ufw, cron, sudo and a Django project.
///
/// System users: `root`, `postgres` and `nopass` (passwordless sudo), `askpass` (sudo and login with
/// [#ASKPASS_PASSWORD]), `plain` (no sudo), each with a key. PostgreSQL: superuser `admin`, the application's `shop` in
/// database `shop`, and `onlylogin`. The project lies in `/srv/shop`.
public final class LabServer implements AutoCloseable {
    public static final String ASKPASS_PASSWORD = "lab-askpass-8RkQ2v";
    public static final String ADMIN_PASSWORD = "lab-admin-Zt51wY";
    public static final String SHOP_PASSWORD = "shop";
    public static final String ONLYLOGIN_PASSWORD = "lab-onlylogin-Hc94mB";

    static final Map<String, String> PASSWORDS = Map.of(
            "ASKPASS_PASSWORD", ASKPASS_PASSWORD,
            "ADMIN_PASSWORD", ADMIN_PASSWORD,
            "SHOP_PASSWORD", SHOP_PASSWORD,
            "ONLYLOGIN_PASSWORD", ONLYLOGIN_PASSWORD);

    private static final Duration BOOT_LIMIT = Duration.ofSeconds(90);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final int SSH_PORT = 22;
    private static final int POSTGRES_PORT = 5432;

    private final LabSlot slot;
    private final String name;
    private final Thread lastResort;
    private @Nullable Process container;
    private long leader;

    private LabServer(LabSlot slot, String name) {
        this.slot = slot;
        this.name = name;
        this.lastResort = Thread.ofPlatform().name("lab-" + name).unstarted(this::remove);
    }

    /// A server of that host name, running, with sshd and PostgreSQL answering; the test is skipped with the reason
    /// where this machine can't have one.
    public static LabServer boot(String name) {
        LabHost.mustBeAble();
        LabServer server = null;
        try {
            Optional<Path> base = LabBase.ready();
            if (base.isEmpty()) {
                LabHost.skip("Lab servers need a Debian mirror in /etc/apt; add one.");
            }
            server = new LabServer(LabSlot.take(), name);
            Runtime.getRuntime().addShutdownHook(server.lastResort);
            server.prepare(base.orElseThrow());
            server.boot();
            return server;
        } catch (IOException e) {
            if (server != null) {
                server.close();
            }
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            if (server != null) {
                server.close();
            }
            throw e;
        }
    }

    /// The address of the server as this machine sees it.
    public String address() {
        return slot.address();
    }

    /// The address of this machine as the server sees it.
    public String ownAddress() {
        return slot.hostAddress();
    }

    public int sshPort() {
        return SSH_PORT;
    }

    public int pgPort() {
        return POSTGRES_PORT;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(address(), pgPort(), database);
    }

    /// The private key (OpenSSH format, no passphrase) of `root`, `postgres`, `nopass`, `askpass` or `plain`.
    public Path sshKey(String user) {
        return slot.folder().resolve("keys").resolve(user);
    }

    /// A known_hosts file with this server's keys, also under every port that [#startSshdOn] opened.
    public Path knownHosts() {
        return slot.folder().resolve("known_hosts");
    }

    /// `SHA256:…` of the Ed25519 host key, as `ssh-keygen -l` prints it.
    public String hostKeyFingerprint() {
        try {
            return new HostKeys(root()).fingerprint();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a shell line as root on the server, past its network and its sshd.
    public Ran exec(String shell) {
        return inside("/bin/sh", "-c", shell).run();
    }

    /// The same with something on standard input.
    public Ran exec(String shell, byte[] input) {
        return inside("/bin/sh", "-c", shell).fedWith(input).run();
    }

    /// Writes a file on the server; owner as `chown` takes it, mode in octal.
    public void copyIn(byte[] content, String path, String owner, String mode) {
        inside("/bin/sh", "-c", "cat > \"$0\" && chown \"$1\" \"$0\" && chmod \"$2\" \"$0\"", path, owner, mode)
                .fedWith(content)
                .run()
                .ok();
    }

    public byte[] readFile(String path) {
        return Base64.getDecoder()
                .decode(inside("base64", "-w0", "--", path).run().text());
    }

    public FileState stat(String path) {
        String[] facts =
                inside("stat", "-c", "%U %G %a %i %s", "--", path).run().text().split(" ");
        String sum = inside("sha256sum", "--", path).run().text();
        return new FileState(
                sum.substring(sum.startsWith("\\") ? 1 : 0).substring(0, 64),
                facts[0],
                facts[1],
                facts[2],
                Long.parseLong(facts[3]),
                Long.parseLong(facts[4]));
    }

    /// Starts one more sshd beside the first, which may then be stopped, and waits until it answers.
    public void startSshdOn(int port) {
        // Debian's unit would take the folder /run/sshd with it, without which no sshd lets anybody in.
        exec("""
                set -e
                mkdir -p /run/systemd/system/ssh.service.d
                printf '[Service]\\nRuntimeDirectoryPreserve=yes\\n' > /run/systemd/system/ssh.service.d/lab.conf
                systemctl daemon-reload
                systemd-run -q --unit=sshd-%d /usr/sbin/sshd -D -p %<d
                """.formatted(port)).ok();
        try {
            writeKnownHosts("[%s]:%d".formatted(address(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Patience.until("sshd answers on " + port, BOOT_LIMIT, () -> answers(port), this::console);
    }

    /// The power cut: every process of the server dies at once, the disk stays. [#restart] brings it back.
    public void crash() {
        ProcessHandle.of(leader).ifPresent(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /// Boots again after [#crash] or after the server went down by itself.
    public void restart() {
        try {
            boot();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An orderly reboot.
    public void reboot() {
        exec("systemctl --no-block reboot").ok();
        awaitReboot();
    }

    /// Waits for the end of a reboot that something else began, and boots again.
    public void awaitReboot() {
        awaitEnd();
        restart();
    }

    public boolean isRunning() {
        return container != null && container.isAlive();
    }

    /// Ends the server at once and removes everything that was made for it.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) {
            return; // the hook itself is at it
        }
        remove();
    }

    private void remove() {
        try (slot) {
            Process running = container;
            if (running != null && running.isAlive()) {
                running.descendants().forEach(ProcessHandle::destroyForcibly);
                if (!Patience.holdsWithin(Duration.ofSeconds(3), () -> !running.isAlive())) {
                    running.destroyForcibly();
                    Patience.holdsWithin(Duration.ofSeconds(3), () -> !running.isAlive());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare(Path base) throws IOException {
        Path folder = Files.createDirectory(
                slot.folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        slot.mark(0);
        for (String part : List.of("upper", "work", "root", "keys")) {
            Files.createDirectory(folder.resolve(part));
        }
        String layers =
                "lowerdir=%s,upperdir=%s,workdir=%s".formatted(base, folder.resolve("upper"), folder.resolve("work"));
        // volatile: the copy never outlives the test, so nothing of it need reach the disk; kernels from 5.10
        String root = root().toString();
        if (HostCommand.of("mount", "-t", "overlay", "lab", "-o", layers + ",volatile", root)
                        .run()
                        .rc()
                != 0) {
            HostCommand.of("mount", "-t", "overlay", "lab", "-o", layers, root)
                    .run()
                    .ok();
        }
        HostCommand.of("cp", "-r", ShopProject.folder().toString(), root + "/srv/shop")
                .run()
                .ok();
        LabBase.inside(root(), "server.sh", Map.of("NAME", name, "ADDRESS", address() + "/24"))
                .ok();
        HostCommand.of("mv", root + "/lab/keys", folder.toString()).run().ok();
        writeKnownHosts(address());
    }

    private void boot() throws IOException {
        Process started = new ProcessBuilder(
                        "setsid",
                        "systemd-nspawn",
                        "--quiet",
                        "--directory=" + root(),
                        "--boot",
                        "--machine=" + slot.machine(),
                        "--hostname=" + name,
                        "--network-veth",
                        "--register=no",
                        "--keep-unit",
                        "--console=read-only",
                        "--resolv-conf=off",
                        "--timezone=off",
                        "--link-journal=no")
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(consoleLog().toFile()))
                .start();
        container = started;
        slot.mark(started.pid());
        awaitBoot("the container starts", () -> findLeader(started));
        awaitBoot("its network is there", () -> Files.exists(Path.of("/sys/class/net", slot.networkInterface())));
        HostCommand.of("ip", "address", "replace", slot.hostAddress() + "/24", "dev", slot.networkInterface())
                .run()
                .ok();
        HostCommand.of("ip", "link", "set", slot.networkInterface(), "up").run().ok();
        awaitBoot("sshd answers", () -> answers(SSH_PORT));
        awaitBoot("PostgreSQL answers", () -> exec("pg_isready -q -h 127.0.0.1").rc() == 0);
        awaitBoot(
                "systemd is done",
                () -> List.of("running", "degraded")
                        .contains(exec("systemctl is-system-running").out().strip()));
    }

    private void awaitBoot(String what, BooleanSupplier condition) {
        Patience.until(what, BOOT_LIMIT, () -> !isRunning() || condition.getAsBoolean(), this::whatThereIs);
        if (!isRunning()) {
            throw new AssertionError("The container ended before %s.%n%s".formatted(what, console()));
        }
    }

    /// The console's end, both ends of the network, and which units failed or are still waited for.
    private String whatThereIs() {
        String here = HostCommand.of("ip", "-br", "address", "show", "dev", slot.networkInterface())
                .run()
                .out();
        String look = "ip -br address; ss -Htln; systemctl list-jobs --no-pager; systemctl --failed --no-pager;"
                + " systemctl --failed --plain --no-legend | cut -d ' ' -f 1 | xargs -r systemctl status --no-pager";
        String there = leader == 0 ? "" : inside("/bin/sh", "-c", look).run().out();
        return String.join("\n", console(), here, there);
    }

    private boolean findLeader(Process nspawn) {
        leader = nspawn.children()
                .map(ProcessHandle::pid)
                .filter(LabServer::isFirstOfItsNamespace)
                .findFirst()
                .orElse(0L);
        return leader != 0;
    }

    private static boolean isFirstOfItsNamespace(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                            .anyMatch(line -> line.matches("NSpid:\\s+\\d+\\s+1"))
                    && Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                            .startsWith("systemd");
        } catch (IOException e) {
            return false; // it ended while we looked
        }
    }

    private void awaitEnd() {
        Patience.until("the container ends", END_LIMIT, () -> !isRunning(), this::console);
    }

    private boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(), port), 500);
            socket.setSoTimeout(2_000);
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    private HostCommand inside(String... command) {
        List<String> argv = new ArrayList<>(List.of("nsenter", "-t", Long.toString(leader), "-a", "-w", "--"));
        argv.addAll(List.of(command));
        return HostCommand.of(argv.toArray(String[]::new)).with(Map.of("HOME", "/root"));
    }

    Path root() {
        return slot.folder().resolve("root");
    }

    private Path consoleLog() {
        return slot.folder().resolve("console.log");
    }

    private String console() {
        try {
            List<String> lines =
                    Files.readString(consoleLog(), ISO_8859_1).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(no console log)";
        }
    }

    private void writeKnownHosts(String host) throws IOException {
        Files.writeString(
                knownHosts(), new HostKeys(root()).knownAs(host), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
