package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.change.Change;
import org.pgrampart.change.FirewalldRules;
import org.pgrampart.change.UfwRules;
import org.pgrampart.format.IpRange;
import org.pgrampart.lab.LabPackages;
import org.pgrampart.lab.Patience;
import org.pgrampart.target.WriteSession;

/// Rules made through the tool that guards the host: whom they admit and whom not, and that they leave no trace.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirewallToolsLabIT extends UnderFault {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String[] UFW = {
        "/etc/ufw/user.rules", "/etc/ufw/user6.rules", "/etc/ufw/ufw.conf", "/etc/default/ufw"
    };

    /// Whether firewalld guards the server by now.
    private boolean replaced;

    FirewallToolsLabIT() {
        super("firewalls");
    }

    /// Besides this computer, whose network is 10.77.0.0/16, somebody else on a network of his own.
    @Override
    @BeforeAll
    void boot(@TempDir Path temporary) throws Exception {
        super.boot(temporary);
        server.exec("""
                set -e
                ip netns add outside
                ip link add name between type veth peer name there netns outside
                ip addr add 198.51.100.1/24 dev between
                ip link set between up
                ip netns exec outside ip addr add 198.51.100.2/24 dev there
                ip netns exec outside ip link set there up
                ufw allow 22/tcp
                ufw allow 5432
                ufw allow 443/tcp comment 'the site'
                ufw --force enable
                """).ok();
    }

    private static List<IpRange> networks(String... texts) {
        return Arrays.stream(texts)
                .map(text -> IpRange.parse(text).orElseThrow())
                .toList();
    }

    private boolean outsideReaches(int port) {
        return server.exec("ip netns exec outside timeout 5 bash -c 'echo >/dev/tcp/198.51.100.1/" + port + "'")
                        .rc()
                == 0;
    }

    private static UfwRules ufw() {
        return UfwRules.allow(5432, networks("10.77.0.0/16", "fd00::/8"), 22, networks("10.77.0.0/16"));
    }

    /// Applies and keeps it, finds nothing left to do, takes it back, and finds the files and the kernel's rules as
    /// they were.
    private void thereAndBack(Change change, String... files) throws Exception {
        assertTrue(outsideReaches(5432) && outsideReaches(22), "the server is not open to begin with");
        Map<String, String> before = bench.state(files);
        try (WriteSession session = bench.open("nopass")) {
            Pending pending = bench.apply(session, FaultBench.plan(session, change), WINDOW);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            pending.keep();
            assertFalse(outsideReaches(5432), "somebody outside gets in");
            assertFalse(outsideReaches(22), "somebody outside gets in by SSH");
            bench.open("nopass").close();
            Plan again = FaultBench.plan(session, change);
            assertTrue(again.isEmpty() && again.notes().isEmpty(), again.text());
            bench.changeSets().rollback(session, "last", false, ApplyListener.NONE);
        }
        assertTrue(outsideReaches(5432) && outsideReaches(22), "somebody outside is still kept out");
        RoundTrip.assertSame(before, bench.state(files));
    }

    private void undoneByTheServer(Change change, String... files) throws Exception {
        Map<String, String> before = bench.state(files);
        String id;
        try (WriteSession session = bench.open("nopass")) {
            Pending pending = bench.apply(session, FaultBench.plan(session, change), Duration.ofSeconds(20));
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            id = pending.id();
        }
        // from here on nobody comes near it
        server.exec("nft add table inet lab; nft 'add chain inet lab in { type filter hook input priority -10; }';"
                        + " nft add rule inet lab in ip saddr " + server.ownAddress() + " drop")
                .ok();
        try {
            bench.awaitUndone(id);
        } finally {
            server.exec("nft delete table inet lab").ok();
        }
        RoundTrip.assertSame(before, bench.state(files));
    }

    private static Spoiler threeLayers() {
        return Objects.requireNonNull(Spoilers.LAB.get("NET-09"));
    }

    @Test
    @Order(1)
    void ufwAdmitsWhomItIsTold() throws Exception {
        thereAndBack(ufw(), UFW);
    }

    @Test
    @Order(2)
    void ufwItselfUnderstandsWhatItWasGiven() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            bench.apply(session, FaultBench.plan(session, ufw()), WINDOW).keep();
            byte[] ours = server.readFile("/etc/ufw/user.rules");
            byte[] ours6 = server.readFile("/etc/ufw/user6.rules");
            String loaded = server.exec("nft -s list ruleset").text();
            String shown = server.exec("ufw show added").text();
            assertTrue(shown.contains("ufw allow from 10.77.0.0/16 to any port 5432 proto tcp"), shown);
            assertTrue(shown.contains("ufw allow from fd00::/8 to any port 5432 proto tcp"), shown);
            // reads its files, writes them anew and loads them
            server.exec("ufw reload").ok();
            assertEquals(text(ours), text(server.readFile("/etc/ufw/user.rules")));
            assertEquals(text(ours6), text(server.readFile("/etc/ufw/user6.rules")));
            assertEquals(loaded, server.exec("nft -s list ruleset").text());
            bench.changeSets().rollback(session, "last", false, ApplyListener.NONE);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    @Order(3)
    void theServerTakesTheRulesOfUfwBackByItself() throws Exception {
        undoneByTheServer(ufw(), UFW);
        assertTrue(outsideReaches(5432));
    }

    @Test
    @Order(4)
    void theLayersAgreeOnceUfwIsNarrow() throws Exception {
        RoundTrip.walk(new LabGround(server, folder), Catalogue.find("NET-09").orElseThrow(), threeLayers());
    }

    @Test
    @Order(5)
    void rulesThatUfwHasGotMeanwhileAreNotWrittenOver() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, ufw());
            server.exec("ufw allow 8443/tcp").ok();
            try {
                ApplyException refused = assertThrows(ApplyException.class, () -> bench.apply(session, plan, WINDOW));
                assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
            } finally {
                server.exec("ufw delete allow 8443/tcp").ok();
            }
        }
        assertTrue(outsideReaches(5432));
    }

    @Test
    @Order(6)
    void whoIsConnectedNowIsNotShutOut() throws Exception {
        Map<String, String> before = bench.state(UFW);
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(session, UfwRules.allow(5432, networks("192.0.2.0/24"), 22, List.of()));
            ApplyException refused = assertThrows(ApplyException.class, () -> bench.apply(session, plan, WINDOW));
            assertEquals(ApplyException.State.UNTOUCHED, refused.state(), refused.happened());
            assertTrue(refused.getMessage().contains("shut out"), refused.getMessage());
        }
        RoundTrip.assertSame(before, bench.state(UFW));
    }

    private static FirewalldRules firewalld() {
        return FirewalldRules.allow(5432, networks("10.77.0.0/16", "fd00::/8"), 22, networks("10.77.0.0/16"));
    }

    /// What firewalld says of itself, in force and permanent, and what its files hold.
    private String zones() {
        return server.exec("""
                        firewall-cmd --list-all-zones && firewall-cmd --permanent --list-all-zones
                        cd /etc/firewalld && find . -type f -printf '%p %u:%g %m\\n' | sort && grep -r . zones | sort
                        """).text();
    }

    @Test
    @Order(10)
    void firewalldComesInPlaceOfUfw() {
        LabPackages.install(server, "firewalld");
        server.exec("""
                ufw --force disable
                nft flush ruleset
                systemctl reload dbus
                systemctl restart polkit
                systemctl --no-block start firewalld
                """).ok();
        Patience.until(
                "firewalld answers",
                Duration.ofSeconds(90),
                () -> server.exec("timeout 10 firewall-cmd --state").rc() == 0,
                () -> server.exec("journalctl -u firewalld -u polkit --no-pager | tail")
                        .out());
        // in force alone, and permanent alone: both have to stay just that
        server.exec("firewall-cmd --add-service=postgresql && firewall-cmd --permanent --add-service=https")
                .ok();
        replaced = true;
    }

    @Test
    @Order(11)
    void firewalldAdmitsWhomItIsTold() throws Exception {
        assumeTrue(replaced);
        String said = zones();
        thereAndBack(firewalld());
        assertEquals(said, zones());
        assertTrue(said.contains("https"), said);
    }

    @Test
    @Order(12)
    void theServerTakesTheRulesOfFirewalldBackByItself() throws Exception {
        assumeTrue(replaced);
        String said = zones();
        undoneByTheServer(firewalld());
        assertEquals(said, zones());
        assertTrue(outsideReaches(5432));
    }

    @Test
    @Order(13)
    void whatSomebodyElseMadePermanentMeanwhileStays() throws Exception {
        assumeTrue(replaced);
        try (WriteSession session = bench.open("nopass")) {
            bench.apply(session, FaultBench.plan(session, firewalld()), WINDOW).keep();
            server.exec("firewall-cmd --permanent --add-port=8443/tcp").ok();
            try {
                bench.changeSets().rollback(session, "last", false, ApplyListener.NONE);
                String said = zones();
                assertTrue(said.contains("8443/tcp") && !said.contains("31000"), said);
            } finally {
                server.exec("firewall-cmd --permanent --remove-port=8443/tcp").ok();
            }
        }
    }

    /// A rule that stays behind is never told as undone.
    @Test
    @Order(14)
    void whatFirewalldDoesNotTakeOutIsToldAndTakenOutLater() throws Exception {
        assumeTrue(replaced);
        String said = zones();
        String wrapper = "/usr/local/sbin/firewall-cmd";
        try (WriteSession session = bench.open("nopass")) {
            bench.apply(session, FaultBench.plan(session, firewalld()), WINDOW).keep();
            assertTrue(server.exec("firewall-cmd --permanent --list-rich-rules")
                    .text()
                    .contains("-31000"));
            server.copyIn(
                    "#!/bin/sh\ncase \"$*\" in *--permanent*--remove*) exit 0 ;; esac\nexec /usr/bin/firewall-cmd \"$@\"\n"
                            .getBytes(StandardCharsets.UTF_8),
                    wrapper,
                    "root:root",
                    "755");
            try {
                ApplyException left = assertThrows(
                        ApplyException.class,
                        () -> bench.changeSets().rollback(session, "last", false, ApplyListener.NONE));
                assertEquals(ApplyException.State.INCOMPLETE, left.state(), left.happened());
            } finally {
                server.exec("rm " + wrapper).ok();
            }
            bench.changeSets().rollback(session, "last", false, ApplyListener.NONE);
        }
        assertEquals(said, zones());
    }

    @Test
    @Order(15)
    void theLayersAgreeOnceFirewalldIsNarrow() throws Exception {
        assumeTrue(replaced);
        String said = zones();
        RoundTrip.walk(new LabGround(server, folder), Catalogue.find("NET-09").orElseThrow(), threeLayers());
        assertEquals(said, zones());
    }
}
