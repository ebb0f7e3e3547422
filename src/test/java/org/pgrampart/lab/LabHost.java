package org.pgrampart.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Whether this machine can carry a lab server; `-Dlab.required=true` makes a machine that can't a failure.
final class LabHost {
    private static final List<String> TOOLS =
            List.of("debootstrap", "systemd-nspawn", "unshare", "nsenter", "ip", "mount", "umount", "setsid", "chroot");

    private LabHost() {}

    /// What this machine lacks, in one sentence with the remedy; empty when nothing is missing.
    static Optional<String> obstacle() {
        if (!System.getProperty("os.name").startsWith("Linux")) {
            return Optional.of("Lab servers need Linux; run these tests on a Linux machine.");
        }
        try {
            if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
                return Optional.of("Lab servers need root; run Maven as root to have these tests.");
            }
            List<String> missing =
                    TOOLS.stream().filter(tool -> !isInstalled(tool)).toList();
            if (!missing.isEmpty()) {
                return Optional.of("Lab servers need %s; apt-get install debootstrap systemd-container iproute2."
                        .formatted(String.join(", ", missing)));
            }
            if (Files.readString(Path.of("/proc/filesystems")).lines().noneMatch(line -> line.endsWith("\toverlay"))
                    && HostCommand.of("modprobe", "overlay").run().rc() != 0) {
                return Optional.of("Lab servers need overlayfs; use a kernel that has it.");
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("Lab servers need a readable /proc; mount it. (%s)".formatted(e.getMessage()));
        }
    }

    static void mustBeAble() {
        obstacle().ifPresent(LabHost::skip);
    }

    static void skip(String because) {
        if (Boolean.getBoolean("lab.required")) {
            Assertions.fail(because);
        }
        System.getLogger(LabHost.class.getName()).log(System.Logger.Level.WARNING, "Skipped: " + because);
        Assumptions.abort(because);
    }

    private static boolean isInstalled(String tool) {
        return List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
