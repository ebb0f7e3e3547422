package org.pgrampart.change;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// That one role is a member of another.
///
/// @param role what is granted: the group
/// @param member who gets it
/// @param grantor who granted it, from 16 on, when it is not the role that applies the plan
public record Membership(String role, String member, Optional<String> grantor) {
    /// With which options; before 16 there is `admin` alone, and the member's own INHERIT decides.
    public record Options(boolean admin, boolean inherit, boolean set) {
        public static final Options PLAIN = new Options(false, true, true);
    }

    private static final Query NEW = Query.cluster("""
            SELECT r.rolname AS role, m.rolname AS member, g.rolname AS grantor,
                   a.admin_option AS admin, a.inherit_option AS inherit, a.set_option AS set
              FROM pg_catalog.pg_auth_members a
              JOIN pg_catalog.pg_roles r ON r.oid = a.roleid JOIN pg_catalog.pg_roles m ON m.oid = a.member
              LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantor ORDER BY 1, 2, 3""").since(16);

    private static final Query OLD = Query.cluster("""
            SELECT r.rolname AS role, m.rolname AS member, g.rolname AS grantor,
                   a.admin_option AS admin, true AS inherit, true AS set
              FROM pg_catalog.pg_auth_members a
              JOIN pg_catalog.pg_roles r ON r.oid = a.roleid JOIN pg_catalog.pg_roles m ON m.oid = a.member
              LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantor ORDER BY 1, 2, 3""").before(16);

    static final List<Request> READS = List.of(NEW, OLD);

    public static Membership of(String role, String member) {
        return new Membership(role, member, Optional.empty());
    }

    public Membership grantedBy(String who) {
        return new Membership(role, member, Optional.of(who));
    }

    /// The options it has now, or empty when there is no such membership. Without a grantor: whoever granted it first.
    Optional<Options> held(Answers answers) {
        Answer<Rows> found = answers.find(NEW);
        Rows rows = found.isSeen() ? found.get() : answers.rows(OLD);
        return rows.stream().filter(this::is).map(Membership::options).findFirst();
    }

    /// Who granted it with which options, from 16 on, where each grant is taken back as its own; empty before.
    List<RevokeRole.Held> grants(Answers answers) {
        Answer<Rows> found = answers.find(NEW);
        return found.isSeen()
                ? found.get().stream()
                        .filter(this::is)
                        .map(row -> new RevokeRole.Held(row.text("grantor"), options(row)))
                        .toList()
                : List.of();
    }

    /// Both roles.
    Set<String> roles() {
        return role.equals(member) ? Set.of(role) : Set.of(role, member);
    }

    private boolean is(Row row) {
        return row.text("role").equals(role)
                && row.text("member").equals(member)
                && grantor.map(g -> row.find("grantor").orElse("").equals(g)).orElse(true);
    }

    private static Options options(Row row) {
        return new Options(row.bool("admin"), row.bool("inherit"), row.bool("set"));
    }

    /// The options with which a server of this release grants.
    static boolean hasAllOptions(Answers answers) {
        return answers.server().major() >= 16;
    }

    String by() {
        return grantor.map(who -> " GRANTED BY " + Sql.identifier(who)).orElse("");
    }

    @Override
    public String toString() {
        return role + grantor.map(who -> " (granted by " + who + ")").orElse("");
    }
}
