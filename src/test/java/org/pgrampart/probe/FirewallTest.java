package org.pgrampart.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The files are what `nft -n list ruleset` printed on Debian 12 under ufw 0.36.2 and firewalld 1.3.3.
class FirewallTest {
    private static final Optional<Boolean> GUARDED = Optional.of(true);
    private static final Optional<Boolean> OPEN = Optional.of(false);
    private static final Optional<Boolean> UNKNOWN = Optional.empty();

    private static String recorded(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(FirewallTest.class.getResourceAsStream(name), name)) {
            return "guard " + name.substring(0, name.indexOf('-')) + "\nssh 22\ntool nft\n"
                    + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Optional<Boolean> guards(String text, int port) {
        return Firewall.of(text).guards(port, true);
    }

    @Test
    void ufwAdmitsWhomItsRulesAdmit() throws IOException {
        String open = recorded("ufw-open.nft");
        assertEquals(OPEN, guards(open, 5432));
        assertEquals(OPEN, guards(open, 22));
        assertEquals(OPEN, guards(open, 1005), "a range of ports");
        assertEquals(OPEN, guards(open, 443), "an application profile");
        assertEquals(GUARDED, guards(open, 8080));
        assertEquals(UNKNOWN, guards(open, 99), "one interface only");
        assertEquals(UNKNOWN, guards(open, 2222), "a limit that nft cannot print");
        assertEquals(GUARDED, guards(open, 77), "rejected");
    }

    @Test
    void ufwThatAdmitsOneNetworkKeepsStrangersOut() throws IOException {
        String named = recorded("ufw-named.nft");
        assertEquals(GUARDED, guards(named, 5432));
        assertEquals(OPEN, guards(named, 22));
        assertEquals(OPEN, guards(named.replace("saddr 10.77.0.0/16", "saddr 0.0.0.0/0"), 5432));
    }

    @Test
    void oneFamilyThatIsOpenIsEnough() throws IOException {
        String named = recorded("ufw-named.nft");
        int six = named.indexOf("table ip6 filter");
        String forgotten = named.substring(0, six)
                + named.substring(six).replace("tcp dport 5432 counter packets 0 bytes 0 drop", "");
        assertEquals(OPEN, guards(forgotten, 5432));
        assertEquals(GUARDED, Firewall.of(forgotten).guards(5432, false));
        assertEquals(OPEN, guards(named.substring(0, six), 5432), "no rules for IPv6 at all");
    }

    @Test
    void firewalldAdmitsWhomItsZonesAdmit() throws IOException {
        String open = recorded("firewalld-open.nft");
        assertEquals(OPEN, guards(open, 5432));
        assertEquals(OPEN, guards(open, 22));
        assertEquals(GUARDED, guards(open, 8080));
        assertEquals(GUARDED, guards(open.replace("tcp dport 5432 accept", ""), 5432));
        assertEquals(GUARDED, guards(recorded("firewalld-named.nft"), 5432));
    }

    @Test
    void aZoneOfOneInterfaceDependsOnIt() throws IOException {
        String open = recorded("firewalld-open.nft");
        String zone = "goto filter_IN_public\n";
        assertEquals(UNKNOWN, guards(open.replace(zone, "iifname \"eth1\" " + zone), 5432));
    }

    @Test
    void aPortThatIsHandedOnMakesItUnknown() throws IOException {
        String named = recorded("firewalld-named.nft");
        String chain = "chain nat_PRE_public_allow {\n";
        String handed = named.replace(chain, chain + "tcp dport 6432 redirect to :5432\n");
        assertEquals(UNKNOWN, guards(handed, 5432));
        assertEquals(GUARDED, guards(handed, 8080));
    }

    @Test
    void aToolWhoseRulesAreNotAmongThoseReadIsNotGuessed() throws IOException {
        assertEquals(UNKNOWN, guards("guard ufw\n", 5432));
        assertEquals(UNKNOWN, guards("guard firewalld\n", 5432));
        assertEquals(
                UNKNOWN, guards("legacy :INPUT DROP [0:0]\nlegacy -A INPUT -p tcp --dport 5432 -j ACCEPT\n", 5432));
        String beside = recorded("ufw-open.nft") + "legacy -A INPUT -p tcp --dport 5432 -j DROP\n";
        assertEquals(UNKNOWN, guards(beside, 5432));
        assertEquals(GUARDED, guards(beside, 8080), "what drops beside it lets nobody in");
    }

    @Test
    void nothingGuardsNothing() {
        assertEquals(OPEN, guards("tool nft\n", 5432));
    }

    private static String input(String policy, String... rules) {
        return """
                table inet filter {
                	set clients {
                		type ipv4_addr
                		flags interval
                		elements = { 10.0.0.0/8, 192.0.2.1 }
                	}

                	set ports {
                		type inet_service
                		elements = { 22, 5432 }
                	}

                	set everybody {
                		type ipv4_addr
                		flags interval
                		elements = { 10.0.0.0/8,
                			     0.0.0.0/0 }
                	}

                	chain names {
                		ip saddr 192.0.2.0/24 accept
                		drop
                	}

                	chain input {
                		type filter hook input priority 0; policy %s;
                		ct state 0x2,0x4 accept
                		iif "lo" accept
                %s
                	}
                }
                """.formatted(policy, String.join("\n", rules));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            drop   | ip saddr @clients tcp dport 5432 accept            | true
            drop   | ip saddr @everybody tcp dport 5432 accept          | false
            drop   | ip saddr @gone tcp dport 5432 accept               |
            drop   | tcp dport @ports accept                            | false
            drop   | tcp dport { 22, 443 } accept                       | true
            drop   | tcp dport 5000-6000 accept comment "all of it"     | false
            drop   | tcp dport != 22 accept                             | false
            drop   | ip saddr != 10.0.0.0/8 accept                      | false
            drop   | ip saddr 0.0.0.0/1 accept                          |
            drop   | udp dport 5432 accept                              | true
            drop   | meta l4proto { 1, 58 } accept                      | true
            drop   | meta l4proto 6 accept                              | false
            drop   | ct state vmap { 0x1 : drop, 0x8 : accept }         | false
            drop   | ct state vmap { 0x1 : drop, 0x2 : accept }         | true
            drop   | tcp dport vmap { 22 : accept, 5432 : jump names }  | true
            drop   | tcp dport vmap @verdicts                           |
            drop   | meta mark 0x1 accept                               |
            drop   | ct state != 0x8 accept                             | true
            drop   | fib daddr type 2 accept                            | false
            drop   | meta nfproto 2 accept                              | false
            drop   | meta nfproto 10 accept                             | true
            drop   | limit rate 10/minute tcp dport 5432 accept         | false
            accept | limit rate over 10/second drop                     | false
            accept | tcp dport 5432 drop                                | true
            accept | tcp dport 5432 counter packets 3 bytes 9 reject with icmpx 3 | true
            accept | tcp dport 5432 log prefix "a drop" drop            | true
            accept | tcp dport 5432 log prefix "a drop"                 | false
            accept | tcp dport 5432 jump names                          | true
            accept | goto names                                         | true
            accept | goto missing                                       |
            accept | ip saddr 192.0.2.0/24 drop                         | false
            accept | iifname "eth0" tcp dport 5432 drop                 |
            accept | something new drop                                 |
            accept | tcp flags 0x2 tcp dport 5432 drop                  |
            """)
    void everyRuleSaysWhomItMeets(String policy, String rule, Boolean kept) {
        assertEquals(Optional.ofNullable(kept), Firewall.of(input(policy, rule)).guards(5432, false), rule);
    }

    @Test
    void theFirstRuleThatMeetsDecides() {
        assertEquals(
                GUARDED,
                Firewall.of(input("accept", "tcp dport 5432 drop", "accept")).guards(5432, false));
        assertEquals(
                OPEN,
                Firewall.of(input("drop", "accept", "tcp dport 5432 drop")).guards(5432, false));
        assertEquals(
                GUARDED,
                Firewall.of(input("drop", "meta mark 0x1 drop", "drop")).guards(5432, false));
        assertEquals(List.of("nftables"), Firewall.of(input("drop")).guards());
    }

    @Test
    void oneTableThatDropsIsEnough() {
        String other = """
                table ip other {
                	chain first {
                		type filter hook prerouting priority -300; policy accept;
                		tcp dport 5432 drop
                	}
                }
                """;
        assertEquals(
                GUARDED,
                Firewall.of(input("accept", "accept") + other + input("drop")).guards(5432, false));
        assertEquals(OPEN, Firewall.of(input("drop", "accept") + other).guards(5433, false));
    }
}
