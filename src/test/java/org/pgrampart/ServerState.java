package org.pgrampart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pgrampart.practice.PracticeServer;

/// Everything of a practice server that a plan may touch, in a form that can be compared: catalogs, settings, files.
record ServerState(Map<String, List<String>> catalogs, Map<String, String> files) {
    private static final Map<String, String> CLUSTER = Map.of(
            "roles",
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolinherit,"
                    + " rolconnlimit, rolpassword, rolvaliduntil FROM pg_authid ORDER BY 1",
            "members",
            "SELECT roleid::regrole, member::regrole, admin_option FROM pg_auth_members ORDER BY 1, 2",
            "role settings",
            "SELECT setdatabase, setrole::regrole, setconfig FROM pg_db_role_setting ORDER BY 1, 2",
            "settings",
            "SELECT name, setting FROM pg_settings WHERE name NOT IN ('application_name') ORDER BY 1",
            "databases",
            "SELECT datname, a::text FROM pg_database d, aclexplode(coalesce(datacl, acldefault('d', datdba))) a ORDER BY 1, 2",
            "login rules",
            "SELECT line_number, type, database, user_name, address, netmask, auth_method, options FROM pg_hba_file_rules"
                    + " ORDER BY 1");

    private static final Map<String, String> DATABASE = Map.of(
            "tables",
            "SELECT oid::regclass, a::text FROM pg_class c, aclexplode(coalesce(relacl, acldefault('r', relowner))) a"
                    + " WHERE relkind IN ('r', 'v', 'p') AND relnamespace <> 'pg_catalog'::regnamespace ORDER BY 1, 2",
            "schemas",
            "SELECT nspname, a::text FROM pg_namespace n, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) a"
                    + " WHERE nspname !~ '^pg_t' ORDER BY 1, 2",
            "functions",
            "SELECT p.oid::regprocedure, prosecdef, proconfig, a::text FROM pg_proc p,"
                    + " aclexplode(coalesce(proacl, acldefault('f', proowner))) a WHERE p.oid >= 16384 ORDER BY 1, 4",
            "defaults",
            "SELECT defaclrole::regrole, defaclnamespace, defaclobjtype, defaclacl FROM pg_default_acl ORDER BY 1, 2, 3");

    static ServerState of(PracticeServer server) throws SQLException {
        Map<String, List<String>> catalogs = new TreeMap<>();
        read(server, "postgres", CLUSTER, catalogs);
        read(server, server.database(), DATABASE, catalogs);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> top = Files.list(server.dataDirectory());
                Stream<Path> django = Files.walk(server.djangoDirectory())) {
            Stream.concat(top, django)
                    .filter(Files::isRegularFile)
                    .filter(ServerState::configured)
                    .forEach(file -> files.put(file.toString(), told(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ServerState(catalogs, files);
    }

    private static boolean configured(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith("postmaster.") && !name.endsWith(".pyc") && !name.equals("current_logfiles");
    }

    private static String told(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + " "
                    + HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void read(
            PracticeServer server, String database, Map<String, String> queries, Map<String, List<String>> into)
            throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", server.adminUser());
        login.setProperty("password", server.adminPassword().reveal());
        String url = "jdbc:postgresql://%s:%d/%s".formatted(server.address(), server.port(), database);
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> query : queries.entrySet()) {
                List<String> rows = new ArrayList<>();
                try (ResultSet result = statement.executeQuery(query.getValue())) {
                    int columns = result.getMetaData().getColumnCount();
                    while (result.next()) {
                        StringBuilder row = new StringBuilder();
                        for (int i = 1; i <= columns; i++) {
                            row.append(result.getString(i)).append(" | ");
                        }
                        rows.add(row.toString());
                    }
                }
                into.put(query.getKey(), rows);
            }
        }
    }
}
