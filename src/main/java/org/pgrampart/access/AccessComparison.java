package org.pgrampart.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pgrampart.access.AccessRow.Encryption;

/// Who can log in from where, before and after: both tables cut so finely that every row has one decision on each side.
public record AccessComparison(List<Row> rows) {
    /// Roles and databases that fare alike before, and alike after.
    public record Row(
            List<String> roles,
            List<String> databases,
            boolean replication,
            OriginClass origin,
            Encryption encryption,
            Decision before,
            Decision after) {
        /// Whether anything is asked or allowed in another way than before.
        public boolean changes() {
            return !before.alike(after);
        }

        /// Whether somebody gets in by it, before or after.
        public boolean open() {
            return before.mayAdmit() || after.mayAdmit();
        }

        /// `local socket`, `10.2.0.0/24 with TLS`.
        public String from() {
            return switch (encryption) {
                case NONE, EITHER -> origin.label();
                case TLS -> origin.label() + " with TLS";
                case PLAIN -> origin.label() + " without TLS";
            };
        }
    }

    public AccessComparison {
        rows = List.copyOf(rows);
    }

    /// One table, nothing being changed.
    public static AccessComparison of(List<AccessRow> rows) {
        return new AccessComparison(rows.stream()
                .map(row -> new Row(
                        row.roles(),
                        row.databases(),
                        row.replication(),
                        row.origin(),
                        row.encryption(),
                        row.decision(),
                        row.decision()))
                .toList());
    }

    /// Two tables over the same places.
    public static AccessComparison of(List<AccessRow> before, List<AccessRow> after) {
        record Place(OriginClass origin, boolean replication) {}
        Map<Place, List<AccessRow>> then = new LinkedHashMap<>();
        after.forEach(row -> then.computeIfAbsent(new Place(row.origin(), row.replication()), _ -> new ArrayList<>())
                .add(row));
        List<Row> rows = new ArrayList<>();
        for (AccessRow old : before) {
            Set<String> roles = new HashSet<>(old.roles());
            Set<String> databases = new HashSet<>(old.databases());
            for (AccessRow next : then.getOrDefault(new Place(old.origin(), old.replication()), List.of())) {
                if (!meet(old.encryption(), next.encryption())) {
                    continue;
                }
                List<String> both =
                        next.roles().stream().filter(roles::contains).toList();
                List<String> where =
                        next.databases().stream().filter(databases::contains).toList();
                if (!both.isEmpty() && (old.replication() || !where.isEmpty())) {
                    Encryption finer = old.encryption() == Encryption.EITHER ? next.encryption() : old.encryption();
                    rows.add(new Row(
                            both, where, old.replication(), old.origin(), finer, old.decision(), next.decision()));
                }
            }
        }
        return new AccessComparison(rows);
    }

    private static boolean meet(Encryption one, Encryption other) {
        return one == other || one == Encryption.EITHER || other == Encryption.EITHER;
    }

    /// The rows by which somebody gets in, before or after.
    public List<Row> open() {
        return rows.stream().filter(Row::open).toList();
    }
}
