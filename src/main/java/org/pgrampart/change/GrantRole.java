package org.pgrampart.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Makes a role a member of another.
///
/// @param options with `spelled` all three count, else the admin option alone, which every release knows
/// @param spelled whether all three options are written out (16 and later)
/// @param grants grants that are put back as they were, each in its grantor's name; empty for a new one
public record GrantRole(
        Membership membership, Membership.Options options, boolean spelled, List<RevokeRole.Held> grants)
        implements Change {
    public GrantRole {
        grants = List.copyOf(grants);
        membership.roles().stream().filter(role -> role.contains("\n")).forEach(CreateRole::plainName);
    }

    public static GrantRole of(String role, String member) {
        return new GrantRole(Membership.of(role, member), Membership.Options.PLAIN, false, List.of());
    }

    /// With the options of PostgreSQL 16 and later.
    public static GrantRole with(Membership membership, Membership.Options options) {
        return new GrantRole(membership, options, true, List.of());
    }

    @Override
    public String summary() {
        return "Make role " + membership.member() + " a member of " + membership
                + (options.admin() ? " with admin option" : "");
    }

    @Override
    public List<Step> steps() {
        return grants.isEmpty()
                ? List.of(step(options, membership.by()))
                : grants.stream()
                        .map(grant -> step(grant.options(), " GRANTED BY " + Sql.identifier(grant.grantor())))
                        .toList();
    }

    private Step step(Membership.Options held, String by) {
        String with = "";
        if (spelled) {
            with = " WITH ADMIN %s, INHERIT %s, SET %s"
                    .formatted(held.admin(), held.inherit(), held.set())
                    .toUpperCase(java.util.Locale.ROOT);
        } else if (held.admin()) {
            with = " WITH ADMIN OPTION";
        }
        return Step.Sql.cluster("GRANT " + Sql.identifier(membership.role()) + " TO "
                + Sql.identifier(membership.member()) + with + by);
    }

    @Override
    public List<Request> reads() {
        return Membership.READS;
    }

    @Override
    public Change inverse(Answers before) {
        Optional<Membership.Options> held = membership.held(before);
        return held.<Change>map(old -> new GrantRole(membership, old, Membership.hasAllOptions(before), List.of()))
                .orElseGet(() -> RevokeRole.of(membership));
    }

    @Override
    public Set<String> roles() {
        return membership.roles();
    }

    @Override
    public Map<String, String> decides() {
        return Map.of("membership of " + membership.member() + " in " + membership, "yes");
    }

    @Override
    public boolean holds(Answers now) {
        return membership
                .held(now)
                .map(held -> spelled ? held.equals(options) : held.admin() || !options.admin())
                .orElse(false);
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
        return Reversal.equivalent("the memberships are the same afterwards; before 16 the grantor may be another");
    }
}
