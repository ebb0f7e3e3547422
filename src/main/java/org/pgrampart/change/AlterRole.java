package org.pgrampart.change;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Unreadable;

/// Gives a role attributes or takes them away; what is not named stays as it is.
///
/// @param attributes each on or off
/// @param connectionLimit -1 is no limit
/// @param validUntil until when its password works: a timestamp as PostgreSQL reads it, or `infinity`
public record AlterRole(
        String role, Map<Attribute, Boolean> attributes, Optional<Integer> connectionLimit, Optional<String> validUntil)
        implements Change {
    /// What a role may do; the word with NO in front takes it away.
    public enum Attribute {
        SUPERUSER("rolsuper"),
        CREATEROLE("rolcreaterole"),
        CREATEDB("rolcreatedb"),
        REPLICATION("rolreplication"),
        BYPASSRLS("rolbypassrls"),
        LOGIN("rolcanlogin"),
        INHERIT("rolinherit");

        private final String column;

        Attribute(String column) {
            this.column = column;
        }

        /// In `pg_roles`.
        String column() {
            return column;
        }
    }

    private static final Query ROLES = Query.cluster("""
            SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin, rolinherit,
                   rolconnlimit, rolvaliduntil AT TIME ZONE 'UTC' AS until, rolvaliduntil = 'infinity' AS forever
              FROM pg_catalog.pg_roles ORDER BY rolname""");

    public AlterRole {
        EnumMap<Attribute, Boolean> ordered = new EnumMap<>(Attribute.class);
        ordered.putAll(attributes);
        attributes = java.util.Collections.unmodifiableMap(ordered);
        if (attributes.isEmpty() && connectionLimit.isEmpty() && validUntil.isEmpty()) {
            throw new IllegalArgumentException("A change of a role has to change something. Name an attribute.");
        }
    }

    /// Takes attributes away: `AlterRole.without("app", SUPERUSER, CREATEDB)`.
    public static AlterRole without(String role, Attribute... attributes) {
        return new AlterRole(role, all(attributes, false), Optional.empty(), Optional.empty());
    }

    public static AlterRole with(String role, Attribute... attributes) {
        return new AlterRole(role, all(attributes, true), Optional.empty(), Optional.empty());
    }

    /// At most this many sessions at once; -1 is no limit.
    public static AlterRole connectionLimit(String role, int sessions) {
        return new AlterRole(role, Map.of(), Optional.of(sessions), Optional.empty());
    }

    public static AlterRole validUntil(String role, Instant end) {
        return new AlterRole(role, Map.of(), Optional.empty(), Optional.of(DateTimeFormatter.ISO_INSTANT.format(end)));
    }

    private static Map<Attribute, Boolean> all(Attribute[] attributes, boolean on) {
        EnumMap<Attribute, Boolean> map = new EnumMap<>(Attribute.class);
        for (Attribute attribute : attributes) {
            map.put(attribute, on);
        }
        return map;
    }

    @Override
    public String summary() {
        List<String> words = new ArrayList<>();
        List<String> given = names(true);
        List<String> taken = names(false);
        if (!given.isEmpty()) {
            words.add("give it " + String.join(", ", given));
        }
        if (!taken.isEmpty()) {
            words.add("take " + String.join(", ", taken) + " away");
        }
        connectionLimit.ifPresent(
                limit -> words.add(limit < 0 ? "no limit of sessions" : "at most %d sessions".formatted(limit)));
        validUntil.ifPresent(until -> words.add("password valid until " + until));
        return "Role " + role + ": " + String.join("; ", words);
    }

    private List<String> names(boolean on) {
        return attributes.entrySet().stream()
                .filter(entry -> entry.getValue() == on)
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Override
    public List<Step> steps() {
        StringBuilder sql = new StringBuilder("ALTER ROLE ").append(Sql.identifier(role));
        attributes.forEach((attribute, on) -> sql.append(on ? " " : " NO").append(attribute.name()));
        connectionLimit.ifPresent(limit -> sql.append(" CONNECTION LIMIT ").append(limit));
        validUntil.ifPresent(until -> sql.append(" VALID UNTIL ").append(Sql.literal(until)));
        return List.of(Step.Sql.cluster(sql.toString()));
    }

    @Override
    public List<Request> reads() {
        return List.of(ROLES);
    }

    @Override
    public Change inverse(Answers before) {
        Row row = row(before);
        EnumMap<Attribute, Boolean> old = new EnumMap<>(Attribute.class);
        attributes.keySet().forEach(attribute -> old.put(attribute, row.bool(attribute.column)));
        return new AlterRole(
                role,
                old,
                connectionLimit.map(_ -> (int) row.integer("rolconnlimit")),
                validUntil.map(_ -> until(row)));
    }

    @Override
    public boolean holds(Answers now) {
        Row row = row(now);
        return attributes.entrySet().stream().allMatch(e -> row.bool(e.getKey().column) == e.getValue())
                && connectionLimit
                        .map(limit -> row.integer("rolconnlimit") == limit)
                        .orElse(true)
                && validUntil.map(end -> sameTime(until(row), end)).orElse(true);
    }

    // the server prints no zeros at the end of a fraction
    private static boolean sameTime(String one, String other) {
        try {
            return one.equals(other) || Instant.parse(one).equals(Instant.parse(other));
        } catch (DateTimeParseException notATime) {
            return false;
        }
    }

    // NULL cannot be written back; infinity means the same
    private static String until(Row row) {
        if (row.find("forever").orElse("t").equals("t")) {
            return "infinity";
        }
        return row.find("until").map(text -> text.replace(' ', 'T') + "Z").orElse("infinity");
    }

    private Row row(Answers answers) {
        return answers.rows(ROLES).stream()
                .filter(row -> row.text("rolname").equals(role))
                .findFirst()
                .orElseThrow(() -> new Unreadable("there is no role " + role, "a new assessment"));
    }

    @Override
    public Set<String> roles() {
        return Set.of(role);
    }

    @Override
    public Effect effect() {
        return attributes.containsKey(Attribute.LOGIN) || connectionLimit.isPresent() || validUntil.isPresent()
                ? Effect.NEW_SESSIONS
                : Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        boolean cuts = Boolean.FALSE.equals(attributes.get(Attribute.LOGIN))
                || Boolean.FALSE.equals(attributes.get(Attribute.REPLICATION))
                || connectionLimit.filter(limit -> limit >= 0).isPresent()
                || validUntil.filter(end -> !end.equals("infinity")).isPresent();
        return cuts ? Hazard.MAY_CUT_ACCESS : Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return validUntil.isPresent()
                ? Reversal.equivalent("a password that never had an end is valid until infinity afterwards")
                : Reversal.exact();
    }

    @Override
    public Map<String, String> decides() {
        Map<String, String> decided = new HashMap<>();
        attributes.forEach((attribute, on) -> decided.put(attribute + " of " + role, on.toString()));
        connectionLimit.ifPresent(limit -> decided.put("connection limit of " + role, limit.toString()));
        validUntil.ifPresent(end -> decided.put("end of " + role, end));
        return decided;
    }
}
