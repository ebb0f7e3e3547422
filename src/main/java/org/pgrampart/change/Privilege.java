package org.pgrampart.change;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;

/// A right of a role on an object.
///
/// @param word as GRANT names it: `SELECT`, `EXECUTE`, `CREATE`
/// @param grantee a role; empty is PUBLIC
public record Privilege(String word, DatabaseObject object, Optional<String> grantee) {
    private static final Set<String> WORDS = Set.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "TRUNCATE",
            "REFERENCES",
            "TRIGGER",
            "MAINTAIN",
            "USAGE",
            "CREATE",
            "CONNECT",
            "TEMPORARY",
            "EXECUTE",
            "SET",
            "ALTER SYSTEM");

    public Privilege {
        word = word.toUpperCase(Locale.ROOT);
        if (word.equals("TEMP")) {
            word = "TEMPORARY";
        }
        if (!WORDS.contains(word)) {
            throw new IllegalArgumentException(word + " is not a privilege. Use a word that GRANT knows.");
        }
    }

    public static Privilege of(String word, DatabaseObject object, String role) {
        return new Privilege(word, object, Optional.of(role));
    }

    /// A right that every role has.
    public static Privilege ofPublic(String word, DatabaseObject object) {
        return new Privilege(word, object, Optional.empty());
    }

    String who() {
        return grantee.map(Sql::identifier).orElse("PUBLIC");
    }

    String whoInWords() {
        return grantee.map(role -> "role " + role).orElse("PUBLIC");
    }

    String what() {
        return object.privilege(word) + " ON " + object.target();
    }

    Step step(String text) {
        return object.where()
                .<Step>map(database -> Step.Sql.in(database, text))
                .orElseGet(() -> Step.Sql.cluster(text));
    }

    /// As it is on the server: absent, held, or held with the right to pass it on.
    enum Held {
        NO,
        YES,
        GRANTABLE
    }

    Held held(Answers answers) {
        Held held = Held.NO;
        for (Row row : rows(answers)) {
            if (row.text("privilege").equals(word) && row.text("grantee").equals(grantee.orElse(""))) {
                if (row.bool("grantable")) {
                    return Held.GRANTABLE;
                }
                held = Held.YES;
            }
        }
        return held;
    }

    private Rows rows(Answers answers) {
        Query query = object.privileges();
        if (object.isShared()) {
            return answers.rows(query);
        }
        @Nullable
        Answer<Rows> answer =
                answers.perDatabase().getOrDefault(query, java.util.Map.of()).get(object.database());
        if (answer == null) {
            throw new Unreadable("database " + object.database() + " was not read", "CONNECT on that database");
        }
        return answer.get();
    }
}
