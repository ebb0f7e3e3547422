package org.pgrampart.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pgrampart.access.RuleIndex.Bits;
import org.pgrampart.format.IpRange;

/// Who can log in from where, to what, by which line: roles, databases and addresses that fare alike in one row.
///
/// Every role, database and place is held against the rules once; the rest is bit arithmetic over classes, so ten
/// thousand roles are no trouble.
public final class AccessTable {
    /// Decisions by their number in `decisions`, as comparing them whole would take long.
    private record Fate(int withoutTls, int withTls) {}

    private record Outcome(int first, List<Integer> perhaps) {}

    private record Group(List<String> databases, boolean replication, Fate fate) {}

    /// Roles that meet the same rules; `personal` are the databases that are special to them.
    private record RoleKey(Bits own, Map<Integer, Bits> personal) {}

    private final AccessSimulator simulator;
    private final List<FileRule> rules;
    private final List<String> databases;
    private final List<OriginClass> origins;
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<Outcome, Integer> numbers = new HashMap<>();
    private final List<AccessRow> rows = new ArrayList<>();

    private AccessTable(AccessSimulator simulator, List<String> databases, List<OriginClass> origins) {
        this.simulator = simulator;
        this.rules = simulator.rules().rules();
        this.databases = List.copyOf(databases);
        this.origins = List.copyOf(origins);
        if (simulator.rules().loads()) {
            fill();
        }
    }

    /// For every role that may log in; empty when the rules do not load.
    public static AccessTable of(AccessSimulator simulator, List<String> databases) {
        return of(simulator, databases, places(simulator));
    }

    /// The same for these places, so that tables of different rules have the same ones.
    public static AccessTable of(AccessSimulator simulator, List<String> databases, List<OriginClass> origins) {
        return new AccessTable(simulator, databases, origins);
    }

    /// The places that these rules, taken together, tell apart.
    public static List<OriginClass> places(AccessSimulator... simulators) {
        List<RuleSet> rules = Stream.of(simulators).map(AccessSimulator::rules).toList();
        return OriginClasses.of(rules, simulators[0].interfaces().orElse(List.<IpRange>of()));
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

    private void fill() {
        RuleIndex index = new RuleIndex(simulator);
        List<Bits> shared = databases.stream().map(index::ofDatabase).toList();
        Bits streams = index.ofStream();
        List<Bits> plain =
                origins.stream().map(place -> index.ofOrigin(place.sample())).toList();
        List<Bits> tls = origins.stream()
                .map(place -> index.ofOrigin(variant(place.sample(), true)))
                .toList();
        Map<RoleKey, List<String>> roleClasses = new LinkedHashMap<>();
        for (Role role : simulator.roles().all()) {
            if (role.login()) {
                RoleKey key = new RoleKey(index.ofRole(role.name()), index.own(role.name(), databases, shared));
                roleClasses.computeIfAbsent(key, _ -> new ArrayList<>()).add(role.name());
            }
        }
        for (int o = 0; o < origins.size(); o++) {
            Map<Group, List<String>> groups = new LinkedHashMap<>();
            for (Map.Entry<RoleKey, List<String>> roles : roleClasses.entrySet()) {
                Bits withoutTls = roles.getKey().own().and(plain.get(o));
                Bits withTls = roles.getKey().own().and(tls.get(o));
                Map<Bits, Fate> fates = new HashMap<>();
                Map<Fate, List<String>> alike = new LinkedHashMap<>();
                for (int d = 0; d < databases.size(); d++) {
                    Fate fate = fates.computeIfAbsent(
                            roles.getKey().personal().getOrDefault(d, shared.get(d)),
                            bits -> new Fate(decision(withoutTls.and(bits)), decision(withTls.and(bits))));
                    alike.computeIfAbsent(fate, _ -> new ArrayList<>()).add(databases.get(d));
                }
                alike.forEach(
                        (fate, names) -> groups.computeIfAbsent(new Group(names, false, fate), _ -> new ArrayList<>())
                                .addAll(roles.getValue()));
                Fate stream = new Fate(decision(withoutTls.and(streams)), decision(withTls.and(streams)));
                groups.computeIfAbsent(new Group(List.of(), true, stream), _ -> new ArrayList<>())
                        .addAll(roles.getValue());
            }
            OriginClass origin = origins.get(o);
            groups.forEach((group, roles) -> row(roles, group, origin));
        }
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
