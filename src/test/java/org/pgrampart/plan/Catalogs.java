package org.pgrampart.plan;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// What a plan may change of a cluster by SQL, read past the program in a form that can be compared: rights in an
/// order of their own, since taking a grant back and giving it again moves it to the end.
final class Catalogs {
    private static final Map<String, String> CLUSTER = Map.of(
            "roles",
            "SELECT to_jsonb(a) - 'oid' FROM pg_authid a ORDER BY rolname",
            "members",
            "SELECT roleid::regrole, member::regrole, grantor::regrole, to_jsonb(m) - 'oid' FROM pg_auth_members m"
                    + " ORDER BY 1, 2, 3",
            "overrides",
            "SELECT d.datname, setrole::regrole, setconfig FROM pg_db_role_setting LEFT JOIN pg_database d"
                    + " ON d.oid = setdatabase ORDER BY 1, 2",
            "settings",
            "SELECT name, setting, source, sourcefile, pending_restart FROM pg_settings WHERE source <> 'client' AND source <> 'session'"
                    + " AND name NOT IN ('transaction_isolation', 'transaction_read_only') ORDER BY 1",
            "databases",
            "SELECT datname, datdba::regrole, ARRAY(SELECT a::text FROM unnest(coalesce(datacl, acldefault('d', datdba)))"
                    + " a ORDER BY 1) FROM pg_database ORDER BY 1",
            "rules",
            "SELECT to_jsonb(r) FROM pg_hba_file_rules r");

    private static final Map<String, String> DATABASE = Map.of(
            "relations",
            "SELECT oid::regclass, relkind, relowner::regrole, ARRAY(SELECT a::text FROM unnest(coalesce(relacl,"
                    + " acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", relowner))) a ORDER BY 1)"
                    + " FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p', 'S', 'f') AND relnamespace NOT IN"
                    + " ('pg_toast'::regnamespace) ORDER BY relnamespace, relname",
            "columns",
            "SELECT attrelid::regclass, attname, attacl FROM pg_attribute WHERE attacl IS NOT NULL AND"
                    + " attacl <> '{}' AND attrelid >= 16384 ORDER BY 1, 2",
            "functions",
            "SELECT oid::regprocedure, proowner::regrole, prosecdef, proconfig, ARRAY(SELECT a::text FROM unnest("
                    + "coalesce(proacl, acldefault('f', proowner))) a ORDER BY 1) FROM pg_proc WHERE oid >= 16384"
                    + " ORDER BY 1",
            "schemas",
            "SELECT nspname, nspowner::regrole, ARRAY(SELECT a::text FROM unnest(coalesce(nspacl, acldefault('n',"
                    + " nspowner))) a ORDER BY 1) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp' ORDER BY 1",
            "defaults",
            "SELECT defaclrole::regrole, defaclnamespace, defaclobjtype, defaclacl FROM pg_default_acl ORDER BY 1, 2, 3",
            "extensions",
            "SELECT extname, extversion FROM pg_extension ORDER BY 1");

    private final String url;
    private final Properties login = new Properties();

    /// @param url `jdbc:postgresql://HOST:PORT/`
    Catalogs(String url, String user, String password) {
        this.url = url;
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("ApplicationName", "catalogs");
    }

    Map<String, String> read() throws SQLException {
        Map<String, String> all = new LinkedHashMap<>();
        List<String> databases = new ArrayList<>();
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            read(statement, "", CLUSTER, all);
            try (ResultSet names = statement.executeQuery(
                    "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1")) {
                while (names.next()) {
                    databases.add(names.getString(1));
                }
            }
        }
        for (String database : databases) {
            try (Connection connection = connect(database);
                    Statement statement = connection.createStatement()) {
                read(statement, database + ": ", DATABASE, all);
            }
        }
        return all;
    }

    void run(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url + database, login);
    }

    private static void read(Statement statement, String prefix, Map<String, String> queries, Map<String, String> into)
            throws SQLException {
        for (Map.Entry<String, String> query : queries.entrySet()) {
            StringBuilder text = new StringBuilder();
            try (ResultSet result = statement.executeQuery(query.getValue())) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    for (int i = 1; i <= columns; i++) {
                        text.append(result.getString(i)).append(" | ");
                    }
                    text.append('\n');
                }
            }
            into.put(prefix + query.getKey(), text.toString());
        }
    }
}
