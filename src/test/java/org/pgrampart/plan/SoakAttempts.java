package org.pgrampart.plan;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.pgrampart.change.Change;
import org.pgrampart.lab.LabServer;
import org.pgrampart.lab.Patience;
import org.pgrampart.target.TargetException;

/// Attempts of the soak, one after the other on one server, each starting from and ending in the same state.
final class SoakAttempts implements AutoCloseable {
    private static final String[] FILES = {
        FaultBench.HBA, FaultBench.AUTO_CONF, SoakChanges.SETTINGS, SoakChanges.CREATED, SoakChanges.MODED
    };
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /// How an attempt ended.
    ///
    /// @param told what the program said in the end
    /// @param wrong what must not be
    record Ended(
            SoakKill kill, SoakTool.Ending ending, int changes, String outcome, String told, Optional<String> wrong) {
        @Override
        public String toString() {
            return kill + " " + ending + " of " + changes + " changes, " + outcome;
        }
    }

    private final FaultBench bench;
    private final LabServer server;
    private final byte[] hba;
    private final byte[] settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SoakTool tool;
    private final SoakTool other;
    private Map<String, String> before;
    private long typical = TimeUnit.SECONDS.toMillis(4);

    SoakAttempts(FaultBench bench) {
        this.bench = bench;
        this.server = bench.server();
        this.tool = new SoakTool(server.address(), server.sshKey("nopass"), server.knownHosts(), bench.changes());
        this.other = new SoakTool(server.address(), server.sshKey("nopass"), server.knownHosts(), bench.changes());
        this.hba = server.readFile(FaultBench.HBA);
        this.settings = server.readFile(SoakChanges.SETTINGS);
        this.before = state();
    }

    Ended run(long seed) {
        Random random = new Random(seed);
        SoakKill kill = SoakKill.any(random);
        int ends = random.nextInt(10);
        SoakTool.Ending ending =
                ends < 6 ? SoakTool.Ending.KEEP : ends < 8 ? SoakTool.Ending.UNDO : SoakTool.Ending.LEAVE;
        List<Change> changes = SoakChanges.of(seed, hba, settings);
        String told = "?";
        try {
            told = apply(random, seed, kill, ending, changes);
            String outcome = settle(random);
            String wrong = verify(outcome, told, changes);
            return new Ended(
                    kill,
                    ending,
                    changes.size(),
                    outcome,
                    told,
                    wrong.isEmpty() ? Optional.empty() : Optional.of(wrong));
        } catch (Exception | AssertionError e) {
            Ended ended = new Ended(kill, ending, changes.size(), "?", told, Optional.of(e + trace()));
            clear();
            return ended;
        }
    }

    private String apply(Random random, long seed, SoakKill kill, SoakTool.Ending ending, List<Change> changes)
            throws Exception {
        long window = 5 + random.nextInt(4);
        long moment = (long) (random.nextDouble() * typical * 1.1);
        double more = random.nextInt(12) / 100.0;
        Files.deleteIfExists(bench.changes().resolve("planned"));
        if (kill == SoakKill.PROGRAM) {
            Process process = SoakTool.fork(
                    server.address(),
                    server.sshKey("nopass"),
                    server.knownHosts(),
                    bench.changes(),
                    seed,
                    hba,
                    settings,
                    window,
                    ending);
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            // starting and connecting are not what is tried
            Patience.until(
                    "the program has a plan",
                    PATIENCE,
                    () -> !process.isAlive() || Files.exists(bench.changes().resolve("planned")),
                    () -> "");
            boolean done = process.waitFor(moment, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            return done
                    ? "forked: "
                            + Files.readString(bench.changes().resolve("forked.log"))
                                    .strip()
                    : "killed";
        }
        tool.session(); // connecting is not what is tried
        long began = System.nanoTime();
        Future<String> running = threads.submit(() -> tool.run(changes, Duration.ofSeconds(window), ending));
        if (kill == SoakKill.NOTHING) {
            String told = running.get(3, TimeUnit.MINUTES);
            typical = (typical * 3 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)) / 4;
            return told;
        }
        await(running, moment);
        if (kill == SoakKill.SERVER) {
            server.crash();
        } else {
            server.exec(kill.line(more));
        }
        String told = ended(running);
        tool.close(); // its connection may have been cut after it was done
        if (kill == SoakKill.SERVER) {
            tool.close();
            other.close();
            server.restart();
        }
        return told;
    }

