package org.pgrampart.plan;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
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

/// Every remedy of the catalogue there and back on a weak practice server; those that reach past it are walked on a
/// whole server instead. `-Dcontrols=AUTH-.*` walks some of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundTripPgIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private PracticeGround ground;

    @BeforeAll
    void start() {
        ground = PracticeGround.weak(folder);
        assumeTrue(ground.server().runsCommands(), "commands cannot be confined here");
    }

    @AfterAll
    void end() {
        if (ground != null) {
            ground.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRemedyThereAndBack() {
        return Catalogue.ALL.stream()
                .filter(check -> Spoilers.PRACTICE.containsKey(check.control().number()))
                .filter(check -> check.control().number().matches(System.getProperty("controls", ".*")))
                .map(check -> dynamicTest(
                        check.control().number() + " " + check.name(),
                        () -> RoundTrip.walk(
                                ground,
                                check,
                                Spoilers.PRACTICE.get(check.control().number()))));
    }
}
