package org.pgrampart.practice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The computer within the computer on which a practice server runs: its processes see no other ones, and can write
/// to nothing but the practice folder.
///
/// It is made of Linux namespaces, which need no rights. Where there are none, nothing is confined and nothing may be
/// run for a learner: [#isConfined()] says so.
final class PracticeHost implements AutoCloseable {
    /// The name under which everything runs there: files belong to whom they should, and `peer` lets the owner in.
    static final String USER = "postgres";

    private static final Logger LOG = Logger.getLogger(PracticeHost.class.getName());
    private static final String REFUSED = "systemctl service journalctl loginctl hostnamectl timedatectl nft iptables "
            + "ip6tables iptables-save iptables-restore ip6tables-restore ufw firewall-cmd apt apt-get aptitude dpkg "
            + "dnf yum rpm zypper pacman apk snap flatpak pip pip3 sudo su doas pkexec runuser crontab sshd sysctl "
            + "modprobe useradd userdel usermod groupadd groupdel groupmod passwd chpasswd visudo reboot "
            + "shutdown halt poweroff docker podman update-rc.d update-grub grub-install cryptsetup mkfs fdisk parted "
            + "pg_ctlcluster pg_createcluster pg_dropcluster swapoff swapon setenforce semanage aa-enforce certbot";
    // looked for to arm a timer: what is not there is not tried
    private static final String HIDDEN = "systemd-run at batch atd systemd-analyze";
    private static final long SECONDS = 20;

    private final PracticeFolder folder;
    private final Path binaries;
    private final Optional<Process> keeper;
    private final long first;

    private PracticeHost(PracticeFolder folder, Path binaries, Optional<Process> keeper, long first) {
        this.folder = folder;
        this.binaries = binaries;
        this.keeper = keeper;
        this.first = first;
    }

    static PracticeHost start(PracticeFolder folder, Path binaries) throws IOException {
        if (!CacheFolder.isLinux()) {
            return unconfined(folder, binaries);
        }
        Path script = folder.path().resolve("shell").resolve("host.sh");
        try (InputStream source = PracticeHost.class.getResourceAsStream("host.sh")) {
            Files.write(script, java.util.Objects.requireNonNull(source).readAllBytes());
        }
        ProcessBuilder builder = new ProcessBuilder(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--uts",
                "--ipc",
                "/bin/sh",
                script.toString(),
                folder.path().toString(),
                binaries.toString(),
                REFUSED,
                HIDDEN);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
        builder.redirectError(folder.path().resolve("shell").resolve("host.log").toFile());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            LOG.log(Level.FINE, "This computer has no unshare.", e);
            return unconfined(folder, binaries);
        }
        BufferedReader words = process.inputReader(StandardCharsets.UTF_8);
        if (!"ready".equals(words.readLine())) {
            end(process);
            LOG.log(Level.INFO, "Commands cannot be confined here: {0}", said(folder));
            return unconfined(folder, binaries);
        }
        long first = process.children().findFirst().map(ProcessHandle::pid).orElseThrow();
        return new PracticeHost(folder, binaries, Optional.of(process), first);
    }

    /// Whether commands reach nothing but the practice folder.
    boolean isConfined() {
        return keeper.isPresent();
    }

    /// The command as it has to be started from outside in order to run inside.
    List<String> inside(List<String> command) {
        if (keeper.isEmpty()) {
            return Postmaster.withoutRoot(command);
        }
        List<String> all = new ArrayList<>(List.of(
                "nsenter",
                "--preserve-credentials",
                "--target",
                Long.toString(first),
                "--user",
                "--mount",
                "--pid",
                "--uts",
                "--ipc",
                "--",
                "setpriv",
                "--no-new-privs",
                "--",
                // a namespace below that of the host: no right over its mounts is left
                "unshare",
                "--user",
                "--map-user=1000",
                "--map-group=1000",
                "--",
                // not nsenter --wd: it would hold the folder as seen from outside, with a way up and out
                "/bin/sh",
                "-c",
                "cd \"$0\" && exec \"$@\"",
                folder.path().toString()));
        all.addAll(command);
        return all;
    }

    /// What programs find in their environment, and nothing else; empty where nothing is confined.
    Map<String, String> environment() {
        if (!isConfined()) {
            return Map.of();
        }
        String path = "/opt/practice/bin:" + binaries.resolve("bin") + databasePrograms()
                + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
        return Map.of(
                "PATH",
                path,
                "HOME",
                folder.home().toString(),
                "USER",
                USER,
                "LOGNAME",
                USER,
                "SHELL",
                "/bin/sh",
                "LANG",
                "C.UTF-8",
                "TMPDIR",
                "/tmp");
    }

    // psql does not come with the embedded binaries; the system's own is used where there is one
    private static String databasePrograms() {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("psql")))
                    .max(java.util.Comparator.comparing(Path::toString))
                    .map(bin -> ":" + bin)
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        keeper.ifPresent(PracticeHost::end);
    }

    private static void end(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static PracticeHost unconfined(PracticeFolder folder, Path binaries) {
        return new PracticeHost(folder, binaries, Optional.empty(), 0);
    }

    private static String said(PracticeFolder folder) {
        try {
            return Files.readString(folder.path().resolve("shell").resolve("host.log"))
                    .strip();
        } catch (IOException e) {
            return "nothing was said";
        }
    }
}