    private static void await(Future<String> running, long milliseconds) throws Exception {
        try {
            running.get(milliseconds, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return; // still at it: the right moment
        }
    }

    private static String ended(Future<String> running) throws Exception {
        try {
            return running.get(3, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new AssertionError("the program failed with an exception of its own", e.getCause());
        }
    }

    /// Waits for what the server does by itself, and does what the program would at its next start.
    private String settle(Random random) throws Exception {
        boolean driven = false;
        int quiet = 0;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            String[] facts = facts();
            String id = facts[0];
            String decision = facts[1];
            // a timer whose run was killed is tried again by systemd, also after somebody else was faster
            boolean busy = facts[5].equals("busy");
            quiet = id.isEmpty() && !busy ? quiet + 1 : 0;
            if (quiet == 4) { // what was sent just before the end may only now become a process
                return "nothing begun";
            }
            boolean timer = facts[6].equals("timer");
            if (!busy && !timer && facts[2].equals("rolled-back") && facts[4].isEmpty()) {
                return driven ? "undone when asked" : "undone";
            }
            if (!busy && !timer && facts[3].equals("confirmed") && facts[4].isEmpty()) {
                return driven ? "kept when asked" : "kept";
            }
            boolean waits = timer && !(decision.equals("rollback") && random.nextInt(25) == 0);
            if (busy || waits || id.isEmpty()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(350));
                continue;
            }
            driven = true;
            if (decision.equals("confirm")) {
                // as the next change set would do before it begins
                server.exec("sh " + FaultBench.BASE + "/txn/" + id + "/confirm.sh");
            } else {
                rollback(id);
            }
        }
        throw new AssertionError("not decided after " + PATIENCE + ": " + String.join("|", facts()));
    }

    private void rollback(String id) throws ApplyException, TargetException {
        try {
            other.rollback(id);
        } catch (TargetException e) {
            other.close(); // its connection was killed with the others
            other.rollback(id);
        }
    }

    /// Name, decision, rolled back, confirmed, active, busy, timer of the only change set.
    private String[] facts() {
        return server.exec("""
                cd %s 2>/dev/null || cd /
                busy() {
                    pgrep -f '/txn/[^ ]*[.]sh' >/dev/null || pgrep -f '(^|/)sh -[s]( |$)' >/dev/null \\
                        || pgrep -f 'echo pgrampart[-]' >/dev/null
                }
                # asked before and after: what still ran when the folder was seen may have cleared it away since
                if busy; then b=busy; else b=; fi
                id=$(ls txn 2>/dev/null | tail -n 1)
                t=txn/$id
                printf '%%s|' "$id" "$(readlink $t/decision)"
                if [ -n "$id" ] && [ -e $t/rolled-back ]; then printf 'rolled-back|'; else printf '|'; fi
                if [ -n "$id" ] && [ -e $t/confirmed ]; then printf 'confirmed|'; else printf '|'; fi
                printf '%%s|' "$(readlink active)"
                if busy; then b=busy; fi
                printf '%%s|' "$b"
                case $(systemctl show -p ActiveState --value "pgrampart-$id-*.timer" "pgrampart-$id-*.service" 2>/dev/null) in
                    *activ*) printf 'timer|.' ;;
                    *) printf '|.' ;;
                esac
                """.formatted(FaultBench.BASE)).out().split("\\|", -1);
    }

    private String verify(String outcome, String told, List<Change> changes) throws Exception {
        String id = facts()[0];
        boolean kept = outcome.startsWith("kept");
        StringBuilder wrong = new StringBuilder();
        if (told.startsWith("KEPT") && !kept) {
            wrong.append("the program said kept, and it is ").append(outcome).append(". ");
        }
        if ((told.startsWith("ROLLED_BACK") || told.startsWith("UNTOUCHED")) && kept) {
            wrong.append("the program said undone, and it is kept. ");
        }
        if (kept) {
            Set<String> rest = new TreeSet<>(SoakTool.summaries(planAnew(changes)));
            rest.retainAll(SoakTool.planned(bench.changes()));
            if (!rest.isEmpty()) {
                wrong.append("kept, but not whole: ").append(rest);
            }
            rollback(id);
        }
        server.exec("rm -rf " + FaultBench.BASE + "/txn/" + (id.isEmpty() ? "none" : id));
        Map<String, String> after = state();
        if (!after.equals(before)) {
            try {
                RoundTrip.assertSame(before, after);
            } catch (AssertionError e) {
                wrong.append(outcome).append(", but ").append(e.getMessage());
            }
            before = after;
        }
        return wrong.toString();
    }

    private Plan planAnew(List<Change> changes) throws TargetException {
        try {
            return other.plan(changes);
        } catch (TargetException e) {
            other.close();
            return other.plan(changes);
        }
    }

    /// Without the units that a boot has loaded: systemd remembers them for a while after their files have gone.
    private Map<String, String> state() {
        Map<String, String> state = bench.state(FILES);
        state.computeIfPresent(
                "files",
                (_, text) -> text.replaceAll("(?m)^pgrampart-boot-\\w+\\.service(\\n|\\z)", "")
                        .strip());
        return state;
    }

    private String trace() {
        try {
            return "\n"
                    + server.exec("tail -n 20 " + FaultBench.BASE + "/txn/*/journal; ls " + FaultBench.BASE + "/txn/*")
                            .out();
        } catch (RuntimeException | AssertionError e) {
            return " (no journal: " + e + ")";
        }
    }

    private void clear() {
        tool.close();
        other.close();
        try {
            bench.putBack();
            before = state();
        } catch (RuntimeException | AssertionError e) {
            throw new IllegalStateException("the server cannot be brought back", e);
        }
    }

    @Override
    public void close() {
        tool.close();
        other.close();
        threads.close();
    }
}
