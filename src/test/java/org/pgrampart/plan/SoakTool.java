package org.pgrampart.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgrampart.change.Change;
import org.pgrampart.lab.LabServer;
import org.pgrampart.model.Secret;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.SshAddress;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// The program as a person uses it, for the soak: plans, applies, and keeps, undoes, or walks away. Runs within the
/// test, or as a program of its own that can be killed.
final class SoakTool implements AutoCloseable {
    /// What the person does once it is applied.
    enum Ending {
        KEEP,
        UNDO,
        LEAVE
    }

    private final String address;
    private final Path key;
    private final Path knownHosts;
    private final Path folder;
    private @Nullable WriteSession session;

    /// @param folder where this computer keeps change sets
    SoakTool(String address, Path key, Path knownHosts, Path folder) {
        this.address = address;
        this.key = key;
        this.knownHosts = knownHosts;
        this.folder = folder;
    }

    /// Arguments: address, key, known hosts, folder, seed, file with pg_hba.conf, file with settings.py, seconds,
    /// ending. Begins with the first byte of its input.
    public static void main(String[] a) throws Exception {
        try (SoakTool tool = new SoakTool(a[0], Path.of(a[1]), Path.of(a[2]), Path.of(a[3]))) {
            System.in.read();
            List<Change> changes = SoakChanges.of(
                    Long.parseLong(a[4]), Files.readAllBytes(Path.of(a[5])), Files.readAllBytes(Path.of(a[6])));
            String told = tool.run(changes, Duration.ofSeconds(Long.parseLong(a[7])), Ending.valueOf(a[8]));
            System.out.println(told);
        }
    }

    WriteSession session() throws TargetException {
        WriteSession open = session;
        if (open == null) {
            Secrets secrets = (_, _) -> java.util.Optional.of(Secret.of(LabServer.ADMIN_PASSWORD));
            Target target = Target.of(
                            "lab",
                            DatabaseAddress.of(address, 5432, "shop", "admin").sslMode("require"))
                    .ssh(SshAddress.of("nopass", address, 22).key(key).knownHosts(knownHosts));
            open = new Connector(secrets, (_, _, _) -> false, folder.resolve("known_hosts"))
                    .openToWrite(target, Checklist.NONE);
            session = open;
        }
        return open;
    }

    Plan plan(List<Change> changes) throws TargetException {
        return Planner.plan(session(), FaultBench.choices(changes.toArray(Change[]::new)), FaultBench.CLOCK.instant());
    }

    /// What the person is told in the end: `KEPT`, `LEFT`, or the state an [ApplyException] names, or `LOST`.
    String run(List<Change> changes, Duration window, Ending ending) {
        try {
            Plan plan = plan(changes);
            if (plan.isEmpty()) {
                return "EMPTY " + plan.notes();
            }
            Files.write(folder.resolve("planned"), summaries(plan));
            Pending pending = new Applier(FaultBench.CLOCK, folder, "soak")
                    .apply(session(), plan.confirm(plan.digest()), window, ApplyListener.NONE);
            if (ending == Ending.KEEP || pending.deadline().isEmpty()) {
                pending.keep();
                return "KEPT";
            }
            if (ending == Ending.UNDO) {
                pending.undo();
                return "ROLLED_BACK";
            }
            return "LEFT";
        } catch (ApplyException e) {
            close();
            return e.state() + " " + e.happened();
        } catch (TargetException e) {
            close();
            return "LOST " + e.happened();
        } catch (PlanException e) {
            return "STALE " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the last plan was to do: some of the changes may have been left out of it.
    static Set<String> planned(Path folder) throws IOException {
        Path file = folder.resolve("planned");
        return Files.exists(file) ? Set.copyOf(Files.readAllLines(file)) : Set.of();
    }

    static Set<String> summaries(Plan plan) {
        return plan.running().stream().map(Plan.Item::summary).collect(Collectors.toSet());
    }

    /// What the program offers at its next start: take back what is not decided.
    void rollback(String id) throws ApplyException, TargetException {
        new ChangeSets(folder).rollback(session(), id, true, ApplyListener.NONE);
    }

    @Override
    public void close() {
        WriteSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    /// A process that runs this as soon as it is told to.
    static Process fork(
            String address,
            Path key,
            Path knownHosts,
            Path folder,
            long seed,
            byte[] hba,
            byte[] settings,
            long seconds,
            Ending ending)
            throws IOException {
        Path rules = Files.write(folder.resolve("hba"), hba);
        Path project = Files.write(folder.resolve("settings"), settings);
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SoakTool.class.getName(),
                        address,
                        key.toString(),
                        knownHosts.toString(),
                        folder.toString(),
                        Long.toString(seed),
                        rules.toString(),
                        project.toString(),
                        Long.toString(seconds),
                        ending.name())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("forked.log").toFile())
                .start();
    }
}
