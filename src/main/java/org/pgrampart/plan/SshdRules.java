package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether sshd, with the settings that it says are in force for a login, lets that login try: pure.
///
/// @param lines as `sshd -T -C …` prints them
/// @param groups the groups of who logs in
record SshdRules(List<String> lines, String login, String address, List<String> groups) {
    /// What the trial printed about one login.
    static SshdRules read(List<String> printed, String login, String address) {
        List<String> lines = new ArrayList<>();
        List<String> groups = List.of();
        for (String line : printed) {
            if (line.startsWith("effective ")) {
                lines.add(line.substring("effective ".length()));
            } else if (line.startsWith("groups ")) {
                groups = List.of(line.substring("groups ".length()).strip().split(" +"));
            }
        }
        return new SshdRules(List.copyOf(lines), login, address, groups);
    }

    private List<String> values(String keyword) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words[0].toLowerCase(Locale.ROOT).equals(keyword)) {
                values.addAll(List.of(words).subList(1, words.length));
            }
        }
        return values;
    }

    /// Why the login would be refused; empty when it may try.
    Optional<String> refusal() {
        if (values("denyusers").stream().anyMatch(this::isUser)) {
            return Optional.of("DenyUsers names " + login);
        }
        List<String> users = values("allowusers");
        if (!users.isEmpty() && users.stream().noneMatch(this::isUser)) {
            return Optional.of("AllowUsers does not name " + login);
        }
        if (values("denygroups").stream().anyMatch(this::isGroup)) {
            return Optional.of("DenyGroups names a group of " + login);
        }
        List<String> allowed = values("allowgroups");
        if (!allowed.isEmpty() && allowed.stream().noneMatch(this::isGroup)) {
            return Optional.of("AllowGroups names no group of " + login);
        }
        if (login.equals("root") && values("permitrootlogin").contains("no")) {
            return Optional.of("PermitRootLogin is no");
        }
        return Optional.empty();
    }

    private boolean isUser(String pattern) {
        int at = pattern.lastIndexOf('@');
        if (at < 0) {
            return matches(pattern, login);
        }
        String host = pattern.substring(at + 1);
        boolean network = host.contains("/"); // a network: the trial itself cannot tell, so it counts as named
        return matches(pattern.substring(0, at), login) && (network || matches(host, address));
    }

    private boolean isGroup(String pattern) {
        return groups.stream().anyMatch(group -> matches(pattern, group));
    }

    private static boolean matches(String pattern, String text) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            expression.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.matches(expression.toString(), text);
    }
}
