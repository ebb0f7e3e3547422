package org.pgrampart.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Answers;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Progress;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;
import org.pgrampart.testing.RealPostgres;

/// A real server on which changes are made and taken back, with everything compared that they could touch.
final class ServerUnderChange implements AutoCloseable {
    /// Everything of the cluster and of one database that says who may do what; rights as they count, in any order.
    private static final String STATE = """
            SELECT 'role ' || rolname, concat_ws(' ', rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
                   rolreplication, rolbypassrls, rolconnlimit, rolpassword, coalesce(rolvaliduntil, 'infinity'))
              FROM pg_authid
            UNION ALL SELECT 'member ' || roleid::regrole || ' ' || member::regrole || ' ' || grantor::regrole,
                   (to_jsonb(m) - 'oid' - 'roleid' - 'member' - 'grantor')::text FROM pg_auth_members m
            UNION ALL SELECT 'setting ' || setdatabase || ' ' || setrole::regrole, setconfig::text FROM pg_db_role_setting
            UNION ALL SELECT 'limit ' || datname, datallowconn || ' ' || datconnlimit FROM pg_database
            UNION ALL SELECT 'file ' || name || ' ' || sourcefile, setting FROM pg_file_settings
            UNION ALL SELECT 'default ' || defaclrole::regrole || ' ' || defaclnamespace || ' ' || defaclobjtype::text,
                   (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(defaclacl) a) FROM pg_default_acl
            UNION ALL SELECT 'config ' || p.oid::regprocedure, proconfig::text FROM pg_proc p WHERE proconfig IS NOT NULL
            UNION ALL SELECT 'owner ' || relkind::text || ' ' || c.oid::regclass, relowner::regrole::text FROM pg_class c
              WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
            UNION ALL SELECT 'owner n ' || nspname, nspowner::regrole::text FROM pg_namespace
            UNION ALL SELECT 'owner f ' || p.oid::regprocedure, proowner::regrole::text FROM pg_proc p
              WHERE pronamespace = 'public'::regnamespace
            UNION ALL SELECT o.what, (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(o.acl) a) FROM (
                SELECT 'acl d ' || datname AS what, coalesce(datacl, acldefault('d', datdba)) AS acl FROM pg_database
                UNION ALL SELECT 'acl n ' || nspname, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_namespace
                UNION ALL SELECT 'acl r ' || c.oid::regclass,
                       coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))
                  FROM pg_class c
                  WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                UNION ALL SELECT 'acl c ' || attrelid::regclass || ' ' || attname, attacl
                  FROM pg_attribute WHERE attacl IS NOT NULL AND attacl <> '{}'
                UNION ALL SELECT 'acl f ' || p.oid::regprocedure, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc p
                  WHERE pronamespace = 'public'::regnamespace
                UNION ALL SELECT 'acl l ' || lanname, coalesce(lanacl, acldefault('l', lanowner)) FROM pg_language
                UNION ALL SELECT 'acl T ' || t.oid::regtype, coalesce(typacl, acldefault('T', typowner)) FROM pg_type t
                  WHERE typnamespace = 'public'::regnamespace
                UNION ALL SELECT 'acl t ' || spcname, coalesce(spcacl, acldefault('t', spcowner)) FROM pg_tablespace) o
            ORDER BY 1""";

    private final RealPostgres postgres;
    private final WriteSession session;
    private final String database;
    private final Map<String, Connection> looking = new TreeMap<>();

    ServerUnderChange(RealPostgres postgres, Path folder, String database) throws TargetException {
        this.postgres = postgres;
        this.database = database;
        Connector connector = new Connector(
                (_, _) -> Optional.of(Secret.of(postgres.password())), (_, _, _) -> false, folder.resolve("known"));
        DatabaseAddress plain = DatabaseAddress.of("127.0.0.1", postgres.port(), "postgres", postgres.superuser());
        DatabaseAddress address = new DatabaseAddress(
                plain.host(), plain.port(), plain.database(), plain.user(), "disable", Optional.empty(), Map.of());
        this.session = connector.openToWrite(Target.of("test", address), Checklist.NONE);
    }

    Answers read(Change change) throws TargetException {
        return session.read(change.reads(), Instant.EPOCH, Optional.empty(), Progress.NONE);
    }

    /// Made, seen, nothing more to do, taken back, taken back once more; then all is as it was.
    ///
    /// @return what the server looked like in between
    Map<String, String> roundTrip(Change wanted) throws Exception {
        Map<String, String> before = state();
        Answers answers = read(wanted);
        assertFalse(wanted.holds(answers), () -> "holds already: " + wanted.summary());
        Change change = wanted.ready(answers);
        Change inverse = change.inverse(answers);
        run(change);
        Map<String, String> between = state();
        assertFalse(before.equals(between), () -> "changes nothing: " + wanted.summary());
        assertTrue(wanted.holds(read(wanted)), () -> "does not hold: " + wanted.summary());
        assertTrue(change.holds(read(change)), wanted.summary());
        run(inverse);
        assertSame(before, state(), wanted.summary());
        assertTrue(inverse.holds(read(inverse)), () -> "the inverse does not hold: " + inverse.summary());
        run(inverse);
        assertSame(before, state(), "taken back twice: " + wanted.summary());
        return between;
    }

    static void assertSame(Map<String, String> before, Map<String, String> after, String what) {
        Map<String, String> lost = new TreeMap<>(before);
        lost.entrySet().removeAll(after.entrySet());
        Map<String, String> come = new TreeMap<>(after);
        come.entrySet().removeAll(before.entrySet());
        assertEquals(lost, come, what);
    }

    /// Each change in one transaction for each database, statements that refuse that alone.
    void run(Change change) throws TargetException {
        Map<String, List<WriteSession.Statement>> transactions = new LinkedHashMap<>();
        for (Step step : change.steps()) {
            Step.Sql sql = (Step.Sql) step;
            WriteSession.Statement statement = new WriteSession.Statement(sql.text(), sql.secret());
            if (sql.alone()) {
                session.alone(statement);
            } else {
                transactions
                        .computeIfAbsent(sql.database() == null ? "" : sql.database(), _ -> new ArrayList<>())
                        .add(statement);
            }
        }
        for (Map.Entry<String, List<WriteSession.Statement>> transaction : transactions.entrySet()) {
            session.transaction(transaction.getKey().isEmpty() ? null : transaction.getKey(), transaction.getValue());
        }
    }

    Map<String, String> state() throws SQLException {
        Map<String, String> state = new TreeMap<>();
        for (String where : List.of("postgres", database)) {
            if (!looking.containsKey(where)) {
                looking.put(where, connect(where, postgres.superuser()));
            }
            try (Statement statement = looking.get(where).createStatement();
                    ResultSet rows = statement.executeQuery(STATE)) {
                while (rows.next()) {
                    state.put(where + ": " + rows.getString(1), String.valueOf(rows.getString(2)));
                }
            }
        }
        return state;
    }

    void sql(String text) throws SQLException {
        try (Connection connection = connect(database, postgres.superuser());
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    Connection connect(String where, String role) throws SQLException {
        String url = postgres.jdbcUrl(java.net.URLEncoder.encode(where, java.nio.charset.StandardCharsets.UTF_8));
        return DriverManager.getConnection(url, role, postgres.password());
    }

    WriteSession session() {
        return session;
    }

    @Override
    public void close() throws SQLException {
        session.close();
        for (Connection connection : looking.values()) {
            connection.close();
        }
    }
}
