package org.pgrampart.change;

import java.util.List;
import java.util.Optional;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Makes a role a member of another.
///
/// @param options with `spelled` all three count, else the admin option alone, which every release knows
/// @param spelled whether all three options are written out (16 and later)
public record GrantRole(Membership membership, Membership.Options options, boolean spelled) implements Change {
    public static GrantRole of(String role, String member) {
        return new GrantRole(Membership.of(role, member), Membership.Options.PLAIN, false);
    }

    /// With the options of PostgreSQL 16 and later.
    public static GrantRole with(Membership membership, Membership.Options options) {
        return new GrantRole(membership, options, true);
    }

    @Override
    public String summary() {
        return "Make role " + membership.member() + " a member of " + membership
                + (options.admin() ? " with admin option" : "");
    }

    @Override
    public List<Step> steps() {
        String with = "";
        if (spelled) {
            with = " WITH ADMIN %s, INHERIT %s, SET %s"
                    .formatted(options.admin(), options.inherit(), options.set())
                    .toUpperCase(java.util.Locale.ROOT);
        } else if (options.admin()) {
            with = " WITH ADMIN OPTION";
        }
        return List.of(Step.Sql.cluster("GRANT " + Sql.identifier(membership.role()) + " TO "
                + Sql.identifier(membership.member()) + with + membership.by()));
    }

    @Override
    public List<Request> reads() {
        return Membership.READS;
    }

    @Override
    public Change inverse(Answers before) {
        Optional<Membership.Options> held = membership.held(before);
        return held.<Change>map(old -> new GrantRole(membership, old, Membership.hasAllOptions(before)))
                .orElseGet(() -> new RevokeRole(membership));
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
