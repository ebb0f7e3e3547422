package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pgrampart.model.Subject;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// What everybody may do with tables, views, sequences and columns, extensions' own left out.
public record PublicGrants(List<Relation> relations) {
    /// One relation with grants to PUBLIC.
    ///
    /// @param privileges on the whole of it
    /// @param columnPrivileges on single columns, by column
    public record Relation(
            String database,
            String schema,
            String name,
            boolean sequence,
            Set<String> privileges,
            Map<String, Set<String>> columnPrivileges) {
        public Subject subject() {
            return Subject.named(Subject.Kind.TABLE, database + ":" + schema + "." + name);
        }

        /// All privileges, those on columns too.
        public Set<String> all() {
            Set<String> all = new TreeSet<>(privileges);
            columnPrivileges.values().forEach(all::addAll);
            return all;
        }
    }

    private static final Query GRANTS = Query.database("""
            SELECT pg_catalog.current_database() AS database, n.nspname AS schema, c.relname AS name,
                   c.relkind = 'S' AS sequence, g.attname AS column, g.privilege_type AS privilege
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             CROSS JOIN LATERAL (
                   SELECT '' AS attname, a.grantee, a.privilege_type FROM pg_catalog.aclexplode(c.relacl) a
                    UNION ALL
                   SELECT t.attname, a.grantee, a.privilege_type
                     FROM pg_catalog.pg_attribute t CROSS JOIN LATERAL pg_catalog.aclexplode(t.attacl) a
                    WHERE t.attrelid = c.oid AND NOT t.attisdropped) g
             WHERE g.grantee = 0 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                  AND d.objid = c.oid AND d.deptype = 'e')
             ORDER BY 2, 3, 5, 6""");

    public static final Probe<PublicGrants> PROBE = Probe.of(PublicGrants::read, GRANTS);

    private static PublicGrants read(Answers answers) {
        Map<String, Relation> relations = new LinkedHashMap<>();
        for (Rows rows : answers.byDatabase(GRANTS).values()) {
            for (Row row : rows) {
                Relation fresh = new Relation(
                        row.text("database"),
                        row.text("schema"),
                        row.text("name"),
                        row.bool("sequence"),
                        new TreeSet<>(),
                        new LinkedHashMap<>());
                Relation relation = relations.computeIfAbsent(fresh.subject().stable(), key -> fresh);
                String column = row.text("column");
                Set<String> privileges = column.isEmpty()
                        ? relation.privileges()
                        : relation.columnPrivileges().computeIfAbsent(column, name -> new TreeSet<>());
                privileges.add(row.text("privilege"));
            }
        }
        return new PublicGrants(new ArrayList<>(relations.values()));
    }
}
