package org.pgrampart.probe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// All roles of a server, who is a member of whom, and how their passwords are kept.
///
/// @param byName roles in the order of their names, the predefined `pg_…` ones too
/// @param verifiers how each role's password is kept; only a superuser or a grant on pg_authid shows it
/// @param session the role of the assessing session
public record Roles(
        Map<String, Role> byName,
        List<Membership> memberships,
        Answer<Map<String, Role.Verifier>> verifiers,
        String session) {
    /// One grant of a role to a member; before PostgreSQL 16 `inherit` is the member's attribute and `set` always true.
    ///
    /// @param grantor empty before PostgreSQL 16, where it has no meaning
    public record Membership(String member, String role, String grantor, boolean admin, boolean inherit, boolean set) {
        /// For tests: a plain grant.
        public static Membership of(String member, String role) {
            return new Membership(member, role, "", false, true, true);
        }
    }

    private static final Query ROLES = Query.cluster("""
            SELECT rolname, rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolinherit,
                   oid = 10 AS bootstrap, coalesce(rolvaliduntil::text, '') AS until
              FROM pg_catalog.pg_roles ORDER BY rolname""");

    private static final Query MEMBERSHIPS = Query.cluster("""
            SELECT m.rolname AS member, r.rolname AS role, coalesce(g.rolname, '') AS grantor,
                   a.admin_option, a.inherit_option, a.set_option
              FROM pg_catalog.pg_auth_members a
              JOIN pg_catalog.pg_roles m ON m.oid = a.member
              JOIN pg_catalog.pg_roles r ON r.oid = a.roleid
              LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantor ORDER BY 1, 2, 3""").since(16);

    private static final Query OLD_MEMBERSHIPS = Query.cluster("""
            SELECT m.rolname AS member, r.rolname AS role, '' AS grantor,
                   a.admin_option, m.rolinherit AS inherit_option, true AS set_option
              FROM pg_catalog.pg_auth_members a
              JOIN pg_catalog.pg_roles m ON m.oid = a.member
              JOIN pg_catalog.pg_roles r ON r.oid = a.roleid ORDER BY 1, 2""").before(16);

    private static final Query VERIFIERS = Query.cluster("""
            SELECT rolname, CASE WHEN rolpassword IS NULL THEN 'NONE' WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'SCRAM'
                   WHEN rolpassword ~ '^md5[0-9a-f]{32}$' THEN 'MD5' ELSE 'OTHER' END AS kind
              FROM pg_catalog.pg_authid ORDER BY rolname""").needs(Query.AUTHID);

    public static final Probe<Roles> PROBE = Probe.of(Roles::read, ROLES, MEMBERSHIPS, OLD_MEMBERSHIPS, VERIFIERS);

    static Roles read(Answers answers) {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (Row row : answers.rows(ROLES)) {
            roles.put(row.text("rolname"), role(row));
        }
        Query members = answers.server().major() >= 16 ? MEMBERSHIPS : OLD_MEMBERSHIPS;
        List<Membership> memberships = new ArrayList<>();
        for (Row row : answers.rows(members)) {
            memberships.add(new Membership(
                    row.text("member"),
                    row.text("role"),
                    row.text("grantor"),
                    row.bool("admin_option"),
                    row.bool("inherit_option"),
                    row.bool("set_option")));
        }
        return new Roles(
                roles,
                List.copyOf(memberships),
                kinds(answers),
                answers.server().role());
    }

    private static Role role(Row row) {
        return new Role(
                row.text("rolname"),
                row.bool("rolcanlogin"),
                row.bool("rolsuper"),
                row.bool("rolcreaterole"),
                row.bool("rolcreatedb"),
                row.bool("rolreplication"),
                row.bool("rolbypassrls"),
                row.bool("rolinherit"),
                row.bool("bootstrap"),
                row.text("until"));
    }

    private static Answer<Map<String, Role.Verifier>> kinds(Answers answers) {
        return switch (answers.find(VERIFIERS)) {
            case Answer.Seen<Rows>(Rows rows) -> {
                Map<String, Role.Verifier> kinds = new LinkedHashMap<>();
                rows.forEach(row -> kinds.put(row.text("rolname"), Role.Verifier.valueOf(row.text("kind"))));
                yield new Answer.Seen<>(kinds);
            }
            case Answer.Unseen<Rows>(String because, String missing) -> new Answer.Unseen<>(because, missing);
            case Answer.Absent<Rows>(String because) -> new Answer.Absent<>(because);
        };
    }

    public Optional<Role> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The roles that may log in, in the order of their names.
    public List<Role> logins() {
        return byName.values().stream().filter(Role::login).toList();
    }

    public List<Role> superusers() {
        return byName.values().stream().filter(Role::superuser).toList();
    }

    /// How each role's password is kept.
    ///
    /// @throws org.pgrampart.reading.Unreadable when this session may not read pg_authid
    public Map<String, Role.Verifier> kinds() {
        return verifiers.get();
    }

    /// The shortest way from a role to every role it is a member of: the grants in order, the member's own first.
    public Map<String, List<Membership>> reach(String member) {
        Map<String, List<Membership>> ways = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(member));
        while (!open.isEmpty()) {
            String at = open.removeFirst();
            for (Membership grant : memberships) {
                if (grant.member().equals(at) && !grant.role().equals(member) && !ways.containsKey(grant.role())) {
                    List<Membership> way = new ArrayList<>(ways.getOrDefault(at, List.of()));
                    way.add(grant);
                    ways.put(grant.role(), List.copyOf(way));
                    open.addLast(grant.role());
                }
            }
        }
        return ways;
    }

    /// The roles a role is a member of, over any number of grants, itself included.
    public Set<String> groups(String member) {
        Set<String> groups = new LinkedHashSet<>(Set.of(member));
        groups.addAll(reach(member).keySet());
        return groups;
    }

    /// The memberships of every role, for [org.pgrampart.access]: name to the roles it is in, itself included.
    public Map<String, Set<String>> allGroups() {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        byName.keySet().forEach(name -> all.put(name, groups(name)));
        return all;
    }

    /// How many login roles keep their password in each way.
    ///
    /// @throws org.pgrampart.reading.Unreadable when this session may not read pg_authid
    public Map<Role.Verifier, Long> census() {
        Map<Role.Verifier, Long> census = new EnumMap<>(Role.Verifier.class);
        logins().forEach(role -> census.merge(kinds().getOrDefault(role.name(), Role.Verifier.NONE), 1L, Long::sum));
        return census;
    }

    /// For tests: roles with readable verifiers, the session being `postgres`.
    public static Roles of(List<Role> roles, List<Membership> memberships, Map<String, Role.Verifier> verifiers) {
        Map<String, Role> byName = new LinkedHashMap<>();
        roles.stream().sorted(Comparator.comparing(Role::name)).forEach(role -> byName.put(role.name(), role));
        return new Roles(byName, List.copyOf(memberships), new Answer.Seen<>(verifiers), "postgres");
    }
}
