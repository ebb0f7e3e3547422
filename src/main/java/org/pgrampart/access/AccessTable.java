package org.pgrampart.access;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.IpRange;

/// Who can log in from where, to what, by which line: roles, databases and addresses that fare alike in one row.
///
/// Every rule is held against every role, database and place once; the rest is bit arithmetic over classes, so a
/// thousand roles and rules are no trouble.
public final class AccessTable {
    /// Which rules surely match, and which may (those included).
    private record Bits(BitSet yes, BitSet maybe) {
        Bits and(Bits other) {
            return new Bits(both(yes, other.yes), both(maybe, other.maybe));
        }

        private static BitSet both(BitSet one, BitSet other) {
            BitSet both = (BitSet) one.clone();
            both.and(other);
            return both;
        }
    }

    /// Decisions by their number in `decisions`, as comparing them whole would take long.
    private record Fate(int withoutTls, int withTls) {}

    private record Outcome(int first, List<Integer> perhaps) {}

    private record Group(List<String> databases, boolean replication, Fate fate) {}

    private record RoleKey(Bits own, List<Bits> byDatabase) {}

    private final AccessSimulator simulator;
    private final List<FileRule> rules;
    private final List<String> databases;
    private final List<OriginClass> origins;
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<Outcome, Integer> numbers = new HashMap<>();
    private final List<AccessRow> rows = new ArrayList<>();

    private AccessTable(AccessSimulator simulator, List<String> databases) {
        this.simulator = simulator;
        this.rules = simulator.rules().rules();
        this.databases = List.copyOf(databases);
        this.origins =
                OriginClasses.of(simulator.rules(), simulator.interfaces().orElse(List.<IpRange>of()));
        if (simulator.rules().loads()) {
            fill();
        }
    }

    /// For every role that may log in; empty when the rules do not load.
    public static AccessTable of(AccessSimulator simulator, List<String> databases) {
        return new AccessTable(simulator, databases);
    }

    public List<AccessRow> rows() {
        return List.copyOf(rows);
    }

    /// The rows that let somebody in, for sure or perhaps.
    public List<AccessRow> open() {
        return rows.stream().filter(row -> row.decision().mayAdmit()).toList();
    }

    public List<OriginClass> origins() {
        return origins;
    }

    /// One login for each row and role, to hold other rules against.
    public List<Login> logins() {
        List<Login> logins = new ArrayList<>();
        for (AccessRow row : rows) {
            Origin origin = variant(row.origin().sample(), row.encryption() == AccessRow.Encryption.TLS);
            for (String role : row.roles()) {
                if (row.replication()) {
                    logins.add(Login.replication(role, origin));
                }
                row.databases().forEach(database -> logins.add(new Login(role, database, origin, false)));
            }
        }
        return logins;
    }

    private void fill() {
        List<Bits> shared = databases.stream().map(this::databaseBits).toList();
        Bits streams =
                bits(i -> any(rules.get(i).databases(), token -> simulator.matchesDatabase(token, "", "", true)));
        List<Bits> plain =
                origins.stream().map(place -> originBits(place.sample())).toList();
        List<Bits> tls = origins.stream()
                .map(place -> originBits(variant(place.sample(), true)))
                .toList();
        Map<RoleKey, List<String>> roleClasses = roleClasses(shared);
        for (int o = 0; o < origins.size(); o++) {
            Map<Group, List<String>> groups = new LinkedHashMap<>();
            for (Map.Entry<RoleKey, List<String>> roles : roleClasses.entrySet()) {
                Bits withoutTls = roles.getKey().own().and(plain.get(o));
                Bits withTls = roles.getKey().own().and(tls.get(o));
                Map<Bits, Fate> fates = new HashMap<>();
                Map<Fate, List<String>> alike = new LinkedHashMap<>();
                for (int d = 0; d < databases.size(); d++) {
                    Fate fate = fates.computeIfAbsent(
                            roles.getKey().byDatabase().get(d),
                            bits -> new Fate(decision(withoutTls.and(bits)), decision(withTls.and(bits))));
                    alike.computeIfAbsent(fate, key -> new ArrayList<>()).add(databases.get(d));
                }
                alike.forEach(
                        (fate, names) -> groups.computeIfAbsent(new Group(names, false, fate), key -> new ArrayList<>())
                                .addAll(roles.getValue()));
                Fate stream = new Fate(decision(withoutTls.and(streams)), decision(withTls.and(streams)));
                groups.computeIfAbsent(new Group(List.of(), true, stream), key -> new ArrayList<>())
                        .addAll(roles.getValue());
            }
            OriginClass origin = origins.get(o);
            groups.forEach((group, roles) -> row(roles, group, origin));
        }
    }

