package org.pgrampart.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One rule of pg_hba.conf: who may come from where to which database, and how they prove who they are.
///
/// A rule with an `error` has only the columns before the error. `method` is what the server uses, so `ident` on a
/// local line reads `peer`. `netmask` is empty when the mask is part of the address.
public record HbaRule(
        int line,
        HbaType type,
        List<HbaToken> databases,
        List<HbaToken> users,
        HbaAddress addressKind,
        String address,
        String netmask,
        String method,
        List<HbaOption> options,
        String error,
        String text)
        implements HbaEntry {

    public HbaRule {
        databases = List.copyOf(databases);
        users = List.copyOf(users);
        options = List.copyOf(options);
    }

    /// A row of the view `pg_hba_file_rules`, NULL columns given as empty.
    ///
    /// The view does not tell a quoted name from a keyword, so `all` is taken as the keyword; the file is better.
    public static HbaRule fromView(
            int line,
            String type,
            List<String> databases,
            List<String> users,
            String address,
            String netmask,
            String method,
            List<String> options,
            String error) {
        HbaType known = HbaType.of(type).orElse(HbaType.UNKNOWN);
        HbaAddress kind = switch (address) {
            case "" -> HbaAddress.NONE;
            case "all" -> HbaAddress.ALL;
            case "samehost" -> HbaAddress.SAMEHOST;
            case "samenet" -> HbaAddress.SAMENET;
            default -> netmask.isEmpty() ? HbaAddress.NAME : HbaAddress.RANGE;
        };
        List<HbaToken> databaseTokens = databases.stream().map(HbaRule::seen).toList();
        List<HbaToken> userTokens = users.stream().map(HbaRule::seen).toList();
        List<HbaOption> pairs = options.stream().map(HbaRule::pair).toList();
        HbaRule rule =
                new HbaRule(line, known, databaseTokens, userTokens, kind, address, netmask, method, pairs, error, "");
        return new HbaRule(
                line, known, databaseTokens, userTokens, kind, address, netmask, method, pairs, error, rule.words());
    }

    private static HbaToken seen(String text) {
        return new HbaToken(text, text.startsWith("@"));
    }

    private static HbaOption pair(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? new HbaOption(pair, "")
                : new HbaOption(pair.substring(0, equals), pair.substring(equals + 1));
    }

    /// Whether the line refuses what it matches.
    public boolean isReject() {
        return method.equals("reject");
    }

    public boolean isLocal() {
        return type == HbaType.LOCAL;
    }

    /// The addresses of a line with an address and mask, else empty.
    public Optional<IpRange> range() {
        if (addressKind != HbaAddress.RANGE) {
            return Optional.empty();
        }
        if (netmask.isEmpty()) {
            return IpRange.parse(address);
        }
        Optional<IpAddress> mask = IpAddress.parse(netmask);
        return IpAddress.parse(address)
                .filter(ip -> mask.isPresent() && mask.get().isVersion4() == ip.isVersion4())
                .map(ip -> new IpRange(ip, mask.orElseThrow()));
    }

    /// The value of an option, the last one where it is given twice.
    public Optional<String> option(String name) {
        return options.stream()
                .filter(option -> option.name().equals(name))
                .map(HbaOption::value)
                .reduce((first, second) -> second);
    }

    /// The rule in single blanks, with secrets in options hidden: a stable name for it.
    public String words() {
        StringBuilder words = new StringBuilder(type.keyword());
        append(words, databases.stream().map(HbaToken::toString).collect(Collectors.joining(",")));
        append(words, users.stream().map(HbaToken::toString).collect(Collectors.joining(",")));
        append(
                words,
                netmask.isEmpty() ? address : range().map(IpRange::toString).orElse(address + " " + netmask));
        append(words, method);
        options.forEach(option -> append(words, option.toString()));
        return words.toString();
    }

    private static void append(StringBuilder words, String word) {
        if (!word.isEmpty()) {
            words.append(words.isEmpty() ? "" : " ").append(word);
        }
    }
}
