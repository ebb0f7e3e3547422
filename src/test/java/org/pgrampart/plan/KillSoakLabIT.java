package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.lab.LabServer;

/// Plans that are applied and killed at random moments: afterwards each is kept whole or undone whole.
///
/// `-Dsoak.attempts=500 -Dsoak.seed=…` makes it long, and the same again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillSoakLabIT {
    private static final int ATTEMPTS = Integer.getInteger("soak.attempts", 12);
    private static final long SEED = Long.getLong("soak.seed", System.nanoTime());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private LabServer server;

    @BeforeAll
    void boot() {
        server = LabServer.boot("soak15");
    }

    @AfterAll
    void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void everyAttemptIsKeptWholeOrUndoneWhole() throws Exception {
        System.out.printf("soak: seed %d, %d attempts%n", SEED, ATTEMPTS);
        Random random = new Random(SEED);
        FaultBench bench = new FaultBench(server, folder);
        bench.sql(SoakChanges.SETUP);
        Files.createDirectories(bench.changes());
        Map<String, Integer> counts = new TreeMap<>();
        List<String> exceptions = new ArrayList<>();
        long began = System.nanoTime();
        try (SoakAttempts attempts = new SoakAttempts(bench)) {
            for (int i = 1; i <= ATTEMPTS; i++) {
                long seed = random.nextLong();
                SoakAttempts.Ended ended = attempts.run(seed);
                counts.merge(ended.kill() + " " + ended.outcome(), 1, Integer::sum);
                ended.wrong().ifPresent(wrong -> exceptions.add("attempt seed " + seed + ": " + wrong));
                System.out.printf(
                        "soak %d: %s, told %s%s%n",
                        i,
                        ended,
                        ended.told(),
                        ended.wrong().map(w -> "\n  WRONG " + w).orElse(""));
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf(
                "soak: seed %d, %d attempts in %s, %d exceptions%n%s%n",
                SEED, ATTEMPTS, took, exceptions.size(), counts);
        assertEquals(List.of(), exceptions, "seed " + SEED);
    }
}
