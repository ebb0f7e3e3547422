package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.change.Change;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.SshDropIn;
import org.pgrampart.format.IpRange;
import org.pgrampart.lab.LabServer;
import org.pgrampart.target.WriteSession;

/// Changes of the machine around the server: each is applied, read back, found done, taken back, and everything on the
/// machine is as it was.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class HostChangesLabIT {
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

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static LabServer server;

    @SuppressWarnings("NullAway.Init")
    private static FaultBench bench;

    @BeforeAll
    static void boot() {
        server = LabServer.boot("host15");
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

    private static List<String> machine() {
        return server.exec(FACTS).out().lines().toList();
    }

    /// Fails with the lines that differ, and no others.
    private static void same(List<String> before, List<String> after) {
        List<String> gone = new ArrayList<>(before);
        List<String> come = new ArrayList<>(after);
        after.forEach(gone::remove);
        before.forEach(come::remove);
        assertEquals(List.of(), gone, () -> "is now " + come);
        assertEquals(List.of(), come);
    }

    private static List<String> flat(Map<String, String> state) {
        List<String> lines = new ArrayList<>();
        state.forEach((name, value) -> value.lines()
                .forEach(line -> lines.add(name + ": "
                        // the change set keeps a link to the file it once replaced
                        + line.replaceFirst("(\\|regular.file\\|.*)\\|\\d+$", "$1"))));
        return lines;
    }

    private static List<IpRange> networks(String... texts) {
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
            assertFalse(machine.equals(machine()), "nothing has changed");
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

    private static Map<String, String> keywords() {
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
            ApplyException refused = org.junit.jupiter.api.Assertions.assertThrows(
                    ApplyException.class, () -> bench.apply(session, plan, WINDOW));
            assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
        }
        same(machine, machine());
    }
}
