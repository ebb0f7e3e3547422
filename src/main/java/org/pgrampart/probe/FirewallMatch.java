package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgrampart.format.IpRange;

/// Whether one rule of nftables, as `nft -n` prints it, meets the first packet of a TCP connection to a port, sent by
/// somebody whom no rule names. What is not understood may meet it or not.
///
/// @param version6 whether the packet is of IPv6
/// @param translated whether what is sent to another port may end up here
/// @param sets the elements of the named sets
record FirewallMatch(int port, boolean version6, boolean translated, Map<String, String> sets) {
    /// Whether a rule meets the packet.
    enum Meets {
        YES,
        NO,
        MAYBE;

        Meets not() {
            return this == YES ? NO : this == NO ? YES : MAYBE;
        }

        Meets and(Meets other) {
            return this == NO || other == NO ? NO : this == YES ? other : MAYBE;
        }
    }

    /// A rule taken apart.
    ///
    /// @param verdict what is left: `accept`, `jump chain`; empty for a rule that decides nothing
    record Judged(Meets meets, String verdict) {}

    private static final Pattern VERDICT =
            Pattern.compile("(accept|drop|return|continue|reject( with .*)?|(jump|goto) \\S+|queue.*|)");
    private static final Pattern PLAIN = Pattern.compile("counter( packets \\d+ bytes \\d+)?"
            + "|log( prefix \"[^\"]*\"| level \\w+| flags [\\w, ]+?(?= )| group \\d+| snaplen \\d+| queue-threshold \\d+)*"
            + "|limit rate (?<over>over )?\\d+( \\w?bytes)?/\\w+( burst \\d+ \\w+)?");
    private static final Pattern MATCH = Pattern.compile(
            "(?<what>ct state|ct status|iifname|iif|ip saddr|ip6 saddr|ip daddr|ip6 daddr|fib daddr type"
                    + "|fib saddr( \\. (mark|iif))* oif|tcp dport|th dport|meta l4proto|ip protocol|ip6 nexthdr"
                    + "|meta nfproto|meta pkttype|rt type|(udp|udplite|icmp|icmpv6|sctp|dccp|esp|ah|igmp) [\\w-]+)"
                    + " (?<not>!= )?(?<value>\\{[^}]*\\}|\"[^\"]*\"|\\S+)");

    Judged judge(String rule) {
        String rest = rule.replaceFirst(" comment \"[^\"]*\"$", "");
        Meets meets = Meets.YES;
        while (true) {
            rest = rest.strip();
            Matcher plain = PLAIN.matcher(rest);
            Matcher match = MATCH.matcher(rest);
            if (VERDICT.matcher(rest).matches()) {
                return new Judged(meets, rest);
            }
            if (plain.lookingAt() && plain.end() > 0) {
                // a first packet is within every limit
                meets = plain.group("over") == null ? meets : Meets.NO;
                rest = rest.substring(plain.end());
            } else if (match.lookingAt()) {
                Meets one = one(match.group("what"), match.group("value"));
                meets = meets.and(match.group("not") == null ? one : one.not());
                rest = rest.substring(match.end());
            } else {
                Meets foreign = rest.matches("(ip6 |icmpv6 |xt match \"?icmp6\\b).*") && !version6
                                || rest.matches("(ip |icmp ).*") && version6
                                || rest.matches("xt match \"?(icmp6?|udp|sctp|esp|ah)\\b.*")
                        ? Meets.NO
                        : Meets.MAYBE;
                Matcher end = Pattern.compile("\\b(accept|drop|return|reject|(jump|goto) \\S+)\\b")
                        .matcher(rest);
                String verdict = "queue";
                while (end.find()) {
                    verdict = end.group(1);
                }
                return new Judged(meets.and(foreign), rest.contains(" vmap ") ? "queue" : verdict);
            }
        }
    }

