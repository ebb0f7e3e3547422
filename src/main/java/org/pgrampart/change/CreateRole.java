package org.pgrampart.change;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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

/// Makes a role. What it may do is written out, so that a server's defaults make no difference.
///
/// @param attributes those it has; every other one it has not, but INHERIT, which roles have
/// @param verifier as `pg_authid` holds it; empty makes a role without a password
public record CreateRole(String role, Set<AlterRole.Attribute> attributes, Optional<Secret> verifier)
        implements Change {
    private static final Query ROLES = Query.cluster("""
            SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin, rolinherit
              FROM pg_catalog.pg_roles ORDER BY rolname""");

    private static final Query VERIFIERS = Query.cluster(
                    "SELECT rolname, rolpassword FROM pg_catalog.pg_authid ORDER BY rolname")
            .needs(Query.AUTHID);

    public CreateRole {
        attributes = Set.copyOf(attributes);
        plainName(role);
    }

    /// A role that nobody logs in as: it owns objects or groups others.
    public static CreateRole group(String role) {
        return new CreateRole(role, Set.of(), Optional.empty());
    }

    /// A role to log in as; without a verifier only rules that ask for no password admit it.
    public static CreateRole login(String role, Optional<Secret> verifier) {
        return new CreateRole(role, Set.of(AlterRole.Attribute.LOGIN), verifier);
    }

    /// Refuses names that no pg_hba.conf can hold or that PostgreSQL keeps for itself.
    static void plainName(String role) {
        Sql.identifier(role);
        if (role.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A role's name with a line break or control character cannot stand in pg_hba.conf. Use another name.");
        }
        if (role.startsWith("pg_") || role.equals("public") || role.equals("none")) {
            throw new IllegalArgumentException("PostgreSQL keeps the name " + role + " for itself. Use another name.");
        }
    }

    @Override
    public String summary() {
        String kind = attributes.contains(AlterRole.Attribute.LOGIN)
                ? verifier.isPresent() ? "which logs in with a password" : "which logs in"
                : "which nobody logs in as";
        List<String> more = attributes.stream()
                .filter(a -> a != AlterRole.Attribute.LOGIN && a != AlterRole.Attribute.INHERIT)
                .map(a -> a.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
        return "Create role %s, %s%s".formatted(role, kind, more.isEmpty() ? "" : ", with " + String.join(", ", more));
    }

    @Override
    public List<Step> steps() {
        List<String> words = new ArrayList<>();
        for (AlterRole.Attribute attribute : EnumSet.allOf(AlterRole.Attribute.class)) {
            words.add(has(attribute) ? attribute.name() : "NO" + attribute.name());
        }
        String sql = "CREATE ROLE " + Sql.identifier(role) + " " + String.join(" ", words);
        return List.of(verifier.map(secret -> Step.Sql.secret(sql + " PASSWORD :'secret'", secret))
                .orElseGet(() -> Step.Sql.cluster(sql)));
    }

    private boolean has(AlterRole.Attribute attribute) {
        return attribute == AlterRole.Attribute.INHERIT || attributes.contains(attribute);
    }

    @Override
    public List<Request> reads() {
        return List.of(ROLES, VERIFIERS);
    }

    /// @throws IllegalArgumentException when there is another role of that name
    @Override
    public Change inverse(Answers before) {
        if (row(before).isPresent()) {
            throw new IllegalArgumentException("There is a role " + role
                    + " already, with other attributes or another password. Choose another name.");
        }
        return new DropRole(this);
    }

    Optional<Row> row(Answers answers) {
        return answers.rows(ROLES).stream()
                .filter(row -> row.text("rolname").equals(role))
                .findFirst();
    }

    @Override
    public boolean holds(Answers now) {
        return row(now).map(row -> List.of(AlterRole.Attribute.values()).stream()
                                .allMatch(attribute -> row.bool(attribute.column()) == has(attribute)))
                        .orElse(false)
                && hasVerifier(now);
    }

    // whoever may not read verifiers has to believe the statement
    private boolean hasVerifier(Answers now) {
        return !(now.find(VERIFIERS) instanceof Answer.Seen<Rows>(Rows rows))
                || rows.stream()
                        .filter(row -> row.text("rolname").equals(role))
                        .anyMatch(row -> row.find("rolpassword").map(Secret::of).equals(verifier));
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
        return Reversal.equivalent("its number (OID) is used up, and if it owns something by then it stays, without"
                + " the right to log in");
    }

    @Override
    public Map<String, String> decides() {
        return Map.of("role " + role, summary());
    }
}
