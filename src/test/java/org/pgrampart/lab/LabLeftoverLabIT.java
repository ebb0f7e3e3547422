package org.pgrampart.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LabLeftoverLabIT {
    @Test
    void whatAKilledRunLeftIsRemovedByTheNext() throws IOException, InterruptedException {
        LabHost.mustBeAble();
        Process doomed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AbandonedServer.class.getName(),
                        "doomed")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessHandle> container;
        Path key;
        try (BufferedReader output = doomed.inputReader()) {
            key = Path.of(String.valueOf(output.readLine()));
            assertTrue(Files.exists(key), key.toString());
            container = doomed.descendants().toList();
        } finally {
            doomed.destroyForcibly().waitFor();
        }
        assertTrue(container.stream().anyMatch(ProcessHandle::isAlive), "the container outlives its maker");

        try (LabServer next = LabServer.boot("next")) {
            assertEquals("next", next.exec("hostname").text());
            assertFalse(container.stream().anyMatch(ProcessHandle::isAlive), "the leftover's processes are gone");
        }
        assertFalse(Files.exists(key));
    }
}
