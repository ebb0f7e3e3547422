package org.pgrampart.practice;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PracticeFolderPgIT {
    @Test
    void anOrphanedServerThatNothingFencedIsEndedWithItsFolder(@TempDir Path parent)
            throws IOException, InterruptedException {
        Path folder = abandoned(parent);
        PostgresBinaries binaries = PostgresBinaries.unpacked(Optional.empty());
        Path data = folder.resolve("data");
        Postmaster postmaster = new Postmaster(binaries, data, folder.resolve("log"));
        postmaster.initialise(List.of("--no-sync"));
        Files.writeString(
                data.resolve("postgresql.conf"),
                "port = " + Postmaster.freePort() + "\nunix_socket_directories = ''\n",
                StandardOpenOption.APPEND);
        postmaster.start();
        long id = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        assertTrue(ProcessHandle.of(id).isPresent());
        PracticeFolder.removeLeftovers(parent);
        assertFalse(ProcessHandle.of(id).map(ProcessHandle::isAlive).orElse(false));
        assertFalse(Files.exists(folder));
    }

    @Test
    void aForeignProcessWithTheSameNumberLives(@TempDir Path parent) throws IOException, InterruptedException {
        Path folder = abandoned(parent);
        Process foreign = new ProcessBuilder("sleep", "60").start();
        try {
            Path data = Files.createDirectory(folder.resolve("data"));
            Files.writeString(data.resolve("postmaster.pid"), foreign.pid() + "\n" + data + "\n");
            PracticeFolder.removeLeftovers(parent);
            assertFalse(Files.exists(folder));
            assertFalse(foreign.waitFor(200, TimeUnit.MILLISECONDS));
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void whatIsNoPracticeFolderIsLeftAlone(@TempDir Path parent) throws IOException {
        Path other = Files.createDirectory(parent.resolve("practice-notes"));
        PracticeFolder.removeLeftovers(parent);
        assertTrue(Files.exists(other));
    }

    // the owner is this very process, as it would be had it started in another year: an id given out again
    private static Path abandoned(Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("practice-1"));
        Files.writeString(folder.resolve("owner"), ProcessHandle.current().pid() + " 2001-01-01T00:00:00Z");
        return folder;
    }
}
