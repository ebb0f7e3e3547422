package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;

/// Says which rights the objects get that a role will make, such as the tables of future migrations.
///
/// @param creator the role that makes them
/// @param schema empty is every schema
/// @param grantee empty is PUBLIC
/// @param wanted how each right has to be held afterwards; others stay as they are
public record DefaultPrivileges(
        String database,
        String creator,
        Optional<String> schema,
        Kind kind,
        Optional<String> grantee,
        Map<String, Privilege.Held> wanted)
        implements Change {
    /// What is made.
    public enum Kind {
        TABLES("r"),
        SEQUENCES("S"),
        FUNCTIONS("f"),
        TYPES("T"),
        SCHEMAS("n");

        private final String letter;

        Kind(String letter) {
            this.letter = letter;
        }

        /// What PUBLIC may do with a new one when nobody has said otherwise.
        private Set<String> builtIn() {
            return this == FUNCTIONS ? Set.of("EXECUTE") : this == TYPES ? Set.of("USAGE") : Set.of();
        }
    }

    // an entry without any right is a row as well: it differs from no entry, which means the built-in rights
    private static final Query ENTRIES = Query.database("""
            SELECT pg_catalog.pg_get_userbyid(d.defaclrole) AS creator, coalesce(n.nspname, '') AS schema,
                   d.defaclobjtype AS kind, coalesce(g.rolname, '') AS grantee,
                   coalesce(x.privilege_type, '') AS privilege, coalesce(x.is_grantable, false) AS grantable
              FROM pg_catalog.pg_default_acl d
              LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
              LEFT JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) x ON true
              LEFT JOIN pg_catalog.pg_roles g ON g.oid = x.grantee
             ORDER BY 1, 2, 3, 4, 5""");

    public DefaultPrivileges {
        Map<String, Privilege.Held> words = new TreeMap<>();
        wanted.forEach((word, held) -> words.put(Privilege.word(word), held));
        wanted = java.util.Collections.unmodifiableMap(words);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("A change of default privileges has to name a privilege.");
        }
        if (kind == Kind.SCHEMAS && schema.isPresent()) {
            throw new IllegalArgumentException("A schema is made in no schema. Leave it out.");
        }
    }

    public static DefaultPrivileges grant(
            String database, String creator, Optional<String> schema, Kind kind, String grantee, String... words) {
        return new DefaultPrivileges(
                database, creator, schema, kind, Optional.of(grantee), all(Privilege.Held.YES, words));
    }

    /// Takes them from a role, or from PUBLIC where `grantee` is empty.
    public static DefaultPrivileges revoke(
            String database,
            String creator,
            Optional<String> schema,
            Kind kind,
            Optional<String> grantee,
            String... words) {
        return new DefaultPrivileges(database, creator, schema, kind, grantee, all(Privilege.Held.NO, words));
    }

    private static Map<String, Privilege.Held> all(Privilege.Held held, String... words) {
        Map<String, Privilege.Held> map = new TreeMap<>();
        for (String word : words) {
            map.put(word, held);
        }
        return map;
    }

    private List<String> words(Privilege.Held held) {
        return wanted.entrySet().stream()
                .filter(entry -> entry.getValue() == held)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public String summary() {
        List<String> parts = new ArrayList<>();
        String who = grantee.map(role -> "role " + role).orElse("PUBLIC");
        List<String> gets = new ArrayList<>(words(Privilege.Held.YES));
        gets.addAll(words(Privilege.Held.GRANTABLE));
        if (!gets.isEmpty()) {
            parts.add(who + " gets " + String.join(", ", gets));
        }
        if (!words(Privilege.Held.NO).isEmpty()) {
            parts.add(who + " gets no " + String.join(", ", words(Privilege.Held.NO)));
        }
        return "New %s that role %s makes%s in database %s: %s"
                .formatted(
                        kind.name().toLowerCase(Locale.ROOT),
                        creator,
                        schema.map(name -> " in schema " + name).orElse(""),
                        database,
                        String.join("; ", parts));
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        String who = grantee.map(Sql::identifier).orElse("PUBLIC");
        add(steps, "GRANT %s ON " + kind + " TO " + who, Privilege.Held.YES);
        add(steps, "GRANT %s ON " + kind + " TO " + who + " WITH GRANT OPTION", Privilege.Held.GRANTABLE);
        add(steps, "REVOKE %s ON " + kind + " FROM " + who, Privilege.Held.NO);
        return List.copyOf(steps);
    }

    private void add(List<Step> steps, String form, Privilege.Held held) {
        if (!words(held).isEmpty()) {
            steps.add(Step.Sql.in(
                    database,
                    "ALTER DEFAULT PRIVILEGES FOR ROLE " + Sql.identifier(creator)
                            + schema.map(name -> " IN SCHEMA " + Sql.identifier(name))
                                    .orElse("")
                            + " " + form.replace("%s", String.join(", ", words(held)))));
        }
    }

    @Override
    public List<Request> reads() {
        return List.of(ENTRIES);
    }

    /// Only the rights that change are put back.
    @Override
    public Change inverse(Answers before) {
        Map<String, Privilege.Held> old = new TreeMap<>();
        wanted.forEach((word, held) -> {
            Privilege.Held now = held(before, word);
            if (!satisfies(now, held)) {
                old.put(word, now);
            }
        });
        return new DefaultPrivileges(database, creator, schema, kind, grantee, old.isEmpty() ? wanted : old);
    }

    @Override
    public boolean holds(Answers now) {
        return wanted.entrySet().stream().allMatch(entry -> satisfies(held(now, entry.getKey()), entry.getValue()));
    }

    private static boolean satisfies(Privilege.Held now, Privilege.Held wanted) {
        return now == wanted || now == Privilege.Held.GRANTABLE && wanted == Privilege.Held.YES;
    }

    private Privilege.Held held(Answers answers, String word) {
        @Nullable
        Answer<Rows> answer =
                answers.perDatabase().getOrDefault(ENTRIES, Map.of()).get(database);
        if (answer == null) {
            throw new Unreadable("database " + database + " was not read", "CONNECT on that database");
        }
        List<Row> entry = answer.get().stream().filter(this::mine).toList();
        if (entry.isEmpty()) {
            boolean builtIn = schema.isEmpty()
                    && (grantee.isEmpty()
                            ? kind.builtIn().contains(word)
                            : grantee.get().equals(creator));
            return builtIn ? Privilege.Held.YES : Privilege.Held.NO;
        }
        return entry.stream()
                .filter(row -> row.text("grantee").equals(grantee.orElse(""))
                        && row.text("privilege").equals(word))
                .map(row -> row.bool("grantable") ? Privilege.Held.GRANTABLE : Privilege.Held.YES)
                .findFirst()
                .orElse(Privilege.Held.NO);
    }

    private boolean mine(Row row) {
        return row.text("creator").equals(creator)
                && row.text("schema").equals(schema.orElse(""))
                && row.text("kind").equals(kind.letter);
    }

    @Override
    public Set<String> roles() {
        return grantee.<Set<String>>map(role -> role.equals(creator) ? Set.of(role) : Set.of(role, creator))
                .orElseGet(() -> Set.of(creator));
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        return Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("objects that were made meanwhile keep the rights they got");
    }

    @Override
    public Map<String, String> decides() {
        Map<String, String> decided = new TreeMap<>();
        wanted.forEach((word, held) -> decided.put(
                "default %s on %s of %s in %s.%s for %s"
                        .formatted(word, kind, creator, database, schema.orElse("*"), grantee.orElse("PUBLIC")),
                held.name()));
        return decided;
    }
}
