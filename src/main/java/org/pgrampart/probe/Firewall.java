package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Unreadable;

/// The host's packet filter: who guards it, and what its rules for incoming packets say.
///
/// @param guards what filters incoming packets: `ufw`, `firewalld`, `nftables`, `iptables`; empty when nothing does
/// @param rules the lines that were read, in one form for all: those of `nft list ruleset`
/// @param sshPort where sshd listens, as far as known
public record Firewall(List<String> guards, List<String> rules, int sshPort) {
    private static final Command RULES = Command.machine("""
            PATH="$PATH:/usr/sbin:/sbin"
            [ "$(id -u)" = 0 ] || { echo "only root sees the firewall" >&2; exit 77; }
            command -v ufw >/dev/null && ufw status 2>/dev/null | grep -q '^Status: active' && echo "guard ufw"
            command -v firewall-cmd >/dev/null && [ "$(timeout 20 firewall-cmd --state 2>/dev/null)" = running ] &&
                echo "guard firewalld"
            sshd -T 2>/dev/null | awk '$1 == "port" { print "ssh " $2; exit }'
            command -v nft >/dev/null && echo "tool nft" && nft -n list ruleset
            for save in iptables-legacy-save ip6tables-legacy-save; do
                command -v $save >/dev/null && $save -t filter 2>/dev/null | sed 's/^/legacy /'
            done
            command -v nft >/dev/null || { command -v iptables-save >/dev/null && iptables-save -t filter | sed 's/^/legacy /'; }
            :""");

    public static final Probe<Firewall> PROBE = Probe.of(Firewall::read, RULES);

    private static final Pattern POLICY = Pattern.compile("type filter hook input .*policy (\\w+)");

    static Firewall read(Answers answers) {
        Output output = answers.output(RULES);
        if (output.status() != 0) {
            throw new Unreadable("the firewall's rules could not be read", "sudo for nft list ruleset");
        }
        return of(output.text());
    }

    /// From what the command prints.
    public static Firewall of(String text) {
        List<String> guards = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        int ssh = 22;
        boolean legacy = false;
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.startsWith("guard ")) {
                guards.add(line.substring(6));
            } else if (line.matches("ssh \\d+")) {
                ssh = Integer.parseInt(line.substring(4));
            } else if (line.startsWith("legacy ")) {
                legacy |= line.matches("legacy (:INPUT (DROP|REJECT).*|-A INPUT .*-j (DROP|REJECT).*)");
            } else if (!line.isEmpty() && !line.startsWith("tool ")) {
                rules.add(line);
            }
        }
        if (drops(rules)) {
            guards.add("nftables");
        }
        if (legacy) {
            guards.add("iptables");
        }
        return new Firewall(List.copyOf(guards), List.copyOf(rules), ssh);
    }

    /// Whether some chain that sees incoming packets drops anything, by its policy or by a rule; a chain that only
    /// counts or translates addresses guards nothing.
    private static boolean drops(List<String> rules) {
        boolean input = false;
        boolean chain = false;
        boolean dropping = false;
        for (String line : rules) {
            chain |= line.startsWith("chain ");
            if (line.equals("}")) {
                input = false;
            }
            Matcher policy = POLICY.matcher(line);
            if (policy.find()) {
                input = true;
                dropping |= policy.group(1).equals("drop");
            } else if (input) {
                dropping |= line.matches(".*\\b(drop|reject)\\b.*|.*\\b(jump|goto) \\S+.*");
            }
        }
        return chain && dropping;
    }

    public boolean active() {
        return !guards.isEmpty();
    }

    /// Whether somebody whom no rule names is kept from a port, by the rules that the kernel has loaded: whoever loaded
    /// them, they decide. Empty where that depends on what is not understood or not known here.
    ///
    /// @param version6 whether the port can be reached over IPv6 too
    public Optional<Boolean> guards(int port, boolean version6) {
        if (!active()) {
            return Optional.of(false);
        }
        boolean seen = (!guards.contains("ufw") || spokenOf("ufw-user-input"))
                && (!guards.contains("firewalld") || spokenOf("filter_IN_"))
                && !guards.contains("iptables");
        FirewallPath path = FirewallPath.of(rules);
        Optional<Boolean> now = path.keepsOut(port, false);
        Optional<Boolean> both = !version6 || now.equals(Optional.of(false))
                ? now
                : path.keepsOut(port, true).flatMap(six -> six ? now : Optional.of(false));
        // rules that are loaded beside these may keep out whom these let in
        return both.filter(kept -> kept || seen);
    }

    private boolean spokenOf(String chain) {
        return rules.stream().anyMatch(line -> line.startsWith("chain " + chain));
    }
}
