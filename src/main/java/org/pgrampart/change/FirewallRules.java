package org.pgrampart.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgrampart.format.IpRange;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Unreadable;

/// A table of nftables of our own, `inet pgrampart`, that says who may reach SSH and PostgreSQL; it leaves every other
/// port and every other table alone.
///
/// @param script what `nft -f` reads; empty deletes the table
public record FirewallRules(Optional<String> script) implements HostChange {
    public static final String FILE = "/etc/pgrampart-firewall.nft";
    public static final String UNIT = "/etc/systemd/system/pgrampart-firewall.service";

    private static final Command TABLE = Command.machine("""
            command -v nft >/dev/null || { echo "nftables is not installed" >&2; exit 78; }
            [ "$(id -u)" = 0 ] || { echo "only root sees the firewall" >&2; exit 77; }
            nft -s list table inet pgrampart 2>/dev/null || :
            """);

    private static final Command KEPT = Content.reading(FILE, Command.Place.MACHINE);
    private static final Command KEPT_UNIT = Content.reading(UNIT, Command.Place.MACHINE);
    private static final Command ENABLED =
            Command.machine("systemctl is-enabled pgrampart-firewall.service 2>/dev/null || :\n");

    /// Takes the table away, whether it is there or not.
    private static final String EMPTY = "add table inet pgrampart\ndelete table inet pgrampart\n";

    private static final String SERVICE = """
            [Unit]
            Description=Firewall rules for PostgreSQL and SSH, made by PgRampart
            DefaultDependencies=no
            Wants=network-pre.target
            Before=network-pre.target shutdown.target
            After=nftables.service
            Conflicts=shutdown.target

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/usr/sbin/nft -f /etc/pgrampart-firewall.nft

            [Install]
            WantedBy=sysinit.target
            """;

    private static final Pattern RULE = Pattern.compile(
            "^\\s*(?:ip6? saddr (?<net>[0-9A-Fa-f.:/]+) )?tcp dport (?<port>[0-9]+) (?<verdict>accept|drop)$");

    /// PostgreSQL for these networks only, SSH for these; connections that stand and the machine itself stay allowed.
    ///
    /// @param postgres the ports of PostgreSQL
    /// @param clients who may reach PostgreSQL; an address or network with prefix length each
    /// @param ssh the port of sshd
    /// @param admins who may reach sshd; empty leaves sshd alone
    public static FirewallRules allow(int postgres, List<IpRange> clients, int ssh, List<IpRange> admins) {
        StringBuilder text = new StringBuilder("""
                add table inet pgrampart
                delete table inet pgrampart
                table inet pgrampart {
                	chain input {
                		type filter hook input priority 10; policy accept;
                		ct state established,related accept
                		iifname "lo" accept
                """);
        if (!admins.isEmpty()) {
            accept(text, ssh, admins);
            text.append("\t\ttcp dport ").append(ssh).append(" drop\n");
        }
        accept(text, postgres, clients);
        text.append("\t\ttcp dport ").append(postgres).append(" drop\n\t}\n}\n");
        return new FirewallRules(Optional.of(text.toString()));
    }

    /// What the script says, port by port.
    public List<Admission> admissions() {
        Map<Integer, List<IpRange>> named = new LinkedHashMap<>();
        Set<Integer> closed = new LinkedHashSet<>();
        for (String line : script.orElse("").lines().toList()) {
            Matcher rule = RULE.matcher(line);
            if (!rule.matches()) {
                continue;
            }
            int port = Integer.parseInt(rule.group("port"));
            if (rule.group("verdict").equals("drop")) {
                closed.add(port);
            } else {
                IpRange.parse(rule.group("net"))
                        .ifPresent(range -> named.computeIfAbsent(port, _ -> new ArrayList<>())
                                .add(range));
            }
        }
        return closed.stream()
                .map(port -> new Admission(port, named.getOrDefault(port, List.of())))
                .toList();
    }

    private static void accept(StringBuilder text, int port, List<IpRange> networks) {
        for (IpRange network : networks) {
            String family = network.address().isVersion4() ? "ip" : "ip6";
            text.append("\t\t%s saddr %s tcp dport %d accept%n"
                    .formatted(family, network, port)
                    .replace("\r", ""));
        }
    }

    @Override
    public String summary() {
        return script.isPresent()
                ? "Let only the named networks reach SSH and PostgreSQL (nftables, table inet pgrampart)"
                : "Remove the nftables table inet pgrampart";
    }

    @Override
    public List<Step> steps() {
        return script.<List<Step>>map(text -> List.of(
                        new Step.Run(List.of("nft", "-f", "-"), text),
                        new Step.WhenKept(new Step.Write(FILE, bytes(text), "root:root", "0600")),
                        new Step.WhenKept(new Step.Write(UNIT, bytes(SERVICE), "root:root", "0644")),
                        new Step.WhenKept(
                                new Step.Run(List.of("systemctl", "enable", "pgrampart-firewall.service"), ""))))
                .orElseGet(() -> List.of(
                        new Step.Run(List.of("systemctl", "disable", "pgrampart-firewall.service"), ""),
                        new Step.Delete(UNIT),
                        new Step.Delete(FILE),
                        new Step.Run(List.of("nft", "-f", "-"), EMPTY)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public List<Request> reads() {
        return List.of(TABLE, KEPT, KEPT_UNIT, ENABLED);
    }

    @Override
    public List<Step> undo(Answers before) {
        String table = table(before);
        List<Step> steps = new ArrayList<>();
        if (!HostChange.said(before, ENABLED).equals("enabled")) {
            // stopped as well: a boot since may have loaded it, and systemd would go on to call it active
            steps.add(new Step.Run(List.of("systemctl", "disable", "--now", "pgrampart-firewall.service"), ""));
        }
        steps.add(HostChange.put(before, UNIT, "0644"));
        steps.add(HostChange.put(before, FILE, "0600"));
        steps.add(new Step.Run(List.of("nft", "-f", "-"), EMPTY + table));
        return List.copyOf(steps);
    }

    @Override
    public boolean holds(Answers now) {
        return words(table(now)).equals(script.map(FirewallRules::words).orElse(""));
    }

    private static String table(Answers answers) {
        Output output = answers.output(TABLE);
        if (output.status() != 0) {
            throw new Unreadable("the firewall could not be read", "root rights on the host");
        }
        return output.text();
    }

    // nft prints what it was given with other blanks, the priority by name, and without the lines in front
    private static String words(String text) {
        int start = text.indexOf("table inet pgrampart {");
        return start < 0
                ? ""
                : text.substring(start)
                        .replaceAll("/(32|128)(?= )", "")
                        .replaceAll("priority (filter \\+ 10|10)", "priority 10")
                        .replaceAll("[\\s;]+", " ")
                        .strip();
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        return Hazard.MAY_CUT_ACCESS;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("the rules are gone as if they had never been, but counters of connections are not");
    }
}
