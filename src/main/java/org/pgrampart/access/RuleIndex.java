package org.pgrampart.access;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.pgrampart.format.HbaToken;

/// Which rules a role, a database or a place meets, found by name and not by trying every rule: the work grows with the
/// number of roles and not with roles times rules.
final class RuleIndex {
    /// Which rules surely match, and which may (those included).
    record Bits(BitSet yes, BitSet maybe) {
        Bits and(Bits other) {
            return new Bits(both(yes, other.yes), both(maybe, other.maybe));
        }

        private static BitSet both(BitSet one, BitSet other) {
            BitSet both = (BitSet) one.clone();
            both.and(other);
            return both;
        }

        private Bits copy() {
            return new Bits((BitSet) yes.clone(), (BitSet) maybe.clone());
        }

        private void add(Match match, BitSet rules) {
            if (match == Match.YES) {
                yes.or(rules);
            }
            if (match != Match.NO) {
                maybe.or(rules);
            }
        }
    }

    private final AccessSimulator simulator;
    private final List<FileRule> rules;
    private final BitSet everyRole = new BitSet();
    private final Map<String, BitSet> roleNames = new HashMap<>();
    private final Map<String, BitSet> groups = new LinkedHashMap<>();
    private final Map<HbaToken, BitSet> roleExpressions = new LinkedHashMap<>();
    private final Map<String, BitSet> byMember = new HashMap<>();
    private final BitSet sameUser = new BitSet();
    private final BitSet sameRole = new BitSet();

    RuleIndex(AccessSimulator simulator) {
        this.simulator = simulator;
        this.rules = simulator.rules().rules();
        for (int i = 0; i < rules.size(); i++) {
            for (HbaToken token : rules.get(i).users()) {
                place(token).set(i);
            }
            for (HbaToken token : rules.get(i).databases()) {
                if (token.isKeyword("sameuser")) {
                    sameUser.set(i);
                } else if (token.isKeyword("samerole") || token.isKeyword("samegroup")) {
                    sameRole.set(i);
                }
            }
        }
        groups.forEach((group, lines) -> simulator
                .roles()
                .members(group)
                .forEach(member ->
                        byMember.computeIfAbsent(member, key -> new BitSet()).or(lines)));
    }

    private BitSet place(HbaToken token) {
        if (token.isGroup()) {
            return groups.computeIfAbsent(token.group(), key -> new BitSet());
        }
        if (token.isKeyword("all")) {
            return everyRole;
        }
        return simulator.isExpression(token)
                ? roleExpressions.computeIfAbsent(token, key -> new BitSet())
                : roleNames.computeIfAbsent(token.text(), key -> new BitSet());
    }

    /// The rules whose role column a role meets.
    Bits ofRole(String role) {
        Bits bits = new Bits((BitSet) everyRole.clone(), (BitSet) everyRole.clone());
        bits.add(Match.YES, roleNames.getOrDefault(role, new BitSet()));
        bits.add(Match.YES, byMember.getOrDefault(role, new BitSet()));
        if (!simulator.roles().complete()) {
            groups.forEach((group, lines) -> bits.add(simulator.roles().membership(role, group), lines));
        }
        roleExpressions.forEach((token, lines) -> bits.add(simulator.matchesName(token, role), lines));
        return bits;
    }

    /// The rules whose database column a database meets, whoever comes.
    Bits ofDatabase(String database) {
        return bits(i -> any(rules.get(i).databases(), database, false));
    }

    /// The rules a standby's stream meets.
    Bits ofStream() {
        return bits(i -> any(rules.get(i).databases(), "", true));
    }

    /// The databases that a role meets by other rules than everybody does, by their number in the list.
    Map<Integer, Bits> own(String role, List<String> databases, List<Bits> shared) {
        Map<Integer, Bits> own = new HashMap<>();
        if (sameUser.isEmpty() && sameRole.isEmpty()) {
            return own;
        }
        for (int d = 0; d < databases.size(); d++) {
            Match member = sameRole.isEmpty() ? Match.NO : simulator.roles().membership(role, databases.get(d));
            boolean same = !sameUser.isEmpty() && databases.get(d).equals(role);
            if (same || member != Match.NO) {
                Bits bits = shared.get(d).copy();
                bits.add(Match.of(same), sameUser);
                bits.add(member, sameRole);
                own.put(d, bits);
            }
        }
        return own;
    }

    /// The rules whose type and address a place meets.
    Bits ofOrigin(Origin origin) {
        return bits(i -> simulator.matchesOrigin(rules.get(i), origin));
    }

    // without a role, as what depends on it is added role by role
    private Match any(List<HbaToken> tokens, String database, boolean stream) {
        Match match = Match.NO;
        for (HbaToken token : tokens) {
            boolean personal =
                    token.isKeyword("sameuser") || token.isKeyword("samerole") || token.isKeyword("samegroup");
            if (stream || !personal) {
                match = match.or(simulator.matchesDatabase(token, database, "", stream));
            }
        }
        return match;
    }

    private Bits bits(IntFunction<Match> matcher) {
        Bits bits = new Bits(new BitSet(rules.size()), new BitSet(rules.size()));
        for (int i = 0; i < rules.size(); i++) {
            Match match = matcher.apply(i);
            bits.yes().set(i, match == Match.YES);
            bits.maybe().set(i, match != Match.NO);
        }
        return bits;
    }
}
