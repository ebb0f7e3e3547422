package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.model.Subject;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// Who may create objects in which schema of which database; the system's own schemas left out.
public record SchemaRights(List<Schema> schemas) {
    /// One schema.
    ///
    /// @param publicCreates whether everybody may create in it
    /// @param creators roles, neither superuser nor owner, that were granted CREATE
    /// @param inhabitants owners of tables or functions in it that may create there only because everybody may
    public record Schema(
            String database,
            String name,
            String owner,
            boolean publicCreates,
            List<String> creators,
            List<String> inhabitants) {
        public Subject subject() {
            return Subject.named(Subject.Kind.SCHEMA, database + ":" + name);
        }
    }

    private static final Query SCHEMAS = Query.database("""
            SELECT pg_catalog.current_database() AS database, n.nspname AS name,
                   pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
                   pg_catalog.has_schema_privilege('public', n.oid, 'CREATE') AS public_creates,
                   ARRAY(SELECT DISTINCT r.rolname
                           FROM pg_catalog.aclexplode(n.nspacl) a JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
                          WHERE a.privilege_type = 'CREATE' AND r.oid <> n.nspowner AND NOT r.rolsuper
                          ORDER BY 1) AS creators,
                   ARRAY(SELECT DISTINCT r.rolname FROM pg_catalog.pg_roles r
                          WHERE NOT r.rolsuper AND NOT pg_catalog.pg_has_role(r.oid, n.nspowner, 'USAGE')
                            AND (EXISTS (SELECT 1 FROM pg_catalog.pg_class c
                                          WHERE c.relnamespace = n.oid AND c.relowner = r.oid)
                              OR EXISTS (SELECT 1 FROM pg_catalog.pg_proc p
                                          WHERE p.pronamespace = n.oid AND p.proowner = r.oid))
                            AND NOT EXISTS (SELECT 1 FROM pg_catalog.aclexplode(n.nspacl) a
                                             WHERE a.privilege_type = 'CREATE' AND a.grantee <> 0
                                               AND pg_catalog.pg_has_role(r.oid, a.grantee, 'USAGE'))
                          ORDER BY 1) AS inhabitants
              FROM pg_catalog.pg_namespace n
             WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY n.nspname""");

    public static final Probe<SchemaRights> PROBE = Probe.of(SchemaRights::read, SCHEMAS);

    static SchemaRights read(Answers answers) {
        List<Schema> schemas = new ArrayList<>();
        for (Rows rows : answers.byDatabase(SCHEMAS).values()) {
            for (Row row : rows) {
                schemas.add(new Schema(
                        row.text("database"),
                        row.text("name"),
                        row.text("owner"),
                        row.bool("public_creates"),
                        row.array("creators"),
                        row.array("inhabitants")));
            }
        }
        return new SchemaRights(List.copyOf(schemas));
    }

    public Optional<Schema> find(String database, String name) {
        return schemas.stream()
                .filter(s -> s.database().equals(database) && s.name().equals(name))
                .findFirst();
    }
}
