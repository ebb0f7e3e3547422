package org.pgrampart.catalogue.application;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.Change;
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
import org.pgrampart.probe.ApplicationReach;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Role;

/// APP-10.
public final class RuntimeRoleHasNoAttributes implements Check<ApplicationReach> {
    private static final Control CONTROL = new Control(
            "APP-10",
            Area.APPLICATION,
            Severity.CRITICAL,
            FixKind.AUTOMATIC,
            "The application's database role has no special attributes",
            """
            Every hole in the application, SQL injection first, acts with this role's power. SUPERUSER gives the host \
            away, CREATEROLE the other accounts, REPLICATION and BYPASSRLS all data.""",
            """
            Take the listed attributes away with ALTER ROLE. Migrations and backups get roles of their own, with \
            only what they need.""",
            """
            What the application did by such an attribute stops: creating extensions or databases, test runs that \
            make a database of their own.""",
            List.of("https://www.postgresql.org/docs/current/role-attributes.html", "CIS 4.3"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<ApplicationReach> probe() {
        return ApplicationReach.PROBE;
    }

    @Override
    public Outcome judge(ApplicationReach reach, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Role role : reach.roles(baseline.applicationRoles())) {
            names.add(role.name());
            String has = attributes(role).stream().map(Enum::name).collect(Collectors.joining(", "));
            evidence.add(new Evidence("pg_roles", role.name() + ": " + (has.isEmpty() ? "no attribute" : has)));
            if (!has.isEmpty()) {
                findings.add(Finding.fail(CONTROL, Subject.role(role.name()), "has " + has, "none of them"));
            }
        }
        return Outcome.of(findings, String.join(", ", names) + " of the application has no special attribute")
                .with(evidence);
    }

    private static List<AlterRole.Attribute> attributes(Role role) {
        List<AlterRole.Attribute> attributes = new ArrayList<>();
        if (role.superuser()) {
            attributes.add(AlterRole.Attribute.SUPERUSER);
        }
        if (role.createRole()) {
            attributes.add(AlterRole.Attribute.CREATEROLE);
        }
        if (role.createDatabase()) {
            attributes.add(AlterRole.Attribute.CREATEDB);
        }
        if (role.replication()) {
            attributes.add(AlterRole.Attribute.REPLICATION);
        }
        if (role.bypassRls()) {
            attributes.add(AlterRole.Attribute.BYPASSRLS);
        }
        return attributes;
    }

    /// The role that initdb made stays superuser, and the session takes nothing from itself: both need another role.
    @Override
    public List<Change> remedy(Finding finding, ApplicationReach reach, Inputs inputs) {
        return reach.application().roles().byName().values().stream()
                .filter(role -> Subject.role(role.name()).equals(finding.subject()))
                .filter(role -> !role.bootstrap()
                        && !role.name().equals(reach.application().roles().session()))
                .<Change>map(
                        role -> AlterRole.without(role.name(), attributes(role).toArray(AlterRole.Attribute[]::new)))
                .toList();
    }
}
