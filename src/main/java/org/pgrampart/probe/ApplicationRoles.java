package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// The roles, and which of them Django projects log in as, told from the databases themselves.
///
/// A database is Django's when it has a table django_migrations. Its roles are those with a session there that is no
/// administration tool and the login roles that were granted writing to Django's tables. The owner of that table and
/// its members count only where there is nobody else: beside a role that writes rows they are there for migrations. The
/// role made by initdb counts only when it has such a session or nobody else could be the application.
///
/// @param byDatabase Django's databases and the roles used for each
public record ApplicationRoles(Roles roles, Map<String, Set<String>> byDatabase) {
    private static final Query TABLES = Query.database("""
            SELECT pg_catalog.current_database() AS database, pg_catalog.pg_get_userbyid(c.relowner) AS owner,
                   ARRAY(SELECT r.rolname FROM pg_catalog.pg_roles r
                          WHERE r.rolcanlogin AND NOT r.rolsuper AND pg_catalog.pg_has_role(r.oid, c.relowner, 'MEMBER')
                          ORDER BY 1) AS migrators,
                   ARRAY(SELECT r.rolname FROM pg_catalog.pg_roles r
                          WHERE r.rolcanlogin AND NOT r.rolsuper AND NOT pg_catalog.pg_has_role(r.oid, c.relowner, 'MEMBER')
                            AND EXISTS (SELECT 1 FROM pg_catalog.pg_class t
                                         WHERE t.relnamespace = c.relnamespace AND t.relkind IN ('r', 'p')
                                           AND t.relname IN ('django_session', 'django_content_type', 'auth_user')
                                           AND pg_catalog.has_table_privilege(r.oid, t.oid, 'INSERT'))
                          ORDER BY 1) AS writers
              FROM pg_catalog.pg_class c
             WHERE c.relname = 'django_migrations' AND c.relkind IN ('r', 'p')""");

    private static final Query SESSIONS = Query.cluster("""
            SELECT DISTINCT datname AS database, usename AS role
              FROM pg_catalog.pg_stat_activity
             WHERE datname IS NOT NULL AND usename IS NOT NULL AND pid <> pg_catalog.pg_backend_pid()
               AND coalesce(application_name, '') !~*
                   '^(pgrampart|psql|pg_|pgadmin|dbeaver|datagrip|barman|pgbackrest|postgres_exporter|check_postgres)'
             ORDER BY 1, 2""");

    public static final Probe<ApplicationRoles> PROBE = new Probe<>(
            Stream.concat(Roles.PROBE.requests().stream(), Stream.<Request>of(TABLES, SESSIONS))
                    .toList(),
            ApplicationRoles::read);

    static ApplicationRoles read(Answers answers) {
        Roles roles = Roles.PROBE.read().apply(answers);
        Map<String, Set<String>> byDatabase = new TreeMap<>();
        for (Rows rows : answers.byDatabase(TABLES).values()) {
            for (Row row : rows) {
                byDatabase
                        .computeIfAbsent(row.text("database"), name -> new TreeSet<>())
                        .addAll(used(row, roles, answers));
            }
        }
        return new ApplicationRoles(roles, byDatabase);
    }

    private static Set<String> used(Row table, Roles roles, Answers answers) {
        String database = table.text("database");
        Set<String> names = new TreeSet<>(table.array("writers"));
        for (Row session : answers.rows(SESSIONS)) {
            if (session.text("database").equals(database)) {
                names.add(session.text("role"));
            }
        }
        String owner = table.text("owner");
        boolean madeByInitdb = roles.find(owner).map(Role::bootstrap).orElse(false);
        boolean login = roles.find(owner).map(Role::login).orElse(false);
        if (names.isEmpty()) {
            names.addAll(table.array("migrators"));
            if (login && (!madeByInitdb || names.isEmpty())) {
                names.add(owner);
            }
        }
        return names;
    }

    /// The application's roles with those that the owner named, as far as they exist.
    public Set<String> names(Set<String> named) {
        Set<String> names = new LinkedHashSet<>(new TreeSet<>(named));
        byDatabase.values().forEach(names::addAll);
        names.retainAll(roles.byName().keySet());
        return names;
    }

    /// The databases of Django in which a role is used.
    public List<String> databases(String role) {
        List<String> databases = new ArrayList<>();
        byDatabase.forEach((database, names) -> {
            if (names.contains(role)) {
                databases.add(database);
            }
        });
        return databases;
    }
}
