package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pgrampart.model.Subject;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// Every search_path that is pinned somewhere: in functions, for roles and databases, for the whole server.
///
/// @param ofExtensions functions of extensions, which their own update overwrites
public record SearchPaths(List<Pinned> functions, List<Pinned> ofExtensions, Settings settings) {
    /// The path of one function.
    public record Pinned(String database, String schema, String name, String identity, String signature, String path) {
        public Subject subject() {
            return Subject.function(database, signature);
        }
    }

    private static final Query FUNCTIONS = Query.database("""
            SELECT pg_catalog.current_database() AS database, n.nspname AS schema, p.proname AS name,
                   pg_catalog.pg_get_function_identity_arguments(p.oid) AS identity,
                   p.oid::pg_catalog.regprocedure::text AS signature, c.config,
                   EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                            WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                              AND d.objid = p.oid AND d.deptype = 'e') AS extension
              FROM pg_catalog.pg_proc p
              JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
             CROSS JOIN LATERAL pg_catalog.unnest(p.proconfig) AS c(config)
             WHERE c.config LIKE 'search\\_path=%' ORDER BY 5""");

    public static final Probe<SearchPaths> PROBE = new Probe<>(
            Stream.concat(Stream.<Request>of(FUNCTIONS), Settings.PROBE.requests().stream())
                    .toList(),
            SearchPaths::read);

    private static SearchPaths read(Answers answers) {
        List<Pinned> functions = new ArrayList<>();
        List<Pinned> ofExtensions = new ArrayList<>();
        for (Rows rows : answers.byDatabase(FUNCTIONS).values()) {
            for (Row row : rows) {
                Pinned pinned = new Pinned(
                        row.text("database"),
                        row.text("schema"),
                        row.text("name"),
                        row.text("identity"),
                        row.text("signature"),
                        row.text("config").substring("search_path=".length()));
                (row.bool("extension") ? ofExtensions : functions).add(pinned);
            }
        }
        return new SearchPaths(
                List.copyOf(functions),
                List.copyOf(ofExtensions),
                Settings.PROBE.read().apply(answers));
    }
}
