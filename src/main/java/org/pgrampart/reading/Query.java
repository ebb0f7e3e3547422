package org.pgrampart.reading;

import java.util.Optional;

/// One SELECT for the catalogs; every name in it is schema-qualified or found in pg_catalog.
///
/// @param from lowest `server_version_num` it runs on
/// @param below first `server_version_num` it no longer runs on
/// @param need a right without which it would fail; empty when every role may run it
public record Query(Scope scope, int from, int below, String sql, Optional<Need> need) implements Request {
    /// Whether its answer is the same in every database.
    public enum Scope {
        CLUSTER,
        DATABASE
    }

    /// A right, with the SQL condition that tells whether this session has it and the words that say how to get it.
    public record Need(String condition, String missing) {}

    public static final Need AUTHID = new Need(
            "pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT')",
            "a superuser session, or GRANT SELECT ON pg_catalog.pg_authid TO the assessing role");
    public static final Need HBA_RULES = new Need(
            "pg_catalog.has_table_privilege('pg_catalog.pg_hba_file_rules', 'SELECT')"
                    + " AND pg_catalog.has_function_privilege('pg_catalog.pg_hba_file_rules()', 'EXECUTE')",
            "GRANT SELECT ON pg_hba_file_rules and GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO the assessing role");
    public static final Need FILE_SETTINGS = new Need(
            "pg_catalog.has_table_privilege('pg_catalog.pg_file_settings', 'SELECT')"
                    + " AND pg_catalog.has_function_privilege('pg_catalog.pg_show_all_file_settings()', 'EXECUTE')",
            "GRANT SELECT ON pg_file_settings and GRANT EXECUTE ON FUNCTION pg_show_all_file_settings()"
                    + " TO the assessing role");
    public static final Need ALL_STATS = new Need(
            "pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')",
            "GRANT pg_read_all_stats (or pg_monitor) TO the assessing role");
    public static final Need ALL_SETTINGS = new Need(
            "pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE')",
            "GRANT pg_read_all_settings (or pg_monitor) TO the assessing role");

    public static Query cluster(String sql) {
        return new Query(Scope.CLUSTER, 0, Integer.MAX_VALUE, sql, Optional.empty());
    }

    public static Query database(String sql) {
        return new Query(Scope.DATABASE, 0, Integer.MAX_VALUE, sql, Optional.empty());
    }

    public Query needs(Need right) {
        return new Query(scope, from, below, sql, Optional.of(right));
    }

    /// From this major release on: `since(15)`.
    public Query since(int major) {
        return new Query(scope, major * 10_000, below, sql, need);
    }

    /// Only before this major release: `before(16)`.
    public Query before(int major) {
        return new Query(scope, from, major * 10_000, sql, need);
    }

    /// Whether a server of this `server_version_num` understands it.
    public boolean runsOn(int version) {
        return version >= from && version < below;
    }
}
