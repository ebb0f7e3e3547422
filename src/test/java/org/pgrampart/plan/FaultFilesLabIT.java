package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.format.HbaFile;
import org.pgrampart.lab.LabServer;
import org.pgrampart.target.WriteSession;

/// Files that are not plain: links, other line ends, other owners, hands of other people.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultFilesLabIT {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static LabServer server;

    @SuppressWarnings("NullAway.Init")
    private static FaultBench bench;

    @BeforeAll
    static void boot() {
        server = LabServer.boot("files15");
        bench = new FaultBench(server, folder);
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void putBack() {
        bench.putBack();
    }

    private static Change hba() {
        HbaFile file = HbaFile.parse(server.readFile(FaultBench.HBA), 15);
        return HbaEdit.first(FaultBench.HBA, file, "host all nobody 192.0.2.0/24 reject");
    }

    @Test
    void everythingIsTakenBackToTheVeryFile() throws Exception {
        Map<String, String> before = bench.state(FaultBench.HBA, FaultBench.AUTO_CONF);
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(
                    session,
                    hba(),
                    AlterSystem.set("log_connections", "on", Effect.RELOAD),
                    AlterRole.without("onlylogin", AlterRole.Attribute.INHERIT));
            Pending pending = bench.apply(session, plan, WINDOW);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            assertNotEquals(before, bench.state(FaultBench.HBA, FaultBench.AUTO_CONF));
            pending.undo();
            assertEquals(before, bench.state(FaultBench.HBA, FaultBench.AUTO_CONF));
        }
    }
}