    private Map<RoleKey, List<String>> roleClasses(List<Bits> shared) {
        boolean dependent =
                rules.stream().flatMap(rule -> rule.databases().stream()).anyMatch(AccessTable::dependsOnRole);
        Map<RoleKey, List<String>> classes = new LinkedHashMap<>();
        for (Role role : simulator.roles().all()) {
            if (role.login()) {
                Bits own = bits(i -> simulator.matchesRole(rules.get(i), role.name()));
                List<Bits> byDatabase = dependent
                        ? databases.stream()
                                .map(database -> databaseBits(database, role.name()))
                                .toList()
                        : shared;
                classes.computeIfAbsent(new RoleKey(own, byDatabase), key -> new ArrayList<>())
                        .add(role.name());
            }
        }
        return classes;
    }

    private static boolean dependsOnRole(HbaToken token) {
        return token.isKeyword("sameuser") || token.isKeyword("samerole") || token.isKeyword("samegroup");
    }

    private Bits databaseBits(String database) {
        return databaseBits(database, "");
    }

    private Bits databaseBits(String database, String role) {
        return bits(
                i -> any(rules.get(i).databases(), token -> simulator.matchesDatabase(token, database, role, false)));
    }

    private Bits originBits(Origin origin) {
        return bits(i -> simulator.matchesOrigin(rules.get(i), origin));
    }

    private static Match any(List<HbaToken> tokens, Function<HbaToken, Match> matcher) {
        return tokens.stream().map(matcher).reduce(Match.NO, Match::or);
    }

    private Bits bits(IntFunction<Match> matcher) {
        BitSet yes = new BitSet(rules.size());
        BitSet maybe = new BitSet(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            Match match = matcher.apply(i);
            yes.set(i, match == Match.YES);
            maybe.set(i, match != Match.NO);
        }
        return new Bits(yes, maybe);
    }

    private void row(List<String> roles, Group group, OriginClass origin) {
        Decision without = decisions.get(group.fate().withoutTls());
        Decision with = decisions.get(group.fate().withTls());
        if (origin.sample().isLocal()) {
            add(roles, group, origin, AccessRow.Encryption.NONE, without);
        } else if (with.equals(without)) {
            add(roles, group, origin, AccessRow.Encryption.EITHER, with);
        } else {
            add(roles, group, origin, AccessRow.Encryption.TLS, with);
            add(roles, group, origin, AccessRow.Encryption.PLAIN, without);
        }
    }

    private void add(
            List<String> roles, Group group, OriginClass origin, AccessRow.Encryption encryption, Decision decision) {
        rows.add(new AccessRow(roles, group.databases(), group.replication(), origin, encryption, decision));
    }

    private int decision(Bits bits) {
        int first = bits.yes().nextSetBit(0);
        int end = first < 0 ? rules.size() : first;
        List<Integer> perhaps = new ArrayList<>();
        for (int i = bits.maybe().nextSetBit(0);
                i >= 0 && i < end;
                i = bits.maybe().nextSetBit(i + 1)) {
            perhaps.add(i);
        }
        return numbers.computeIfAbsent(new Outcome(first, perhaps), outcome -> {
            List<FileRule> lines = outcome.perhaps().stream().map(rules::get).toList();
            decisions.add(AccessSimulator.settle(lines, first < 0 ? Decision.none() : Decision.by(rules.get(first))));
            return decisions.size() - 1;
        });
    }

    private static Origin variant(Origin plain, boolean tls) {
        return new Origin(plain.address(), plain.hostName(), tls && !plain.isLocal(), plain.gss());
    }
}
