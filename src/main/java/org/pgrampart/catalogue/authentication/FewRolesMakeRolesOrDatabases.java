package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.pgrampart.probe.ApplicationRoles;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

/// AUTH-25.
public final class FewRolesMakeRolesOrDatabases implements Check<ApplicationRoles> {
    private static final Control CONTROL = new Control(
            "AUTH-25",
            Area.AUTHENTICATION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "Application roles create neither roles nor databases",
            """
            Before PostgreSQL 16 a role with CREATEROLE can put itself into almost any other, also into those that \
            run programs on the host; later it still makes accounts that outlive a clean-up. CREATEDB lets an \
            intruder fill the disk.""",
            """
            Take both attributes away with ALTER ROLE and let an administrator create roles and databases. For \
            Django's test runs use another role on another server.""",
            """
            The test runner of Django needs CREATEDB, so tests stop working with this role. Tools that manage \
            accounts with the role need one of their own.""",
            List.of("https://www.postgresql.org/docs/current/role-attributes.html", "CIS 4.3"));

    private static final String WANTED = "NOCREATEROLE NOCREATEDB";

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<ApplicationRoles> probe() {
        return ApplicationRoles.PROBE;
    }

    @Override
    public Outcome judge(ApplicationRoles application, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        Set<String> used = application.names(baseline.applicationRoles());
        for (Role role : application.roles().byName().values()) {
            if (role.createRole() || role.createDatabase()) {
                evidence.add(new Evidence("pg_roles", role.name() + " has " + attributes(role)));
            }
            if (used.contains(role.name())) {
                reason(role, application.roles())
                        .ifPresent(seen -> findings.add(Finding.fail(
                                CONTROL, Subject.role(role.name()), "the application's role " + seen, WANTED)));
            } else if (!role.superuser()
                    && (role.createRole() || role.createDatabase())
                    && !baseline.dbaRoles().contains(role.name())) {
                findings.add(Finding.warn(CONTROL, Subject.role(role.name()), "has " + attributes(role), WANTED));
            }
        }
        return Outcome.of(findings, "no role but administrators' has CREATEROLE or CREATEDB")
                .with(evidence);
    }

    /// How the application's role comes by the attributes: its own, as a superuser, or through a role it can become.
    private static Optional<String> reason(Role role, Roles roles) {
        if (role.superuser()) {
            return Optional.of("is superuser, which includes both (see AUTH-24)");
        }
        if (role.createRole() || role.createDatabase()) {
            return Optional.of("has " + attributes(role));
        }
        for (var way : roles.reach(role.name()).entrySet()) {
            Optional<Role> other =
                    roles.find(way.getKey()).filter(o -> o.createRole() || o.createDatabase() || o.superuser());
            if (other.isPresent() && way.getValue().stream().allMatch(Roles.Membership::set)) {
                String has = other.get().superuser() ? "is superuser" : "has " + attributes(other.get());
                return Optional.of("can become " + way.getKey() + ", which " + has);
            }
        }
        return Optional.empty();
    }

    private static String attributes(Role role) {
        return role.createRole() ? role.createDatabase() ? "CREATEROLE and CREATEDB" : "CREATEROLE" : "CREATEDB";
    }

    /// Nothing for a superuser, who may do both whatever its attributes say.
    @Override
    public List<Change> remedy(Finding finding, ApplicationRoles application, Inputs inputs) {
        String name = finding.subject().bare();
        return application
                .roles()
                .find(name)
                .filter(role -> !role.superuser() && (role.createRole() || role.createDatabase()))
                .<Change>map(role -> AlterRole.without(name, held(role)))
                .map(List::of)
                .orElse(List.of());
    }

    private static AlterRole.Attribute[] held(Role role) {
        List<AlterRole.Attribute> held = new ArrayList<>();
        if (role.createRole()) {
            held.add(AlterRole.Attribute.CREATEROLE);
        }
        if (role.createDatabase()) {
            held.add(AlterRole.Attribute.CREATEDB);
        }
        return held.toArray(AlterRole.Attribute[]::new);
    }
}
