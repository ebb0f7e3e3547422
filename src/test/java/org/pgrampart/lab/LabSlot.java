package org.pgrampart.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One number of the lab, held by one server of one process: machine `lab-N`, network 10.77.N.0/24, a folder.
///
/// The number is a locked file; the lock goes with the process, however it ends. What the file then still says
/// (the container's process and folder) is a leftover of a killed run, and the next to come by removes it.
final class LabSlot implements AutoCloseable {
    private static final Path MARKS = Path.of("/run/pgrampart-lab");
    private static final int LAST = 250;

    /// Numbers of this process. A lock is never asked for twice: closing the second channel would free the first.
    private static final Set<Integer> OWN = new HashSet<>();

    private final int number;
    private final FileChannel channel;
    private final Path folder;

    private LabSlot(int number, FileChannel channel, Path folder) {
        this.number = number;
        this.channel = channel;
        this.folder = folder;
    }

    /// Takes the lowest free number, after what killed runs left was removed.
    static synchronized LabSlot take() throws IOException {
        Files.createDirectories(MARKS);
        Path servers = Files.createDirectories(LabBase.cache().resolve("servers"));
        LabSlot taken = null;
        for (int number = 1; number <= LAST; number++) {
            boolean used = Files.exists(MARKS.resolve(Integer.toString(number)));
            if (!OWN.contains(number) && (used || taken == null)) {
                LabSlot slot = tryTake(number, servers);
                if (slot != null && taken == null) {
                    taken = slot;
                } else if (slot != null) {
                    slot.channel.close();
                }
            }
        }
        if (taken == null) {
            throw new IOException("All %d lab servers are in use.".formatted(LAST));
        }
        OWN.add(taken.number);
        return taken;
    }

    private static @Nullable LabSlot tryTake(int number, Path servers) throws IOException {
        FileChannel channel = FileChannel.open(
                MARKS.resolve(Integer.toString(number)),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        if (channel.tryLock() != null) {
            LabSlot slot = new LabSlot(number, channel, servers.resolve(Integer.toString(number)));
            slot.removeLeftover();
            return slot;
        }
        channel.close();
        return null;
    }

    int number() {
        return number;
    }

    String machine() {
        return "lab-" + number;
    }

    String networkInterface() {
        return "ve-" + machine();
    }

    String address() {
        return "10.77.%d.2".formatted(number);
    }

    String hostAddress() {
        return "10.77.%d.1".formatted(number);
    }

    Path folder() {
        return folder;
    }

    /// Writes down what would have to be removed if this process died now.
    void mark(long containerProcess) throws IOException {
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap("%d %s".formatted(containerProcess, folder).getBytes(UTF_8)), 0);
    }

    private void removeLeftover() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        channel.read(bytes, 0);
        String mark = new String(bytes.array(), 0, bytes.position(), UTF_8);
        int space = mark.indexOf(' ');
        if (space > 0) {
            long pid = Long.parseLong(mark.substring(0, space));
            Path left = Path.of(mark.substring(space + 1));
            own(pid, left).ifPresent(process -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                Patience.until("the old container ends", Duration.ofSeconds(10), () -> !process.isAlive(), () -> mark);
            });
            clear(left);
        }
        clear(folder);
        channel.truncate(0);
    }

    /// The process with this number if it is still the container that runs in that folder, and no stranger.
    private static Optional<ProcessHandle> own(long pid, Path left) throws IOException {
        Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
        if (pid <= 1 || Files.notExists(commandLine)) {
            return Optional.empty();
        }
        List<String> arguments = List.of(Files.readString(commandLine).split("\0", -1));
        return arguments.contains("--directory=" + left.resolve("root")) ? ProcessHandle.of(pid) : Optional.empty();
    }

    private void clear(Path left) throws IOException {
        Path root = left.resolve("root");
        String mounted = " " + root + " ";
        if (Files.readString(Path.of("/proc/self/mountinfo")).contains(mounted)) {
            boolean done = Patience.holdsWithin(
                    Duration.ofSeconds(5),
                    () -> HostCommand.of("umount", root.toString()).run().rc() == 0);
            if (!done) {
                HostCommand.of("umount", "--lazy", root.toString()).run().ok();
            }
        }
        LabBase.erase(left);
        LabBase.erase(Path.of("/run/systemd/nspawn/propagate", machine()));
    }

    /// Removes the folder and gives the number back.
    @Override
    public void close() throws IOException {
        try {
            clear(folder);
            channel.truncate(0);
        } finally {
            giveBack();
        }
    }

    private void giveBack() throws IOException {
        synchronized (LabSlot.class) {
            channel.close();
            OWN.remove(number);
        }
    }
}
