package org.pgrampart.catalogue.injection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.Change;
import org.pgrampart.change.RevokeRole;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
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
import org.pgrampart.probe.Roles;

/// SQLI-06.
public final class InjectionReachesOnlyRows implements Check<ApplicationReach> {
    private static final Control CONTROL = new Control(
            "SQLI-06",
            Area.INJECTION,
            Severity.CRITICAL,
            FixKind.NEEDS_INPUT,
            "An SQL injection would reach rows of the application and nothing beyond",
            """
            One injection that nobody found yet is to be expected. What it is worth is decided by the role: rows of \
            one shop, or with COPY … TO PROGRAM and the like the whole host and every other database.""",
            """
            Take away the attributes and memberships that are listed, and let a role of its own run migrations. The \
            controls APP-10 to APP-13 say how for each.""",
            """
            Features that lean on these rights stop working: server-side import of files, links to other servers, \
            pages that create tables.""",
            List.of(
                    "https://www.postgresql.org/docs/current/predefined-roles.html",
                    "OWASP SQL Injection Prevention Cheat Sheet"));

    private static final Map<String, String> HOST = Map.of(
            "pg_execute_server_program", "runs programs on the host",
            "pg_read_server_files", "reads the server's files",
            "pg_write_server_files", "writes the server's files");
    private static final Map<String, String> MORE = Map.of(
            "pg_signal_backend", "ends other sessions",
            "pg_write_all_data", "writes every table",
            "pg_read_all_data", "reads every table");
    private static final String CONFIRM = "confirm";
    private static final int OWN_ROLES = 160_000;

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
            List<String> far = far(role, reach);
            List<String> wide = wide(role, reach);
            evidence.add(new Evidence(
                    "reach of " + role.name(),
                    far.isEmpty() && wide.isEmpty()
                            ? "rows"
                            : String.join(
                                    "; ",
                                    Stream.concat(far.stream(), wide.stream()).toList())));
            Subject subject = Subject.role(role.name());
            if (!far.isEmpty()) {
                findings.add(Finding.fail(CONTROL, subject, String.join("; ", far), "rows of its own database"));
            } else if (!wide.isEmpty()) {
                findings.add(Finding.warn(CONTROL, subject, String.join("; ", wide), "rows of its own database"));
            }
        }
        return Outcome.of(findings, String.join(", ", names) + " reaches rows only")
                .with(evidence);
    }

    /// What reaches the host, its files or a superuser.
    private static List<String> far(Role role, ApplicationReach reach) {
        List<String> far = new ArrayList<>();
        Roles roles = reach.application().roles();
        if (role.superuser()) {
            far.add("is superuser and so runs programs on the host");
            return far;
        }
        if (role.createRole() && reach.version() < OWN_ROLES) {
            far.add("CREATEROLE makes it a member of any role, pg_execute_server_program too");
        }
        for (String group : roles.reach(role.name()).keySet()) {
            if (HOST.containsKey(group)) {
                far.add(HOST.get(group) + " as a member of " + group);
            } else if (roles.find(group).map(Role::superuser).orElse(false)) {
                far.add("can become the superuser " + group);
            }
        }
        reach.rights(role.name()).stream()
                .filter(right -> !right.files().isEmpty())
                .forEach(right -> far.add("may call " + String.join(", ", right.files()) + " in " + right.database()));
        return far;
    }

    /// What reaches further than rows, yet not out of the database server.
    private static List<String> wide(Role role, ApplicationReach reach) {
        List<String> wide = new ArrayList<>();
        if (role.superuser()) {
            return wide;
        }
        if (role.createRole() && reach.version() >= OWN_ROLES) {
            wide.add("creates roles");
        }
        if (role.replication()) {
            wide.add("copies the whole cluster by replication");
        }
        if (role.bypassRls()) {
            wide.add("passes row security by");
        }
        for (String group : reach.application().roles().reach(role.name()).keySet()) {
            if (MORE.containsKey(group)) {
                wide.add(MORE.get(group) + " as a member of " + group);
            }
        }
        for (ApplicationReach.Right right : reach.rights(role.name())) {
            if (right.owns() > 0 || !right.creates().isEmpty() || right.createsSchemas()) {
                wide.add("creates or drops tables in " + right.database());
            }
            if (!right.outside().isEmpty()) {
                wide.add("opens connections to other servers by " + String.join(", ", right.outside()));
            }
        }
        for (ApplicationReach.Right right : reach.elsewhere(role.name())) {
            if (right.connects() && !right.creates().isEmpty()) {
                wide.add("creates in database " + right.database() + ", which is not its own");
            }
        }
        return wide;
    }

    @Override
    public List<Input> asks(Finding finding, ApplicationReach reach) {
        return changes(finding, reach).isEmpty()
                ? List.of()
                : List.of(new Input(
                        CONFIRM,
                        "Take the role's special attributes and memberships away? Answer yes when the application was"
                                + " tried without them.",
                        "yes",
                        false));
    }

    @Override
    public List<Change> remedy(Finding finding, ApplicationReach reach, Inputs inputs) {
        return inputs.text(finding, CONFIRM).filter("yes"::equalsIgnoreCase).isPresent()
                ? changes(finding, reach)
                : List.of();
    }

    private static List<Change> changes(Finding finding, ApplicationReach reach) {
        Roles roles = reach.application().roles();
        List<Change> changes = new ArrayList<>();
        for (Role role : roles.byName().values()) {
            boolean fixed = role.bootstrap() || role.name().equals(roles.session());
            if (!Subject.role(role.name()).equals(finding.subject()) || fixed) {
                continue;
            }
            List<AlterRole.Attribute> attributes = new ArrayList<>();
            if (role.superuser()) {
                attributes.add(AlterRole.Attribute.SUPERUSER);
            }
            if (role.createRole()) {
                attributes.add(AlterRole.Attribute.CREATEROLE);
            }
            if (!attributes.isEmpty()) {
                changes.add(AlterRole.without(role.name(), attributes.toArray(AlterRole.Attribute[]::new)));
            }
            roles.memberships().stream()
                    .filter(m -> m.member().equals(role.name()))
                    .filter(m -> HOST.containsKey(m.role())
                            || MORE.containsKey(m.role())
                            || roles.find(m.role()).map(Role::superuser).orElse(false))
                    .map(m -> RevokeRole.of(m.role(), m.member()))
                    .forEach(changes::add);
        }
        return List.copyOf(changes);
    }
}
