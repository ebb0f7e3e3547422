package org.pgrampart.change;

import java.util.List;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Ends a role's membership in another. Never cascades: it fails where others got theirs through it.
public record RevokeRole(Membership membership) implements Change {
    public static RevokeRole of(String role, String member) {
        return new RevokeRole(Membership.of(role, member));
    }

    @Override
    public String summary() {
        return "End the membership of role " + membership.member() + " in " + membership;
    }

    @Override
    public List<Step> steps() {
        return List.of(Step.Sql.cluster("REVOKE " + Sql.identifier(membership.role()) + " FROM "
                + Sql.identifier(membership.member()) + membership.by()));
    }

    @Override
    public List<Request> reads() {
        return Membership.READS;
    }

    @Override
    public Change inverse(Answers before) {
        Membership.Options old = membership.held(before).orElse(Membership.Options.PLAIN);
        return new GrantRole(membership, old, Membership.hasAllOptions(before));
    }

    @Override
    public boolean holds(Answers now) {
        return membership.held(now).isEmpty();
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    /// A rule of pg_hba.conf may let in the members of a role only.
    @Override
    public Hazard hazard() {
        return membership.role().startsWith("pg_") ? Hazard.NONE : Hazard.MAY_CUT_ACCESS;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("the memberships are the same afterwards; before 16 the grantor may be another");
    }
}