    private Meets one(String what, String value) {
        List<String> values = values(value);
        return switch (what) {
            case "ct state" -> anyOf(values, state -> yes(isNew(state)));
            case "ct status" -> translated ? Meets.MAYBE : Meets.NO; // a first packet has none but of that
            case "iif", "iifname" -> anyOf(values, name -> name.equals("lo") ? Meets.NO : Meets.MAYBE);
            case "ip saddr" -> version6 ? Meets.NO : anyOf(values, this::strangers);
            case "ip6 saddr" -> version6 ? anyOf(values, this::strangers) : Meets.NO;
            case "ip daddr" -> version6 ? Meets.NO : anyOf(values, FirewallMatch::ours);
            case "ip6 daddr" -> version6 ? anyOf(values, FirewallMatch::ours) : Meets.NO;
            case "fib daddr type" ->
                anyOf(values, type -> yes(List.of("2", "local").contains(type)));
            case "tcp dport", "th dport" -> anyOf(values, this::ports);
            case "meta l4proto", "ip protocol", "ip6 nexthdr" ->
                anyOf(values, number -> yes(List.of("6", "tcp").contains(number)))
                        .and(yes(!what.startsWith("ip ") || !version6))
                        .and(yes(!what.startsWith("ip6 ") || version6));
            case "meta nfproto" ->
                anyOf(values, family -> yes(List.of("10", "ipv6").contains(family) == version6));
            case "meta pkttype" ->
                anyOf(values, type -> yes(List.of("0", "host", "unicast").contains(type)));
            case "rt type" -> Meets.NO;
            // the way back to whoever sent it is missing, or another protocol
            default ->
                what.startsWith("fib saddr") && !List.of("0", "missing").contains(value) ? Meets.MAYBE : Meets.NO;
        };
    }

    private List<String> values(String text) {
        String list = text;
        if (text.startsWith("@")) {
            String elements = sets.get(text.substring(1));
            if (elements == null) {
                return List.of("?");
            }
            list = elements;
        }
        return Arrays.stream(list.replaceAll("[{}\"]", "").split(","))
                .map(part -> part.strip().replaceAll(" (timeout|expires|counter|comment) .*", ""))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Meets anyOf(List<String> values, java.util.function.Function<String, Meets> test) {
        Meets any = Meets.NO;
        for (String value : values) {
            Meets one = value.equals("?") ? Meets.MAYBE : test.apply(value);
            any = any == Meets.YES || one == Meets.YES ? Meets.YES : any == Meets.NO ? one : any;
        }
        return any;
    }

    private static Meets yes(boolean condition) {
        return condition ? Meets.YES : Meets.NO;
    }

    private static boolean isNew(String state) {
        return state.equals("new") || state.startsWith("0x") && (Integer.decode(state) & 8) != 0;
    }

    /// Somebody whom no rule names is in no network but those that hold a large part of all addresses.
    private Meets strangers(String network) {
        int wide = version6 ? 6 : 7;
        Optional<IpRange> range = IpRange.parse(network);
        if (range.isPresent()) {
            int bits = range.get().fixedBits();
            return bits == 0 ? Meets.YES : bits <= wide ? Meets.MAYBE : Meets.NO;
        }
        return network.matches("[0-9.]+-[0-9.]+|[0-9a-f:.]+-[0-9a-f:.]+") && !network.startsWith("0")
                ? Meets.NO
                : Meets.MAYBE;
    }

    /// Whether an address that a packet is for may be the host's own.
    private static Meets ours(String network) {
        if (network.matches("(22[4-9]|23\\d|255)\\..*|127\\..*|(ff|fe80:).*|::1")) {
            return Meets.NO;
        }
        return IpRange.parse(network).filter(range -> range.fixedBits() == 0).isPresent() ? Meets.YES : Meets.MAYBE;
    }

    private Meets ports(String text) {
        if (text.matches("\\d{1,5}")) {
            return yes(Integer.parseInt(text) == port);
        }
        if (text.matches("\\d{1,5}-\\d{1,5}")) {
            String[] ends = text.split("-");
            return yes(Integer.parseInt(ends[0]) <= port && port <= Integer.parseInt(ends[1]));
        }
        return Meets.MAYBE;
    }

    /// A rule with a map of verdicts as the rules it stands for; another rule as it is.
    static List<String> plain(String rule) {
        Matcher map = Pattern.compile("^(.*\\S) vmap \\{([^}]*)\\}(.*)$").matcher(rule);
        if (!map.matches()) {
            return List.of(rule);
        }
        List<String> rules = new ArrayList<>();
        for (String entry : map.group(2).split(",")) {
            String[] pair = entry.strip().split(" : ", 2);
            if (pair.length < 2) {
                return List.of(rule);
            }
            rules.add(map.group(1) + " " + pair[0].strip() + map.group(3) + " " + pair[1].strip());
        }
        return rules;
    }
}
