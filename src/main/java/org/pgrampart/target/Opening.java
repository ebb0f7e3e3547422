package org.pgrampart.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// The first question of every session: what server this is, who we are, where its files lie.
///
/// @param systemIdentifier the cluster's own number, the same for its standbys; empty when hidden
/// @param backend the process that serves this session
record Opening(
        int version,
        String versionText,
        String role,
        boolean superuser,
        boolean standby,
        List<String> databases,
        Map<String, String> paths,
        String systemIdentifier,
        int backend) {
    /// One row; settings that the role may not see are NULL.
    static final String QUESTION = """
            SELECT current_setting('server_version_num') AS version, current_setting('server_version') AS version_text,
                   current_user AS role, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
                   pg_is_in_recovery() AS standby, pg_backend_pid() AS backend,
                   (SELECT system_identifier FROM pg_control_system()) AS system_identifier,
                   (SELECT array_agg(datname ORDER BY datname) FROM pg_database
                     WHERE datallowconn AND NOT datistemplate) AS databases""";

    /// The settings that say where things lie; hidden ones are no rows.
    static final String PATHS = """
            SELECT name, setting FROM pg_settings
             WHERE name IN ('data_directory', 'config_file', 'hba_file', 'ident_file', 'port', 'unix_socket_directories',
                            'log_directory', 'ssl_key_file', 'ssl_cert_file', 'ssl_ca_file')""";

    static Opening read(Rows first, Rows settings) {
        Row row = first.first();
        Map<String, String> values = new LinkedHashMap<>();
        settings.forEach(s -> s.find("setting").ifPresent(v -> values.put(s.text("name"), v)));
        int version = (int) row.integer("version");
        Map<String, String> paths = new LinkedHashMap<>();
        String data = values.getOrDefault("data_directory", "");
        put(paths, "PGDATA", data);
        put(paths, "PGCONF", values.getOrDefault("config_file", ""));
        put(paths, "PGHBA", values.getOrDefault("hba_file", ""));
        put(paths, "PGIDENT", values.getOrDefault("ident_file", ""));
        put(paths, "PGPORT", values.getOrDefault("port", ""));
        put(paths, "PGSOCKETS", values.getOrDefault("unix_socket_directories", ""));
        put(paths, "PGMAJOR", Integer.toString(version / 10_000));
        put(paths, "PGLOGDIR", within(data, values.getOrDefault("log_directory", "")));
        put(paths, "PGSSLKEY", within(data, values.getOrDefault("ssl_key_file", "")));
        put(paths, "PGSSLCERT", within(data, values.getOrDefault("ssl_cert_file", "")));
        put(paths, "PGSSLCA", within(data, values.getOrDefault("ssl_ca_file", "")));
        return new Opening(
                version,
                row.text("version_text"),
                row.text("role"),
                row.bool("superuser"),
                row.bool("standby"),
                row.array("databases"),
                paths,
                row.find("system_identifier").orElse(""),
                (int) row.integer("backend"));
    }

    private static void put(Map<String, String> paths, String name, String value) {
        if (!value.isEmpty()) {
            paths.put(name, value);
        }
    }

    /// A relative path of a setting is meant from the data directory, which may be hidden.
    private static String within(String data, String path) {
        if (path.isEmpty() || path.startsWith("/")) {
            return path;
        }
        return data.isEmpty() ? "" : data + "/" + path;
    }
}
