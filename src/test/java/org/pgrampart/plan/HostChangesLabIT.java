package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgrampart.change.Activation;
import org.pgrampart.change.BackupJob;
import org.pgrampart.change.Change;
import org.pgrampart.change.FileEdit;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.LogRotation;
import org.pgrampart.change.SshDropIn;
import org.pgrampart.change.Sysctl;
import org.pgrampart.format.IpRange;
import org.pgrampart.lab.Patience;
import org.pgrampart.target.WriteSession;

/// Changes of the machine around the server: each is applied, read back, found done, taken back, and everything on the
/// machine is as it was.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class HostChangesLabIT extends UnderFault {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    /// What the machine says of itself, besides the files.
    private static final String FACTS = """
            for unit in ssh nftables ufw cron pgrampart-firewall.service pgrampart-backup.timer pgrampart-backup.service; do
                echo "$unit $(systemctl is-enabled $unit 2>&1) $(systemctl is-active $unit 2>&1)"
            done
            ufw status verbose
            nft -s list ruleset
            sysctl -a 2>/dev/null | grep -E '^net.ipv4.(tcp_|conf.all)|^vm.overcommit|^kernel.(shm|sem)' |
                grep -vE 'tcp_mem|fastopen_key'
            sshd -T
            find /etc/ssh /etc/logrotate.d /etc/sysctl.d /etc/cron.d /etc/systemd /etc/ufw /etc/default /usr/local \\
                /var/backups -not -type d -printf '%p %y %m %U %G %i %s %T@ %l\\n' -o -type d -printf '%p %m %U %G\\n' | sort
            ls -a /etc
            """;

    HostChangesLabIT() {
        super("host15");
    }

    private List<String> machine() {
        return server.exec(FACTS).out().lines().toList();
    }

    /// Fails with the lines that differ, and no others.
    private void same(List<String> before, List<String> after) {
        List<String> gone = new ArrayList<>(before);
        List<String> come = new ArrayList<>(after);
        after.forEach(gone::remove);
        before.forEach(come::remove);
        assertEquals(List.of(), gone, () -> "is now " + come);
        assertEquals(List.of(), come);
    }

    private List<String> flat(Map<String, String> state) {
        List<String> lines = new ArrayList<>();
        state.forEach((name, value) -> value.lines()
                .forEach(line -> lines.add(name + ": "
                        // the change set keeps a link to the file it once replaced
                        + line.replaceFirst("(\\|regular.file\\|.*)\\|\\d+$", "$1"))));
        return lines;
    }

    private List<IpRange> networks(String... texts) {
        return java.util.Arrays.stream(texts)
                .map(text -> IpRange.parse(text).orElseThrow())
                .toList();
    }

    /// Applies and keeps it, finds nothing left to do, takes it back, and finds everything as it was.
    private void roundTrip(Change change, Runnable whileKept, String... files) throws Exception {
        Map<String, String> before = bench.state(files);
        List<String> machine = machine();
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, change);
            assertFalse(plan.isEmpty(), plan.text());
            Pending pending = bench.apply(session, plan, WINDOW);
            if (pending.deadline().isPresent()) {
                assertTrue(pending.mayKeep(), pending.proofs().toString());
                pending.keep();
            }
            assertFalse(machine.equals(machine()) && before.equals(bench.state(files)), "nothing has changed");
            whileKept.run();
            Plan again = FaultBench.plan(session, change);
            assertTrue(again.isEmpty() && again.notes().isEmpty(), again.text());
            bench.changeSets().rollback(session, "last", false, ApplyListener.NONE);
        }
        same(machine, machine());
        same(flat(before), flat(bench.state(files)));
    }

    @Test
    void theFirewallTableComesAndGoes() throws Exception {
        FirewallRules rules =
                FirewallRules.allow(5432, networks("10.77.0.0/16"), 22, networks("10.77.0.0/16", "fd00::/8"));
        roundTrip(
                rules,
                () -> {
                    assertTrue(
                            server.exec("nft list table inet pgrampart").text().contains("tcp dport 5432 drop"));
                    assertEquals(
                            "enabled",
                            server.exec("systemctl is-enabled pgrampart-firewall.service")
                                    .text()
                                    .strip());
                },
                FirewallRules.FILE,
                FirewallRules.UNIT);
    }

    @Test
    void theFirewallIsMadePermanentOnlyWhenItIsKept() throws Exception {
        FirewallRules rules = FirewallRules.allow(5432, networks("10.77.0.0/16"), 22, networks("10.77.0.0/16"));
        List<String> machine = machine();
        try (WriteSession session = bench.open("root")) {
            Pending pending = bench.apply(session, FaultBench.plan(session, rules), WINDOW);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            assertEquals(0, server.exec("nft list table inet pgrampart").rc());
            assertNotEquals(
                    0,
                    server.exec("test -e " + FirewallRules.FILE + " || test -e " + FirewallRules.UNIT)
                            .rc());
            pending.undo();
        }
        same(machine, machine());
    }

    @Test
    void ofAFirewallThatABootHasLoadedNoUnitRemains() throws Exception {
        FirewallRules rules = FirewallRules.allow(5432, networks("10.77.0.0/16"), 22, networks("10.77.0.0/16"));
        String units = "systemctl list-units --all --plain --no-legend 'pgrampart-firewall*'; nft list tables";
        String before = server.exec(units).out();
        try (WriteSession session = bench.open("root")) {
            bench.apply(session, FaultBench.plan(session, rules), WINDOW).keep();
        }
        server.reboot();
        assertEquals(
                "active",
                server.exec("systemctl is-active pgrampart-firewall.service").text());
        try (WriteSession session = bench.open("root")) {
            bench.changeSets().rollback(session, "last", false, ApplyListener.NONE);
        }
        assertEquals(before, server.exec(units).out());
    }

    private Map<String, String> keywords() {
        Map<String, String> keywords = new LinkedHashMap<>();
        keywords.put("PasswordAuthentication", "no");
        keywords.put("MaxAuthTries", "3");
        keywords.put("AllowUsers", "root postgres nopass askpass plain");
        return keywords;
    }

    @Test
    void sshdActsOnAnAddition() throws Exception {
        roundTrip(
                SshDropIn.of(keywords(), true),
                () -> assertTrue(server.exec("sshd -T").text().contains("maxauthtries 3")),
                SshDropIn.FILE,
                SshDropIn.MAIN);
    }

    @Test
    void sshdActsOnTheHeadOfItsOwnFile() throws Exception {
        roundTrip(
                SshDropIn.of(keywords(), false),
                () -> assertTrue(server.exec("sshd -T").text().contains("passwordauthentication no")),
                SshDropIn.FILE,
                SshDropIn.MAIN);
    }

    @Test
    void whatSshdRefusesIsNeverPutInPlace() throws Exception {
        List<String> machine = machine();
        Map<String, String> wrong = new LinkedHashMap<>(keywords());
        wrong.put("MaxAuthTries", "three");
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, SshDropIn.of(wrong, true));
            ApplyException refused = assertThrows(ApplyException.class, () -> bench.apply(session, plan, WINDOW));
            assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
        }
        same(machine, machine());
    }

    @Test
    void theKernelTakesAValueAndGivesItBack() throws Exception {
        roundTrip(
                Sysctl.of("net.ipv4.tcp_syncookies", "0"),
                () -> assertEquals(
                        "0",
                        server.exec("sysctl -n net.ipv4.tcp_syncookies").text().strip()),
                Sysctl.FILE);
    }

    @Test
    void aValueTheKernelRefusesIsTakenBackAtOnce() throws Exception {
        List<String> machine = machine();
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, Sysctl.of("net.ipv4.tcp_syncookies", "nonsense"));
            assertThrows(ApplyException.class, () -> bench.apply(session, plan, WINDOW));
        }
        same(machine, machine());
    }

    @Test
    void logrotateIsGivenAFileItAccepts() throws Exception {
        roundTrip(
                LogRotation.of(
                        "pgrampart-postgresql", "/var/lib/postgresql/15/main/log/*.log", "postgres", "postgres", 8),
                () -> assertEquals(
                        0, server.exec("logrotate -d /etc/logrotate.conf").rc()),
                "/etc/logrotate.d/pgrampart-postgresql");
    }

    @Test
    void aNightlyDumpIsReadBackAndDeletesNothingOnItsFirstRun() throws Exception {
        String folder = "/var/backups/pgrampart";
        server.exec("test ! -e " + folder).ok();
        roundTrip(
                BackupJob.of(BackupJob.Kind.DUMP, folder, 2),
                () -> {
                    assertEquals(
                            "postgres 700",
                            server.exec("stat -c '%U %a' " + folder).text().strip());
                    assertEquals(
                            "enabled active",
                            server.exec("echo $(systemctl is-enabled pgrampart-backup.timer; systemctl is-active"
                                            + " pgrampart-backup.timer)")
                                    .text()
                                    .strip());
                    assertEquals("", server.exec("ls " + folder).text(), "something ran at once");
                },
                "/usr/local/sbin/pgrampart-backup",
                "/etc/systemd/system/pgrampart-backup.service",
                "/etc/systemd/system/pgrampart-backup.timer",
                folder);
    }

    @Test
    void theJobMakesBackupsThatCanBeRestored() throws Exception {
        for (BackupJob.Kind kind : BackupJob.Kind.values()) {
            String folder = "/var/backups/pg-" + kind.name().toLowerCase(java.util.Locale.ROOT);
            try (WriteSession session = bench.open("nopass")) {
                bench.apply(session, FaultBench.plan(session, BackupJob.of(kind, folder, 2)), WINDOW);
                // what lay there before the first run stays, even where it looks like one of ours
                server.exec("for n in 1 2 3; do install -d -o postgres -m 0700 %s/2001010${n}T000000Z; "
                                .formatted(folder)
                        + "runuser -u postgres -- touch %s/2001010${n}T000000Z/verified; done".formatted(folder));
                server.exec("systemctl start pgrampart-backup.service").ok();
                assertEquals(
                        "4", server.exec("ls " + folder + " | wc -l").text().strip());
                String newest = folder + "/"
                        + server.exec("ls " + folder + " | tail -n 1").text().strip();
                if (kind == BackupJob.Kind.DUMP) {
                    String list = server.exec("pg_restore --list " + newest + "/*-shop.dump")
                            .text();
                    assertTrue(list.contains("TABLE DATA public"), list);
                    assertTrue(
                            server.exec("cat " + newest + "/globals.sql").text().contains("CREATE ROLE shop"));
                } else {
                    server.exec("/usr/lib/postgresql/15/bin/pg_verifybackup " + newest + "/data")
                            .ok();
                }
                assertEquals(
                        "", server.exec("find " + newest + " -perm /077").text(), "others may look into the backup");
                // from the second run on only the newest two stay
                Patience.until(
                        "the next second",
                        Duration.ofSeconds(5),
                        () -> !server.exec("date -u +%Y%m%dT%H%M%SZ")
                                .text()
                                .strip()
                                .equals(newest),
                        () -> "");
                server.exec("systemctl start pgrampart-backup.service").ok();
                assertEquals(
                        "2", server.exec("ls " + folder + " | wc -l").text().strip());
                bench.changeSets().rollback(session, "last", false, ApplyListener.NONE);
                assertEquals(
                        "2", server.exec("ls " + folder + " | wc -l").text().strip(), "backups were removed");
                assertNotEquals(
                        0, server.exec("systemctl cat pgrampart-backup.timer").rc());
            }
        }
    }

    @Test
    void theTimerThatUndoesSurvivesThatSystemdReadsItsUnitsAgain() throws Exception {
        List<String> machine = machine();
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(
                    session,
                    BackupJob.of(BackupJob.Kind.DUMP, "/var/backups/pgrampart", 2),
                    Sysctl.of("net.ipv4.tcp_syncookies", "0"));
            Pending pending = bench.apply(session, plan, Duration.ofSeconds(20));
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            bench.awaitUndone(pending.id());
        }
        same(machine, machine());
    }

    @Test
    void aFolderThatIsOpenToOthersIsNotUsed() throws Exception {
        server.exec("install -d -m 0755 -o postgres /var/backups/open").ok();
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, BackupJob.of(BackupJob.Kind.DUMP, "/var/backups/open", 2));
            assertTrue(plan.isEmpty(), plan.text());
            assertTrue(
                    plan.notes().toString().contains("is there already"),
                    plan.notes().toString());
        }
    }

    @Test
    void theServiceOfTheProjectRunsWithItsNewSettings() throws Exception {
        String settings = server.exec("ls /srv/shop/*/settings.py").text();
        server.copyIn(
                """
                [Service]
                User=shop
                WorkingDirectory=/srv/shop
                ExecStart=/usr/bin/python3 /srv/shop/manage.py runserver --noreload 127.0.0.1:8000
                """.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "/etc/systemd/system/shop.service",
                "root:root",
                "0644");
        server.exec("systemctl daemon-reload && systemctl start shop.service").ok();
        Patience.until(
                "the site answers", Duration.ofSeconds(60), () -> site().equals("for programmers"), () -> site());
        String pid =
                server.exec("systemctl show -p MainPID --value shop.service").text();
        Change change = FileEdit.assign(settings, server.readFile(settings), "DEBUG", "False")
                .then(Activation.unit(
                        "shop.service",
                        Optional.of("exec python3 -c 'import ast, sys;" + " ast.parse(sys.stdin.buffer.read())'")));
        roundTrip(
                change,
                () -> {
                    Patience.until(
                            "the site shows no page for programmers",
                            Duration.ofSeconds(60),
                            () -> site().equals("for everybody"),
                            () -> site());
                    assertNotEquals(
                            pid,
                            server.exec("systemctl show -p MainPID --value shop.service")
                                    .text());
                },
                settings);
        Patience.until(
                "the site answers again", Duration.ofSeconds(60), () -> site().equals("for programmers"), () -> site());
        server.exec("systemctl stop shop.service && rm /etc/systemd/system/shop.service && systemctl daemon-reload")
                .ok();
    }

    private String site() {
        return server.exec("""
                python3 - <<'EOF'
                import socket
                try:
                    with socket.create_connection(("127.0.0.1", 8000), 3) as s:
                        s.sendall(b"GET / HTTP/1.0\\r\\nHost: anything\\r\\n\\r\\n")
                        page = b"".join(iter(lambda: s.recv(65536), b""))
                        print("for programmers" if b"DEBUG = True" in page
                              else "for everybody" if b"The requested resource was not found" in page else page, end="")
                except OSError as e:
                    print(e)
                EOF
                """).out();
    }
}
