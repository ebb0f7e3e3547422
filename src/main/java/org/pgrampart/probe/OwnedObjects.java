package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// What login roles own in each database, apart from what extensions brought along. What follows its table when that
/// changes hands stands with the table. A function that runs with its owner's rights is left out: another owner would
/// give it other rights.
public record OwnedObjects(List<Owned> objects) {
    /// Kinds that change hands one by one.
    public enum Kind {
        TABLE,
        SEQUENCE,
        FUNCTION,
        TYPE,
        SCHEMA,
        DATABASE
    }

    /// One object.
    ///
    /// @param detail a function's arguments
    /// @param sequences of a table's columns: schema, name, schema, name…
    public record Owned(
            String database,
            String owner,
            Kind kind,
            String schema,
            String name,
            String detail,
            List<String> sequences) {}

    private static final Query OBJECTS = Query.database("""
            SELECT pg_catalog.current_database() AS database, r.rolname AS owner, o.kind, o.schema, o.name, o.detail,
                   o.sequences
              FROM (SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, n.nspname::text AS schema,
                           c.relname::text AS name, '' AS detail, c.relowner AS owner,
                           'pg_catalog.pg_class'::pg_catalog.regclass AS catalog, c.oid AS oid,
                           ARRAY(SELECT v FROM pg_catalog.pg_depend d
                                   JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                                   JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
                                  CROSS JOIN LATERAL pg_catalog.unnest(ARRAY[sn.nspname::text, s.relname::text])
                                        WITH ORDINALITY AS u(v, i)
                                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                    AND d.refclassid = d.classid AND d.refobjid = c.oid AND d.deptype IN ('a', 'i')
                                  ORDER BY s.oid, i) AS sequences
                      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
                       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                        WHERE c.relkind = 'S' AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                                          AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                          AND d.refclassid = d.classid)
                    UNION ALL
                    SELECT 'FUNCTION', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid),
                           p.proowner, 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, '{}'
                      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                     WHERE p.prokind IN ('f', 'p', 'w') AND NOT p.prosecdef
                    UNION ALL
                    SELECT 'TYPE', n.nspname, t.typname, '', t.typowner,
                           'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, '{}'
                      FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                     WHERE t.typtype IN ('e', 'd', 'r')
                        OR t.typtype = 'c' AND EXISTS (SELECT FROM pg_catalog.pg_class k
                                                        WHERE k.oid = t.typrelid AND k.relkind = 'c')
                    UNION ALL
                    SELECT 'SCHEMA', '', n.nspname, '', n.nspowner,
                           'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid, '{}'
                      FROM pg_catalog.pg_namespace n
                    UNION ALL
                    SELECT 'DATABASE', '', d.datname, '', d.datdba,
                           'pg_catalog.pg_database'::pg_catalog.regclass, d.oid, '{}'
                      FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()) o
              JOIN pg_catalog.pg_roles r ON r.oid = o.owner
             WHERE r.rolcanlogin AND o.owner <> 10
               AND (CASE o.kind WHEN 'SCHEMA' THEN o.name ELSE o.schema END) !~ '^(pg_|information_schema$)'
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                WHERE d.classid = o.catalog AND d.objid = o.oid AND d.deptype = 'e')
             ORDER BY 2, 3, 4, 5, 6""");

    public static final Probe<OwnedObjects> PROBE = Probe.of(OwnedObjects::read, OBJECTS);

    static OwnedObjects read(Answers answers) {
        List<Owned> objects = new ArrayList<>();
        for (Rows rows : answers.byDatabase(OBJECTS).values()) {
            for (Row row : rows) {
                objects.add(new Owned(
                        row.text("database"),
                        row.text("owner"),
                        Kind.valueOf(row.text("kind")),
                        row.text("schema"),
                        row.text("name"),
                        row.text("detail"),
                        row.array("sequences")));
            }
        }
        return new OwnedObjects(List.copyOf(objects));
    }

    /// What this role owns in this database.
    public List<Owned> of(String database, String role) {
        return objects.stream()
                .filter(object ->
                        object.database().equals(database) && object.owner().equals(role))
                .toList();
    }
}
