package org.pgrampart.plan;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.lab.LabServer;

/// Remedies that reach into the machine, and some others where Debian does things its own way, there and back on a
/// whole server. `-Dcontrols=NET-.*` walks some of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundTripLabIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private LabServer server;

    @BeforeAll
    void boot() {
        server = LabServer.boot("roundtrip");
    }

    @AfterAll
    void end() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRemedyThereAndBack() {
        LabGround ground = new LabGround(server, folder);
        return Spoilers.LAB.entrySet().stream()
                .filter(entry -> entry.getKey().matches(System.getProperty("controls", ".*")))
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(entry -> dynamicTest(
                        entry.getKey(),
                        () -> RoundTrip.walk(
                                ground,
                                Catalogue.find(entry.getKey().split(" ", 2)[0]).orElseThrow(),
                                entry.getValue())));
    }
}
