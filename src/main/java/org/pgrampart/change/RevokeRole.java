package org.pgrampart.change;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Ends a role's membership in another. Never cascades: it fails where others got theirs through it.
///
/// @param grants every grant of it as the server has it (16 and later); each is taken back in its grantor's name
public record RevokeRole(Membership membership, List<Held> grants) implements Change {
    /// A grant as it is on the server.
    public record Held(String grantor, Membership.Options options) {}

    public RevokeRole {
        grants = List.copyOf(grants);
    }

    public static RevokeRole of(String role, String member) {
        return of(Membership.of(role, member));
    }

    public static RevokeRole of(Membership membership) {
        return new RevokeRole(membership, List.of());
    }

    @Override
    public String summary() {
        return "End the membership of role " + membership.member() + " in " + membership;
    }

    @Override
    public List<Step> steps() {
        String text = "REVOKE " + Sql.identifier(membership.role()) + " FROM " + Sql.identifier(membership.member());
        return grants.isEmpty()
                ? List.of(Step.Sql.cluster(text + membership.by()))
                : grants.stream()
                        .<Step>map(grant -> Step.Sql.cluster(text + " GRANTED BY " + Sql.identifier(grant.grantor())))
                        .toList();
    }

    @Override
    public List<Request> reads() {
        return Membership.READS;
    }

    @Override
    public Change inverse(Answers before) {
        Membership.Options old = membership.held(before).orElse(Membership.Options.PLAIN);
        return new GrantRole(membership, old, Membership.hasAllOptions(before), membership.grants(before));
    }

    @Override
    public Change ready(Answers before) {
        return new RevokeRole(membership, membership.grants(before));
    }

    @Override
    public Set<String> roles() {
        return membership.roles();
    }

    @Override
    public Map<String, String> decides() {
        return Map.of("membership of " + membership.member() + " in " + membership, "no");
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
        return Reversal.equivalent(
                "the memberships are the same afterwards; before 16 the grantor may be another, and from 16 on each"
                        + " grantor has to hold the admin option still");
    }
}
