package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pgrampart.python.DatabaseSettings;
import org.pgrampart.python.Value;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Unreadable;

/// What the roles that the application logs in as may do, in every database and beyond.
///
/// @param declared the users that the project's DATABASES name; empty when the project was not read
/// @param rights what each login role may do in each database
/// @param owned what login roles own, one by one
public record ApplicationReach(
        ApplicationRoles application, Set<String> declared, List<Right> rights, OwnedObjects owned, int version) {
    /// Where nobody owns anything.
    public ApplicationReach(ApplicationRoles application, Set<String> declared, List<Right> rights, int version) {
        this(application, declared, rights, new OwnedObjects(List.of()), version);
    }

    /// What one login role may do in one database. Of a superuser only what it owns and was granted is told.
    ///
    /// @param creates schemas it may create in
    /// @param grantedCreates those of them in which it was granted that by name
    /// @param owns how many tables belong to it or to a role whose rights it has
    /// @param excess rights beyond reading and writing rows, as `schema.table: RIGHT`, granted to itself or a group
    /// @param own the same rights, but only those granted to itself, one for each row
    /// @param migrations rights to change the rows of django_migrations, as INSERT, UPDATE, DELETE
    /// @param files functions that read or write the server's files
    /// @param outside functions that open connections to other servers
    public record Right(
            String database,
            String role,
            boolean connects,
            boolean createsSchemas,
            List<String> creates,
            List<String> grantedCreates,
            long owns,
            List<String> excess,
            List<Own> own,
            List<String> migrations,
            List<String> files,
            List<String> outside) {}

    /// One right granted to the role by name.
    public record Own(String schema, String table, String privilege) {}

    private static final Query RIGHTS = Query.database("""
            SELECT pg_catalog.current_database() AS database, r.rolname AS role,
                   pg_catalog.has_database_privilege(r.oid, d.oid, 'CONNECT') AS connects,
                   pg_catalog.has_database_privilege(r.oid, d.oid, 'CREATE') AS creates_schemas,
                   ARRAY(SELECT n.nspname FROM pg_catalog.pg_namespace n
                          WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                            AND pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE') ORDER BY 1) AS creates,
                   ARRAY(SELECT n.nspname FROM pg_catalog.pg_namespace n
                          CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) a
                          WHERE a.grantee = r.oid AND a.privilege_type = 'CREATE' AND n.nspowner <> r.oid
                            AND n.nspname !~ '^pg_' ORDER BY 1) AS granted_creates,
                   (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c
                     WHERE c.relkind IN ('r', 'p') AND c.relnamespace NOT IN (
                               'pg_catalog'::pg_catalog.regnamespace, 'information_schema'::pg_catalog.regnamespace)
                       AND (c.relowner = r.oid
                         OR NOT r.rolsuper AND pg_catalog.pg_has_role(r.oid, c.relowner, 'USAGE'))) AS owns,
                   ARRAY(SELECT DISTINCT n.nspname || '.' || c.relname || ': ' || a.privilege_type
                           FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                          CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) a
                          WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND a.grantee NOT IN (0, c.relowner)
                            AND a.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
                            AND (a.grantee = r.oid
                              OR NOT r.rolsuper AND pg_catalog.pg_has_role(r.oid, a.grantee, 'USAGE'))
                          ORDER BY 1) AS excess,
                   ARRAY(SELECT v FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                          CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) a
                          CROSS JOIN LATERAL pg_catalog.unnest(ARRAY[n.nspname::text, c.relname::text,
                                                                     a.privilege_type]) v
                          WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND a.grantee = r.oid
                            AND r.oid <> c.relowner
                            AND (a.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
                              OR c.relname = 'django_migrations' AND a.privilege_type <> 'SELECT')) AS own,
                   ARRAY(SELECT p FROM pg_catalog.pg_class c
                          CROSS JOIN LATERAL pg_catalog.unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) p
                          WHERE c.relname = 'django_migrations' AND c.relkind IN ('r', 'p') AND NOT r.rolsuper
                            AND NOT pg_catalog.pg_has_role(r.oid, c.relowner, 'USAGE')
                            AND pg_catalog.has_table_privilege(r.oid, c.oid, p) ORDER BY 1) AS migrations,
                   ARRAY(SELECT DISTINCT p.proname FROM pg_catalog.pg_proc p
                          WHERE NOT r.rolsuper AND p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
                            AND p.proname IN ('pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'lo_import',
                                              'lo_export', 'pg_file_write')
                            AND pg_catalog.has_function_privilege(r.oid, p.oid, 'EXECUTE') ORDER BY 1) AS files,
                   ARRAY(SELECT DISTINCT p.proname FROM pg_catalog.pg_proc p
                          WHERE NOT r.rolsuper AND p.proname IN ('dblink', 'dblink_exec', 'dblink_connect_u')
                            AND pg_catalog.has_function_privilege(r.oid, p.oid, 'EXECUTE') ORDER BY 1) AS outside
              FROM pg_catalog.pg_roles r, pg_catalog.pg_database d
             WHERE r.rolcanlogin AND d.datname = pg_catalog.current_database() ORDER BY r.rolname""");

    public static final Probe<ApplicationReach> PROBE = new Probe<>(
            Stream.of(
                            List.<Request>of(RIGHTS),
                            OwnedObjects.PROBE.requests(),
                            ApplicationRoles.PROBE.requests(),
                            DjangoProject.PROBE.requests())
                    .flatMap(List::stream)
                    .toList(),
            ApplicationReach::read);

    private static ApplicationReach read(Answers answers) {
        List<Right> rights = new ArrayList<>();
        answers.byDatabase(RIGHTS).values().forEach(rows -> rows.forEach(row -> rights.add(right(row))));
        return new ApplicationReach(
                ApplicationRoles.read(answers),
                declared(answers),
                List.copyOf(rights),
                OwnedObjects.read(answers),
                answers.server().version());
    }

    private static Right right(Row row) {
        List<String> flat = row.array("own");
        List<Own> own = new ArrayList<>();
        for (int i = 0; i + 2 < flat.size(); i += 3) {
            own.add(new Own(flat.get(i), flat.get(i + 1), flat.get(i + 2)));
        }
        return new Right(
                row.text("database"),
                row.text("role"),
                row.bool("connects"),
                row.bool("creates_schemas"),
                row.array("creates"),
                row.array("granted_creates"),
                row.integer("owns"),
                row.array("excess"),
                List.copyOf(own),
                row.array("migrations"),
                row.array("files"),
                row.array("outside"));
    }

    /// What the settings say, where they can be read: a check of roles goes on without them.
    private static Set<String> declared(Answers answers) {
        Set<String> users = new TreeSet<>();
        try {
            DjangoProject project = DjangoProject.read(answers);
            for (DatabaseSettings database : project.databases()) {
                database.user().flatMap(Value::asText).filter(u -> !u.isEmpty()).ifPresent(users::add);
            }
        } catch (Unreadable | NotHere e) {
            return Set.of();
        }
        return users;
    }

    /// The application's roles.
    ///
    /// @param named those that the owner named
    /// @throws Unreadable when no role is known to be the application's
    public List<Role> roles(Set<String> named) {
        Set<String> all = new TreeSet<>(named);
        all.addAll(declared);
        List<Role> roles = application.names(all).stream()
                .flatMap(name -> application.roles().find(name).stream())
                .toList();
        if (roles.isEmpty() && !declared.isEmpty()) {
            throw new Unreadable(
                    "the project logs in as %s, and this server has no such role"
                            .formatted(String.join(", ", declared)),
                    "--django with the project of this server's application, or the role's name in the baseline");
        }
        if (roles.isEmpty()) {
            throw new Unreadable(
                    "which role the application logs in as is not known: no database is Django's",
                    "--django with the project's folder, or the role's name in the baseline");
        }
        return roles;
    }

    /// What a role may do in the databases that are Django's for it; in all, when none is known to be.
    public List<Right> rights(String role) {
        List<String> databases = application.databases(role);
        return rights.stream()
                .filter(r -> r.role().equals(role))
                .filter(r -> databases.isEmpty() || databases.contains(r.database()))
                .toList();
    }

    /// What a role may do in databases that are not its application's.
    public List<Right> elsewhere(String role) {
        List<String> databases = application.databases(role);
        return rights.stream()
                .filter(r -> r.role().equals(role) && !databases.isEmpty() && !databases.contains(r.database()))
                .toList();
    }
}
