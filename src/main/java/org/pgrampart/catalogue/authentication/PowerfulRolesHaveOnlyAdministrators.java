package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pgrampart.change.Change;
import org.pgrampart.change.RevokeRole;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

/// AUTH-28.
public final class PowerfulRolesHaveOnlyAdministrators implements Check<Roles> {
    private static final Control CONTROL = new Control(
            "AUTH-28",
            Area.AUTHENTICATION,
            Severity.CRITICAL,
            FixKind.AUTOMATIC,
            "Only administrators are members of powerful predefined roles",
            """
            Membership in pg_execute_server_program or the two server-file roles is the operating system account of \
            the server by another name, and pg_read_all_data opens every table. It also counts through groups, where \
            nobody looks.""",
            """
            Revoke the membership and grant the few rights on tables that are really needed. For monitoring grant \
            pg_monitor, which shows statistics but no data.""",
            """
            Jobs that import or export files on the server through COPY stop working; let them use psql's copy on \
            the client. Backup roles may need pg_read_all_data: waive those.""",
            List.of("https://www.postgresql.org/docs/current/predefined-roles.html", "CIS 4.9"));

    private static final Set<String> THE_HOST =
            Set.of("pg_execute_server_program", "pg_read_server_files", "pg_write_server_files");

    /// They show settings, statistics and sizes, and no table's content.
    private static final Set<String> HARMLESS = Set.of(
            "pg_monitor", "pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables", "pg_database_owner");

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<Roles> probe() {
        return Roles.PROBE;
    }

    @Override
    public Outcome judge(Roles roles, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (Role role : roles.byName().values()) {
            if (role.name().startsWith("pg_") || administers(role, baseline)) {
                continue;
            }
            roles.reach(role.name()).forEach((reached, way) -> {
                if (!reached.startsWith("pg_") || HARMLESS.contains(reached)) {
                    return;
                }
                String through =
                        way.size() == 1 ? "" : " through " + way.getFirst().role();
                String seen = "is a member of " + reached + through;
                evidence.add(new Evidence("pg_auth_members", role.name() + " " + seen));
                Subject subject = subject(role.name(), reached);
                findings.add(
                        THE_HOST.contains(reached)
                                ? Finding.fail(CONTROL, subject, seen, "no membership")
                                : Finding.warn(CONTROL, subject, seen, "no membership"));
            });
        }
        return Outcome.of(findings, "nobody but administrators is in a powerful predefined role")
                .with(evidence);
    }

    /// A role may be in several: each is a finding of its own, though scripts see the role.
    private static Subject subject(String role, String reached) {
        Subject plain = Subject.role(role);
        return new Subject(plain.kind(), plain.name(), plain.stable() + " in " + reached);
    }

    private static boolean administers(Role role, Baseline baseline) {
        return baseline.dbaRoles().contains(role.name())
                || (role.superuser() && baseline.allowedSuperusers().contains(role.name()));
    }

    /// Ends the grant of the predefined role itself, so that everybody behind a group loses it together; where the
    /// group is the administrators', ends the way into that group instead.
    @Override
    public List<Change> remedy(Finding finding, Roles roles, Inputs inputs) {
        String role = finding.subject().bare();
        String reached = finding.subject().stable().replaceFirst("^.* in ", "");
        List<Change> changes = new ArrayList<>();
        List<Roles.Membership> way = roles.reach(role).getOrDefault(reached, List.of());
        if (!way.isEmpty()) {
            Baseline baseline = Baseline.standard();
            Roles.Membership cut = way.reversed().stream()
                    .filter(grant -> roles.find(grant.member())
                            .filter(member -> !administers(member, baseline))
                            .isPresent())
                    .findFirst()
                    .orElse(way.getFirst());
            changes.add(RevokeRole.of(cut.role(), cut.member()));
        }
        return changes;
    }
}
