package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.Sql;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;

/// Gives a role another name. An MD5 password does not survive that, because the name is part of its hash.
///
/// @param verifier what the role's password has to be under the new name; empty leaves what the server leaves
/// @param back whether it puts a name back, which is nothing to do where the role never got another
public record RenameRole(String role, String to, Optional<Secret> verifier, boolean back) implements Change {
    private static final Query NAMES = Query.cluster("SELECT rolname FROM pg_catalog.pg_roles ORDER BY rolname");
    private static final Query VERIFIERS = Query.cluster(
                    "SELECT rolname, rolpassword FROM pg_catalog.pg_authid ORDER BY rolname")
            .needs(Query.AUTHID);

    public RenameRole {
        CreateRole.plainName(to);
        Sql.identifier(role);
    }

    public static RenameRole of(String role, String to) {
        return new RenameRole(role, to, Optional.empty(), false);
    }

    @Override
    public String summary() {
        return "Rename role " + role + " to " + to;
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        String rename = "ALTER ROLE " + Sql.identifier(role) + " RENAME TO " + Sql.identifier(to);
        steps.add(Step.Sql.cluster(back ? WhereRolesAre.guarded(Set.of(role), rename) : rename));
        verifier.ifPresent(secret ->
                steps.add(Step.Sql.secret("ALTER ROLE " + Sql.identifier(to) + " PASSWORD :'secret'", secret)));
        return List.copyOf(steps);
    }

    @Override
    public List<Request> reads() {
        return List.of(NAMES, VERIFIERS);
    }

    /// @throws IllegalArgumentException when the new name is taken
    @Override
    public Change inverse(Answers before) {
        if (!exists(before, role)) {
            throw new Unreadable("there is no role " + role, "a new assessment");
        }
        if (exists(before, to)) {
            throw new IllegalArgumentException("There is a role " + to + " already. Choose another name.");
        }
        Optional<Secret> md5 =
                verifier(before, role).filter(secret -> secret.reveal().startsWith("md5"));
        return new RenameRole(to, role, md5, true);
    }

    private static boolean exists(Answers answers, String name) {
        return answers.rows(NAMES).stream().anyMatch(row -> row.text("rolname").equals(name));
    }

    private static Optional<Secret> verifier(Answers answers, String name) {
        if (!(answers.find(VERIFIERS) instanceof Answer.Seen<Rows>(Rows rows))) {
            throw new Unreadable("whether role " + name + " has an MD5 password is not known", "a superuser session");
        }
        return rows.stream()
                .filter(row -> row.text("rolname").equals(name))
                .findFirst()
                .flatMap((Row row) -> row.find("rolpassword"))
                .map(Secret::of);
    }

    @Override
    public boolean holds(Answers now) {
        return exists(now, to)
                && !exists(now, role)
                && verifier.map(wanted -> verifier(now, to).equals(Optional.of(wanted)))
                        .orElse(true);
    }

    @Override
    public Set<String> roles() {
        return Set.of(role);
    }

    @Override
    public Effect effect() {
        return Effect.NEW_SESSIONS;
    }

    /// Login rules, pools and applications know it by its name.
    @Override
    public Hazard hazard() {
        return Hazard.MAY_CUT_ACCESS;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("an MD5 password is lost until the name is put back, and comes back with it");
    }

    @Override
    public Map<String, String> decides() {
        return Map.of("name of " + role, to);
    }
}
