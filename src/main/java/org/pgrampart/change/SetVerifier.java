package org.pgrampart.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.Sql;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Unreadable;

/// Gives a role the verifier of a password, worked out on this side; the server never sees the password itself.
///
/// @param verifier as `pg_authid` holds it: `SCRAM-SHA-256$…`; empty takes the password away
public record SetVerifier(String role, Optional<Secret> verifier) implements Change {
    private static final Query VERIFIERS = Query.cluster(
                    "SELECT rolname, rolpassword FROM pg_catalog.pg_authid ORDER BY rolname")
            .needs(Query.AUTHID);

    public static SetVerifier of(String role, Secret verifier) {
        return new SetVerifier(role, Optional.of(verifier));
    }

    /// Without a password nobody logs in as this role by password.
    public static SetVerifier none(String role) {
        return new SetVerifier(role, Optional.empty());
    }

    @Override
    public String summary() {
        return verifier.isPresent()
                ? "Set the password of role " + role
                : "Take the password of role " + role + " away";
    }

    @Override
    public List<Step> steps() {
        String head = "ALTER ROLE " + Sql.identifier(role) + " PASSWORD ";
        return List.of(verifier.map(secret -> Step.Sql.secret(head + ":'secret'", secret))
                .orElseGet(() -> Step.Sql.cluster(head + "NULL")));
    }

    @Override
    public List<Request> reads() {
        return List.of(VERIFIERS);
    }

    @Override
    public Change inverse(Answers before) {
        return new SetVerifier(role, stored(before));
    }

    @Override
    public boolean holds(Answers now) {
        return stored(now).equals(verifier);
    }

    private Optional<Secret> stored(Answers answers) {
        Row row = answers.rows(VERIFIERS).stream()
                .filter(r -> r.text("rolname").equals(role))
                .findFirst()
                .orElseThrow(() -> new Unreadable("there is no role " + role, "a new assessment"));
        return row.find("rolpassword").map(Secret::of);
    }

    @Override
    public Effect effect() {
        return Effect.NEW_SESSIONS;
    }

    @Override
    public Hazard hazard() {
        return Hazard.MAY_CUT_ACCESS;
    }

    @Override
    public Reversal reversal() {
        return Reversal.exact();
    }

    @Override
    public Map<String, String> decides() {
        // two new passwords are never the same one, and none is known by its name
        return Map.of(
                "password of " + role,
                verifier.map(secret -> "one " + System.identityHashCode(secret)).orElse("none"));
    }
}
