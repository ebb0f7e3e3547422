package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

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
        word = word(word);
    }

    /// The word as the catalogs have it.
    ///
    /// @throws IllegalArgumentException when GRANT knows no such word
    static String word(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.equals("TEMP")) {
            return "TEMPORARY";
        }
        if (!WORDS.contains(upper)) {
            throw new IllegalArgumentException(upper + " is not a privilege. Use a word that GRANT knows.");
        }
        return upper;
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
    public enum Held {
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

    /// Who gave it, where that is not the object's owner alone: then each has to take it back for himself.
    List<Given> givenByOthers(Answers answers) {
        List<Given> given = new ArrayList<>();
        boolean others = false;
        for (Row row : rows(answers)) {
            if (row.text("privilege").equals(word) && row.text("grantee").equals(grantee.orElse(""))) {
                given.add(new Given(row.text("grantor"), row.bool("grantable")));
                others |= !row.text("grantor").equals(row.text("owner"));
            }
        }
        return others ? List.copyOf(given) : List.of();
    }

    /// Statements in the name of somebody else, who has to exist.
    List<Step> as(String grantor, String text) {
        return List.of(step("SET LOCAL ROLE " + Sql.identifier(grantor)), step(text), step("RESET ROLE"));
    }

    Set<String> roles() {
        return grantee.map(Set::of).orElseGet(Set::of);
    }

    private Rows rows(Answers answers) {
        return object.privileges(answers);
    }
}
