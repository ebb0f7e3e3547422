package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Masked;
import org.pgrampart.model.Evidence;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Unreadable;

/// The server's settings as it runs now, where each comes from, and the overrides for roles and databases.
///
/// @param version `server_version_num`
public record Settings(int version, Map<String, Setting> byName, List<Override> overrides) {
    /// One setting; `value` is null when the server hides it from this role.
    public record Setting(
            String name,
            @Nullable String value,
            String unit,
            String context,
            String source,
            String place,
            boolean pendingRestart) {}

    /// A value that holds for some role or database only; `*` means all.
    public record Override(String role, String database, String name, String value) {
        /// `role app`, `database shop` or both.
        public String where() {
            if (role.equals("*")) {
                return "database " + database;
            }
            return database.equals("*") ? "role " + role : "role " + role + " in database " + database;
        }
    }

    private static final Query ALL = Query.cluster("""
            SELECT name, setting, coalesce(unit, '') AS unit, context, source, pending_restart,
                   coalesce(sourcefile || ':' || sourceline, '') AS place
              FROM pg_catalog.pg_settings ORDER BY name""");

    private static final Query OVERRIDES = Query.cluster("""
            SELECT coalesce(r.rolname, '*') AS role, coalesce(d.datname, '*') AS database, o.config
              FROM pg_catalog.pg_db_role_setting s
              LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
              LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
             CROSS JOIN LATERAL unnest(s.setconfig) AS o(config) ORDER BY 1, 2, 3""");

    public static final Probe<Settings> PROBE = Probe.of(Settings::read, ALL, OVERRIDES);

    private static Settings read(Answers answers) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (Row row : answers.rows(ALL)) {
            settings.put(
                    row.text("name"),
                    new Setting(
                            row.text("name"),
                            row.find("setting").orElse(null),
                            row.text("unit"),
                            row.text("context"),
                            row.text("source"),
                            row.text("place"),
                            row.bool("pending_restart")));
        }
        List<Override> overrides = new ArrayList<>();
        for (Row row : answers.rows(OVERRIDES)) {
            String config = row.text("config");
            int equals = config.indexOf('=');
            overrides.add(new Override(
                    row.text("role"), row.text("database"), config.substring(0, equals), config.substring(equals + 1)));
        }
        return new Settings(answers.server().version(), Map.copyOf(settings), List.copyOf(overrides));
    }

    /// The setting, or empty when this release has none of that name or the server hides it (also its name).
    public Optional<Setting> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The value of a setting.
    ///
    /// @throws Unreadable when the server hides it or does not know it
    public String value(String name) {
        String value = find(name).map(Setting::value).orElse(null);
        if (value == null) {
            throw new Unreadable(
                    "the server does not show " + name + " to this role",
                    "GRANT pg_read_all_settings (or pg_monitor) TO the assessing role");
        }
        return value;
    }

    public boolean on(String name) {
        return value(name).equals("on");
    }

    /// The overrides of one setting for roles and databases.
    public List<Override> overrides(String name) {
        return overrides.stream().filter(o -> o.name().equals(name)).toList();
    }

    /// The line of evidence for one setting, with where its value comes from.
    public Evidence evidence(String name) {
        Setting setting = byName.get(name);
        if (setting == null) {
            return new Evidence("pg_settings", name + " is not there");
        }
        String from = setting.place().isEmpty() ? setting.source() : setting.place();
        return new Evidence(
                "pg_settings", name + " = " + Masked.text(String.valueOf(setting.value())) + " (" + from + ")");
    }

    /// For tests: settings of a release from names and values.
    public static Settings of(int version, String... pairs) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], new Setting(pairs[i], pairs[i + 1], "", "sighup", "default", "", false));
        }
        return new Settings(version, settings, List.of());
    }
}
