package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Subject;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// Functions that run with their owner's rights, extensions' own left out, with the schemas they may look into and the
/// application's roles that may need to call them.
public record DefinerFunctions(List<Function> functions, SchemaRights schemas, ApplicationRoles application) {
    /// One SECURITY DEFINER function or procedure.
    ///
    /// @param signature schema-qualified, with argument types: `public.pay(integer)`
    /// @param arguments as `pg_get_function_identity_arguments` prints them
    /// @param trigger whether it is called by triggers, which ask for no EXECUTE
    /// @param publicExecutes whether everybody may call it
    /// @param config its own settings, `name=value`
    public record Function(
            String database,
            String schema,
            String signature,
            String name,
            String arguments,
            boolean trigger,
            String owner,
            boolean superuserOwns,
            boolean publicExecutes,
            List<String> config) {
        public Subject subject() {
            return Subject.function(database, signature);
        }

        /// The search_path it pins, as stored, or empty when it takes the caller's.
        public Optional<String> searchPath() {
            return config.stream()
                    .filter(c -> c.startsWith("search_path="))
                    .map(c -> c.substring("search_path=".length()))
                    .findFirst();
        }

        public Evidence evidence() {
            return new Evidence(
                    "pg_proc of " + database,
                    signature + " of " + owner + (superuserOwns ? " (superuser)" : "")
                            + (publicExecutes ? ", callable by everybody" : "") + ", search_path "
                            + searchPath().orElse("not pinned"));
        }
    }

    private static final Query FUNCTIONS = Query.database("""
            SELECT pg_catalog.current_database() AS database, n.nspname AS schema,
                   p.oid::pg_catalog.regprocedure::text AS signature, p.proname AS name,
                   pg_catalog.pg_get_function_identity_arguments(p.oid) AS arguments,
                   p.prorettype IN ('pg_catalog.trigger'::pg_catalog.regtype,
                                    'pg_catalog.event_trigger'::pg_catalog.regtype) AS trigger,
                   r.rolname AS owner, r.rolsuper AS superuser,
                   pg_catalog.has_function_privilege('public', p.oid, 'EXECUTE') AS public_executes,
                   p.proconfig AS config
              FROM pg_catalog.pg_proc p
              JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
              JOIN pg_catalog.pg_roles r ON r.oid = p.proowner
             WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                                  AND d.objid = p.oid AND d.deptype = 'e')
             ORDER BY 3""");

    public static final Probe<DefinerFunctions> PROBE = new Probe<>(
            Stream.of(List.<Request>of(FUNCTIONS), SchemaRights.PROBE.requests(), ApplicationRoles.PROBE.requests())
                    .flatMap(List::stream)
                    .toList(),
            DefinerFunctions::read);

    private static DefinerFunctions read(Answers answers) {
        List<Function> functions = new ArrayList<>();
        for (Rows rows : answers.byDatabase(FUNCTIONS).values()) {
            for (Row row : rows) {
                functions.add(new Function(
                        row.text("database"),
                        row.text("schema"),
                        row.text("signature"),
                        row.text("name"),
                        row.text("arguments"),
                        row.bool("trigger"),
                        row.text("owner"),
                        row.bool("superuser"),
                        row.bool("public_executes"),
                        row.array("config")));
            }
        }
        return new DefinerFunctions(List.copyOf(functions), SchemaRights.read(answers), ApplicationRoles.read(answers));
    }

    public Optional<Function> find(Subject subject) {
        return functions.stream().filter(f -> f.subject().equals(subject)).findFirst();
    }
}
