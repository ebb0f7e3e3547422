package org.pgrampart.practice;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pgrampart.model.Secret;
import org.pgrampart.practice.PracticeOptions.Strength;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Environment;
import org.pgrampart.target.SshAddress;
import org.pgrampart.target.Sudo;
import org.pgrampart.target.Target;

/// A real PostgreSQL with SSH and a Django project on the learner's own computer, on loopback; closing it, or the end
/// of the program, removes it without a trace.
public final class PracticeServer implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PracticeFolder folder;
    private final PostgresBinaries binaries;
    private final Strength strength;
    private final int port;
    private final Secret adminPassword;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable PracticeHost host;
    private @Nullable Postmaster postmaster;
    private @Nullable PracticeShell shell;
    private @Nullable Thread hook;

    private PracticeServer(
            PracticeFolder folder, PostgresBinaries binaries, Strength strength, int port, Secret adminPassword) {
        this.folder = folder;
        this.binaries = binaries;
        this.strength = strength;
        this.port = port;
        this.adminPassword = adminPassword;
    }

    /// The majors that can be started here, ascending; empty where no embedded binary exists for the system.
    public static List<Integer> availableMajors() {
        return PostgresBinaries.majors();
    }

    /// Starts one and returns when database and SSH take connections; each step is told in a few words.
    ///
    /// @throws PracticeException when it cannot be started, with what to do about it
    public static PracticeServer start(PracticeOptions options, Clock clock, Consumer<String> progress) {
        progress.accept("Unpacking PostgreSQL");
        PostgresBinaries binaries = PostgresBinaries.unpacked(options.major());
        try {
            PracticeFolder folder = PracticeFolder.create(options.parent().orElseGet(() -> CacheFolder.of("practice")));
            PracticeServer server = new PracticeServer(
                    folder, binaries, options.strength(), Postmaster.freePort(), Secret.of(newPassword()));
            server.removeAtExit();
            try {
                server.start(clock, progress);
                return server;
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PracticeException(
                    "The practice server could not be set up: " + e.getMessage()
                            + ". Make sure that the cache folder can be written, or set PGRAMPART_HOME to another.",
                    e);
        }
    }

    private void start(Clock clock, Consumer<String> progress) throws IOException {
        progress.accept("Fencing off the practice folder");
        PracticeHost started = PracticeHost.start(folder, binaries.home());
        host = started;
        Postmaster database =
                new Postmaster(binaries, folder.data(), folder.startLog(), started::inside, started.environment());
        progress.accept("Making the shop database");
        Map<String, String> passwords = Map.of(
                "admin", adminPassword.reveal(),
                "migrator", newPassword(),
                "app", newPassword(),
                "readonly", newPassword());
        new PracticeData(folder, binaries, database, port, passwords, clock.instant()).make(strength);
        progress.accept("Starting PostgreSQL " + binaries.version());
        database.start();
        postmaster = database;
        progress.accept("Starting SSH");
        shell = PracticeShell.start(folder, started, port);
    }

    public Strength strength() {
        return strength;
    }

    public int major() {
        return binaries.major();
    }

    /// `127.0.0.1`, for the database and for SSH.
    public String address() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public String database() {
        return "shop";
    }

    /// The superuser, of whom the weak server's application is another one.
    public String adminUser() {
        return "postgres";
    }

    public Secret adminPassword() {
        return adminPassword;
    }

    /// How to connect as the administrator, without the password: encrypted and verified where the server can.
    public String databaseUri() {
        String tls = authority()
                .map(file -> "verify-full&sslrootcert=" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8))
                .orElse("prefer");
        return "postgresql://" + adminUser() + "@" + address() + ":" + port + "/" + database() + "?sslmode=" + tls;
    }

    public int sshPort() {
        return shell().port();
    }

    public String sshUser() {
        return PracticeHost.USER;
    }

    /// The only key that SSH takes, without a passphrase.
    public Path privateKey() {
        return shell().privateKey();
    }

    /// A known_hosts file with the host key as its only line.
    public Path knownHosts() {
        return shell().knownHosts();
    }

    /// `SHA256:…`
    public String hostKeyFingerprint() {
        return shell().hostKeyFingerprint();
    }

    /// Whether this computer can keep commands within the practice folder; where not, SSH runs none.
    public boolean runsCommands() {
        PracticeHost running = host;
        return running != null && running.isConfined();
    }

    public Path folder() {
        return folder.path();
    }

    public Path dataDirectory() {
        return folder.data();
    }

    public Path djangoDirectory() {
        return folder.django();
    }

    /// There only on a hard server.
    public Path backupDirectory() {
        return folder.backups();
    }

    /// The certificate of the authority to trust, on a server that speaks TLS.
    public Optional<Path> authority() {
        return strength == Strength.HARD ? Optional.of(folder.tls().resolve("ca.crt")) : Optional.empty();
    }

    /// The folder of the Unix socket, where its path is not too long for one.
    public Optional<Path> socketFolder() {
        return folder.socket(port);
    }

    /// Everything that connecting to it needs, but for the administrator's password.
    public Target target() {
        DatabaseAddress database = new DatabaseAddress(
                address(),
                port,
                database(),
                adminUser(),
                authority().isPresent() ? DatabaseAddress.VERIFY_FULL : "prefer",
                authority().map(Path::toString),
                Map.of());
        Target target = new Target(
                "practice",
                database,
                Optional.empty(),
                false,
                false,
                Sudo.NONE,
                Optional.of(djangoDirectory().toString()),
                Environment.PRACTICE,
                true);
        return runsCommands()
                ? target.ssh(SshAddress.of(sshUser(), address(), sshPort())
                        .key(privateKey())
                        .acceptHostKey(hostKeyFingerprint()))
                : target;
    }

    /// Ends everything and removes the practice folder; a second time does nothing.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        forgetHook();
        try {
            end();
        } finally {
            folder.remove();
            adminPassword.close();
        }
    }

    private void end() {
        PracticeShell open = shell;
        if (open != null) {
            open.close();
        }
        PracticeHost running = host;
        Postmaster database = postmaster;
        try {
            // with the practice host all of its processes end; nothing has to be saved
            if (database != null && (running == null || !running.isConfined())) {
                database.stop();
            }
        } finally {
            if (running != null) {
                running.close();
            }
        }
    }

    private void removeAtExit() {
        Thread thread = Thread.ofPlatform().name("practice-server-removal").unstarted(this::close);
        hook = thread;
        Runtime.getRuntime().addShutdownHook(thread);
    }

    private void forgetHook() {
        Thread thread = hook;
        if (thread == null || thread.equals(Thread.currentThread())) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // the program is ending already, and the hook will find nothing left to do
            hook = null;
        }
    }

    private PracticeShell shell() {
        PracticeShell open = shell;
        if (open == null || closed.get()) {
            throw new IllegalStateException("The practice server is not running.");
        }
        return open;
    }

    private static String newPassword() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
