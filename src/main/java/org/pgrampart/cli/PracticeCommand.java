package org.pgrampart.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.WholeFile;
import org.pgrampart.target.Target;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts a practice server and keeps it until it is interrupted.
@Command(
        name = "practice",
        description = "Start a practice server on this computer, print how to reach it, remove it at Ctrl-C.",
        footer = {"", "Example: pgrampart practice --hard"},
        mixinStandardHelpOptions = true)
final class PracticeCommand implements Callable<Integer> {
    /// How well it is protected at the start.
    static final class Strength {
        @Option(names = "--weak", description = "Deliberately weak (default).")
        boolean weak;

        @Option(names = "--hard", description = "The same server hardened.")
        boolean hard;
    }

    private final Context context;
    private final Doors doors;

    @ArgGroup
    private @Nullable Strength strength;

    @Option(names = "--major", paramLabel = "14…18", description = "PostgreSQL release; the newest by default.")
    private @Nullable Integer major;

    PracticeCommand(Context context, Doors doors) {
        this.context = context;
        this.doors = doors;
    }

    @Override
    public Integer call() throws StoreException {
        PracticeOptions options = strength != null && strength.hard ? PracticeOptions.hard() : PracticeOptions.weak();
        if (major != null) {
            options = options.withMajor(major);
        }
        try (Doors.Opened opened = doors.practice(options)) {
            PracticeServer server = opened.practice().orElseThrow();
            print(server, opened.target());
            new CountDownLatch(1).await();
            return Exit.DONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.INTERRUPTED;
        }
    }

    private void print(PracticeServer server, Target target) throws StoreException {
        Path passwords = server.folder().resolve("admin.pgpass");
        WholeFile.write(
                passwords,
                String.format(
                        Locale.ROOT,
                        "%s:%d:*:%s:%s%n",
                        server.address(),
                        server.port(),
                        server.adminUser(),
                        server.adminPassword().reveal()));
        StringBuilder options = new StringBuilder();
        options.append("--db '").append(server.databaseUri()).append('\'');
        target.ssh()
                .ifPresent(ssh -> options.append(String.format(
                        Locale.ROOT,
                        " --ssh %s@%s:%d --ssh-key '%s' --accept-host-key %s --environment practice",
                        server.sshUser(),
                        server.address(),
                        server.sshPort(),
                        server.privateKey(),
                        server.hostKeyFingerprint())));
        options.append(" --django '").append(server.djangoDirectory()).append('\'');
        context.out().println(options);
        context.out().flush();
        context.err().println("The practice server runs; Ctrl-C removes it. The administrator's password lies in");
        context.err().println(passwords + " (PGPASSFILE).");
    }
}
