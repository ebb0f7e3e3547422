package org.pgrampart.plan;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.lab.LabServer;

/// One lab server for all tests of a class, which make changes on it while something goes wrong. Each test finds it as
/// it was when it was booted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // two classes run at once, each with a server of its own
abstract class UnderFault {
    private final String name;
    private final String[] files;

    @SuppressWarnings("NullAway.Init")
    LabServer server;

    /// Of this computer, for all tests of the class.
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    FaultBench bench;

    /// What must be the same again; empty without files.
    @SuppressWarnings("NullAway.Init")
    Map<String, String> before;

    /// @param name of the server
    /// @param files whose bytes, owner, mode and inode count
    UnderFault(String name, String... files) {
        this.name = name;
        this.files = files.clone();
    }

    @BeforeAll
    void boot(@TempDir Path temporary) throws Exception {
        folder = temporary;
        server = LabServer.boot(name);
        bench = new FaultBench(server, folder);
    }

    @AfterAll
    void end() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void look() {
        before = files.length == 0 ? Map.of() : state();
    }

    @AfterEach
    void putBack() {
        bench.putBack();
    }

    Map<String, String> state() {
        return bench.state(files);
    }
}
