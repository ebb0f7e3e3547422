package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.Change;
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
import org.pgrampart.probe.ApplicationRoles;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Role;

/// AUTH-24.
public final class SuperusersAreKnownFew implements Check<ApplicationRoles> {
    private static final Control CONTROL = new Control(
            "AUTH-24",
            Area.AUTHENTICATION,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "Only the expected roles are superuser",
            """
            A superuser passes every permission check, reads any file the server can read and runs programs on the \
            host. If the application is one, a single SQL injection gives away the whole machine.""",
            """
            Take SUPERUSER from each listed role with ALTER ROLE, after granting what it really needs. Keep one \
            named superuser for people, reached through the local socket.""",
            """
            What the role did only by being superuser stops working: creating untrusted extensions, changing other \
            roles' tables, reading server files. A role that you want to keep goes into the baseline.""",
            List.of("https://www.postgresql.org/docs/current/role-attributes.html", "CIS 4.3"));

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
        List<Role> superusers = application.roles().superusers();
        for (Role role : superusers) {
            evidence.add(
                    new Evidence("pg_roles", role.name() + " is superuser" + (role.login() ? "" : ", cannot log in")));
            if (used.contains(role.name())) {
                String seen = "the application logs in as this superuser";
                findings.add(Finding.fail(CONTROL, Subject.role(role.name()), seen, wanted(role, application)));
            } else if (!baseline.allowedSuperusers().contains(role.name())) {
                String seen = "is superuser and not among the expected ones";
                findings.add(Finding.fail(CONTROL, Subject.role(role.name()), seen, wanted(role, application)));
            }
        }
        String names = String.join(", ", superusers.stream().map(Role::name).toList());
        return Outcome.of(findings, "superusers are " + names + ", as expected").with(evidence);
    }

    @Override
    public List<Input> asks(Finding finding, ApplicationRoles application) {
        String role = finding.subject().bare();
        if (blocked(role, application).isPresent()) {
            return List.of();
        }
        return List.of(new Input(
                "confirm",
                "Type " + role + " to take SUPERUSER from it: what it may do only as superuser stops working",
                "",
                false));
    }

    @Override
    public List<Change> remedy(Finding finding, ApplicationRoles application, Inputs inputs) {
        String role = finding.subject().bare();
        boolean confirmed = inputs.text(finding, "confirm").filter(role::equals).isPresent();
        return confirmed && blocked(role, application).isEmpty()
                ? List.of(AlterRole.without(role, AlterRole.Attribute.SUPERUSER))
                : List.of();
    }

    /// Why a role has to stay superuser for now.
    private static Optional<String> blocked(String name, ApplicationRoles application) {
        if (application.roles().session().equals(name)) {
            return Optional.of("it is the role of this session; connect as another superuser first");
        }
        if (application.roles().find(name).map(Role::bootstrap).orElse(false)) {
            return Optional.of(
                    "initdb made it, and the server needs it as superuser; give the application its own role");
        }
        boolean others = application.roles().superusers().stream()
                .anyMatch(other -> other.login() && !other.name().equals(name));
        return others ? Optional.empty() : Optional.of("it is the last superuser that may log in");
    }

    private static String wanted(Role role, ApplicationRoles application) {
        return blocked(role.name(), application)
                .map(because -> "NOSUPERUSER, but not now: " + because)
                .orElse("NOSUPERUSER");
    }
}
