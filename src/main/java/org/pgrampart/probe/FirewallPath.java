package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The way of a connection through the chains that the kernel has loaded, whoever loaded them: nft, ufw, firewalld or
/// the iptables that is built on nftables.
final class FirewallPath {
    private enum Turn {
        ACCEPTED,
        DROPPED,
        ON
    }

    private record Chain(Optional<String> hook, boolean dropsRest, List<String> rules) {}

    private static final Pattern BASE = Pattern.compile("type (\\w+) hook (\\w+) .*?(?:policy (\\w+))?;?$");
    private static final int DEEPEST = 16;

    private final Map<String, Map<String, Chain>> tables = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> sets = new HashMap<>();

    private final List<String> lines;

    private FirewallPath(List<String> lines) {
        this.lines = lines;
    }

    /// What `nft -n list ruleset` prints, each line without blanks around.
    static FirewallPath of(List<String> lines) {
        FirewallPath path = new FirewallPath(lines);
        String table = "";
        String block = "";
        Optional<String> hook = Optional.empty();
        boolean drops = false;
        List<String> rules = new ArrayList<>();
        for (String line : lines) {
            if (line.matches("table \\S+ \\S+ \\{.*")) {
                table = line.substring(6, line.indexOf('{')).strip();
            } else if (block.isEmpty() && line.matches("(chain|set|map) \\S+ \\{")) {
                block = line.substring(0, line.length() - 1).strip();
                hook = Optional.empty();
                drops = false;
                rules = new ArrayList<>();
            } else if (line.equals("}") && block.startsWith("chain ")) {
                path.tables
                        .computeIfAbsent(table, _ -> new LinkedHashMap<>())
                        .put(block.substring(6), new Chain(hook, drops, List.copyOf(rules)));
                block = "";
            } else if (line.equals("}") && !block.isEmpty()) {
                path.set(table, block, String.join(" ", rules));
                block = "";
            } else if (block.startsWith("chain ")) {
                Matcher base = BASE.matcher(line);
                if (base.matches()) {
                    hook = base.group(1).equals("nat") ? Optional.empty() : Optional.of(base.group(2));
                    drops = "drop".equals(base.group(3));
                } else {
                    rules.addAll(FirewallMatch.plain(line));
                }
            } else if (!block.isEmpty()) {
                rules.add(line);
            }
        }
        return path;
    }

    private void set(String table, String block, String text) {
        Matcher elements = Pattern.compile("elements = \\{([^}]*)\\}").matcher(text);
        if (block.startsWith("set ")) {
            sets.computeIfAbsent(table, _ -> new HashMap<>())
                    .put(block.substring(4), elements.find() ? elements.group(1) : "");
        }
    }

    /// Whether somebody whom no rule names is kept from a port: true when surely, false when surely not.
    Optional<Boolean> keepsOut(int port, boolean version6) {
        boolean sure = true;
        boolean translated = lines.stream()
                .anyMatch(line ->
                        line.matches(".*(\\b(dnat|redirect)\\b.*\\b" + port + "\\b|target \"?(DNAT|REDIRECT)).*"));
        for (Map.Entry<String, Map<String, Chain>> table : tables.entrySet()) {
            String family = table.getKey().split(" ")[0];
            if (!(family.equals("inet") || family.equals(version6 ? "ip6" : "ip"))) {
                // what filters below IP is not followed
                sure &= !List.of("netdev", "bridge").contains(family);
                continue;
            }
            FirewallMatch match =
                    new FirewallMatch(port, version6, translated, sets.getOrDefault(table.getKey(), Map.of()));
            for (Chain chain : table.getValue().values()) {
                if (chain.hook()
                        .filter(List.of("input", "prerouting")::contains)
                        .isEmpty()) {
                    continue;
                }
                Set<Turn> turns = walk(table.getValue(), chain, match, 0);
                if (turns.remove(Turn.ON)) {
                    turns.add(chain.dropsRest() ? Turn.DROPPED : Turn.ACCEPTED);
                }
                if (turns.equals(EnumSet.of(Turn.DROPPED))) {
                    return Optional.of(true);
                }
                sure &= turns.equals(EnumSet.of(Turn.ACCEPTED));
            }
        }
        return sure ? Optional.of(false) : Optional.empty();
    }

    private static Set<Turn> walk(Map<String, Chain> table, Chain chain, FirewallMatch match, int depth) {
        if (depth > DEEPEST) {
            return EnumSet.allOf(Turn.class);
        }
        Set<Turn> turns = EnumSet.noneOf(Turn.class);
        for (String rule : chain.rules()) {
            FirewallMatch.Judged judged = match.judge(rule);
            if (judged.meets() == FirewallMatch.Meets.NO) {
                continue;
            }
            String verdict = judged.verdict().split(" ")[0];
            Set<Turn> then = switch (verdict) {
                case "accept" -> EnumSet.of(Turn.ACCEPTED);
                case "drop", "reject" -> EnumSet.of(Turn.DROPPED);
                case "return" -> EnumSet.of(Turn.ON);
                case "", "continue" -> EnumSet.noneOf(Turn.class);
                case "jump", "goto" ->
                    Optional.ofNullable(table.get(judged.verdict().split(" ")[1]))
                            .map(next -> walk(table, next, match, depth + 1))
                            .orElseGet(() -> EnumSet.allOf(Turn.class));
                default -> EnumSet.allOf(Turn.class);
            };
            boolean goesOn = then.isEmpty()
                    || verdict.equals("jump") && then.remove(Turn.ON)
                    || !List.of("accept", "drop", "reject", "return", "goto", "jump")
                            .contains(verdict);
            turns.addAll(then);
            if (!goesOn && judged.meets() == FirewallMatch.Meets.YES) {
                return turns;
            }
        }
        turns.add(Turn.ON);
        return turns;
    }
}
