package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Subject;
import org.pgrampart.plpgsql.DynamicSql;
import org.pgrampart.plpgsql.DynamicSqlReader;
import org.pgrampart.plpgsql.FunctionSource;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// Functions that put SQL together and execute it, with who may call them; extensions' own left out.
public record DynamicFunctions(List<Function> functions, ApplicationRoles application) {
    /// One function or procedure with the places where it executes text.
    ///
    /// @param signature schema-qualified, with argument types
    /// @param identity its arguments as ALTER and REVOKE want them
    /// @param trigger whether triggers call it, which asks for no right
    /// @param callers who was granted EXECUTE besides the owner; empty text is PUBLIC
    /// @param applicationCalls the login roles without superuser that may call it and do not own it
    public record Function(
            String database,
            String schema,
            String name,
            String identity,
            String signature,
            boolean definer,
            boolean trigger,
            String owner,
            boolean superuserOwns,
            List<String> callers,
            List<String> applicationCalls,
            List<DynamicSql> places) {
        public Subject subject() {
            return Subject.function(database, signature);
        }

        /// The most dangerous place.
        public Optional<DynamicSql> worst() {
            return places.stream().min(Comparator.comparing(DynamicSql::level));
        }

        public Evidence evidence() {
            String where = places.stream()
                    .map(p -> "line " + p.line() + " " + p.form() + ": "
                            + p.level().name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            return new Evidence("pg_proc of " + database, signature + " " + where);
        }
    }

    private static final Query FUNCTIONS = Query.database("""
            SELECT pg_catalog.current_database() AS database, n.nspname AS schema, p.proname AS name,
                   pg_catalog.pg_get_function_identity_arguments(p.oid) AS identity,
                   p.oid::pg_catalog.regprocedure::text AS signature, p.prosecdef AS definer,
                   p.prorettype IN ('pg_catalog.trigger'::pg_catalog.regtype,
                                    'pg_catalog.event_trigger'::pg_catalog.regtype) AS trigger,
                   o.rolname AS owner, o.rolsuper AS superuser, l.lanname AS language, p.prosrc AS body,
                   coalesce(p.proargnames, '{}') AS names,
                   ARRAY(SELECT pg_catalog.format_type(t.type, NULL)
                           FROM pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
                                WITH ORDINALITY AS t(type, place) ORDER BY t.place) AS types,
                   ARRAY(SELECT coalesce(g.rolname, '')
                           FROM pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
                           LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
                          WHERE a.grantee <> p.proowner AND a.privilege_type = 'EXECUTE' ORDER BY 1) AS callers,
                   ARRAY(SELECT r.rolname FROM pg_catalog.pg_roles r
                          WHERE r.rolcanlogin AND NOT r.rolsuper AND r.oid <> p.proowner
                            AND pg_catalog.has_function_privilege(r.oid, p.oid, 'EXECUTE')
                          ORDER BY 1) AS logins
              FROM pg_catalog.pg_proc p
              JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
              JOIN pg_catalog.pg_roles o ON o.oid = p.proowner
              JOIN pg_catalog.pg_language l ON l.oid = p.prolang
             WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
               AND (l.lanname = 'plpgsql' AND p.prosrc ~* '\\mexecute\\M|_to_xml|dblink|crosstab|ts_stat|ts_rewrite'
                 OR l.lanname = 'sql' AND p.prosrc ~* '_to_xml|dblink|crosstab|connectby|ts_stat|ts_rewrite|xpath_table'
                 OR l.lanname ~ '^pl(python|perl|tcl)')
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                                  AND d.objid = p.oid AND d.deptype = 'e')
             ORDER BY 5""");

    public static final Probe<DynamicFunctions> PROBE = new Probe<>(
            Stream.concat(Stream.<Request>of(FUNCTIONS), ApplicationRoles.PROBE.requests().stream())
                    .toList(),
            DynamicFunctions::read);

    private static DynamicFunctions read(Answers answers) {
        List<Function> functions = new ArrayList<>();
        for (Rows rows : answers.byDatabase(FUNCTIONS).values()) {
            for (Row row : rows) {
                Function function = function(row);
                if (!function.places().isEmpty()) {
                    functions.add(function);
                }
            }
        }
        return new DynamicFunctions(List.copyOf(functions), ApplicationRoles.read(answers));
    }

    private static Function function(Row row) {
        FunctionSource source = new FunctionSource(
                row.text("signature"),
                row.array("names"),
                row.array("types"),
                row.text("language"),
                row.text("body"),
                row.bool("definer"),
                row.text("owner"));
        return new Function(
                row.text("database"),
                row.text("schema"),
                row.text("name"),
                row.text("identity"),
                row.text("signature"),
                row.bool("definer"),
                row.bool("trigger"),
                row.text("owner"),
                row.bool("superuser"),
                row.array("callers"),
                row.array("logins"),
                DynamicSqlReader.read(source));
    }

    public Optional<Function> find(Subject subject) {
        return functions.stream().filter(f -> f.subject().equals(subject)).findFirst();
    }
}
