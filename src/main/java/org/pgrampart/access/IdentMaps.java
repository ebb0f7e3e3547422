package org.pgrampart.access;

import java.util.List;
import java.util.Optional;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.IdentRule;

/// The maps of pg_ident.conf: which account or certificate may become which role.
///
/// @param rules in their order, includes in place; empty where they could not be read
public record IdentMaps(Optional<List<IdentRule>> rules, int major) {
    private static final int ROLE_WORDS_SINCE = 16;

    public static IdentMaps unknown(int major) {
        return new IdentMaps(Optional.empty(), major);
    }

    public static IdentMaps of(List<IdentRule> rules, int major) {
        return new IdentMaps(Optional.of(List.copyOf(rules)), major);
    }

    /// Whether a system user may become a role by a map; without a map the two names have to be equal.
    Match matches(String map, String systemUser, String role, Roles roles) {
        if (map.isEmpty()) {
            return Match.of(systemUser.equals(role));
        }
        if (rules.isEmpty()) {
            return Match.MAYBE;
        }
        Match match = Match.NO;
        for (IdentRule rule : rules.get()) {
            if (rule.error().isEmpty() && rule.map().equals(map)) {
                match = match.or(matches(rule, systemUser, role, roles));
            }
        }
        return match;
    }

    private Match matches(IdentRule rule, String systemUser, String role, Roles roles) {
        if (!rule.systemUser().isExpression()) {
            return rule.systemUser().text().equals(systemUser)
                    ? role(rule.role(), rule.role().text(), role, roles)
                    : Match.NO;
        }
        NamePattern pattern = new NamePattern(rule.systemUser().text().substring(1));
        Match match = pattern.matches(systemUser);
        if (match == Match.NO || !rule.role().text().contains("\\1")) {
            return match == Match.NO
                    ? match
                    : match.and(role(rule.role(), rule.role().text(), role, roles));
        }
        if (match == Match.MAYBE) {
            return match;
        }
        return pattern.group(systemUser)
                .map(part -> role(rule.role(), rule.role().text().replace("\\1", part), role, roles))
                .orElse(Match.NO);
    }

    private Match role(HbaToken token, String text, String role, Roles roles) {
        if (major >= ROLE_WORDS_SINCE) {
            HbaToken now = new HbaToken(text, token.quoted());
            if (now.isGroup()) {
                return roles.membership(role, now.group());
            }
            if (now.isKeyword("all")) {
                return Match.YES;
            }
            if (now.isExpression()) {
                return new NamePattern(text.substring(1)).matches(role);
            }
        }
        return Match.of(text.equals(role));
    }
}
