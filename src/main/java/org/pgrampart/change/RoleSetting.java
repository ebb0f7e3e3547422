package org.pgrampart.change;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;

/// Gives a setting a value for the new sessions of a role, of a database, or of a role in a database.
///
/// @param role empty means every role; then `database` is named
/// @param value empty takes the entry away
public record RoleSetting(Optional<String> role, Optional<String> database, String setting, Optional<String> value)
        implements Change {
    private static final Query ENTRIES = Query.cluster("""
            SELECT coalesce(r.rolname, '') AS role, coalesce(d.datname, '') AS database, o.config
              FROM pg_catalog.pg_db_role_setting s
              LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
              LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
             CROSS JOIN LATERAL unnest(s.setconfig) AS o(config) ORDER BY 1, 2, 3""");

    public RoleSetting {
        Sql.settingName(setting);
        if (role.isEmpty() && database.isEmpty()) {
            throw new IllegalArgumentException("A setting is for a role or a database. Name one of them.");
        }
    }

    public static RoleSetting ofRole(String role, String setting, String value) {
        return new RoleSetting(Optional.of(role), Optional.empty(), setting, Optional.of(value));
    }

    public static RoleSetting ofDatabase(String database, String setting, String value) {
        return new RoleSetting(Optional.empty(), Optional.of(database), setting, Optional.of(value));
    }

    public static RoleSetting ofRoleIn(String role, String database, String setting, String value) {
        return new RoleSetting(Optional.of(role), Optional.of(database), setting, Optional.of(value));
    }

    /// The same place without an entry for this setting.
    public RoleSetting reset() {
        return new RoleSetting(role, database, setting, Optional.empty());
    }

    private String where() {
        String in = database.map(name -> "database " + name).orElse("");
        return role.map(name -> "role " + name + (in.isEmpty() ? "" : " in " + in))
                .orElse(in);
    }

    @Override
    public String summary() {
        return value.map(v -> "Set %s to %s for %s".formatted(setting, v.isEmpty() ? "nothing" : v, where()))
                .orElseGet(() -> "Take %s away from %s".formatted(setting, where()));
    }

    @Override
    public List<Step> steps() {
        String head = role.map(name -> "ALTER ROLE " + Sql.identifier(name)
                        + database.map(in -> " IN DATABASE " + Sql.identifier(in))
                                .orElse(""))
                .orElseGet(() -> "ALTER DATABASE " + Sql.identifier(database.orElseThrow()));
        return List.of(Step.Sql.cluster(head
                + value.map(v -> " SET " + setting + " TO " + Sql.settingValue(setting, v))
                        .orElse(" RESET " + setting)));
    }

    @Override
    public List<Request> reads() {
        return List.of(ENTRIES);
    }

    @Override
    public Change inverse(Answers before) {
        return new RoleSetting(role, database, setting, entry(before));
    }

    @Override
    public boolean holds(Answers now) {
        return entry(now).map(this::written).equals(value.map(this::written));
    }

    private String written(String text) {
        return Sql.settingValue(setting, text);
    }

    private Optional<String> entry(Answers answers) {
        return answers.rows(ENTRIES).stream()
                .filter(row -> row.text("role").equals(role.orElse(""))
                        && row.text("database").equals(database.orElse("")))
                .map(row -> row.text("config"))
                .filter(config -> config.regionMatches(true, 0, setting + "=", 0, setting.length() + 1))
                .map(config -> config.substring(setting.length() + 1))
                .findFirst();
    }

    @Override
    public Set<String> roles() {
        return role.map(Set::of).orElseGet(Set::of);
    }

    @Override
    public Effect effect() {
        return Effect.NEW_SESSIONS;
    }

    @Override
    public Hazard hazard() {
        return LockOut.of(setting, value);
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("the values are the same afterwards; their order in the catalog may differ");
    }

    @Override
    public Map<String, String> decides() {
        return Map.of(
                "setting " + setting.toLowerCase(Locale.ROOT) + " of " + where(),
                String.valueOf(value.map(this::written)));
    }
}
