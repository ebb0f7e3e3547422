package org.pgrampart.catalogue.audits;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.AssessorRole;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.ScramVerifier;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.AssessorRights;
import org.pgrampart.probe.Probe;

/// AUD-11.
public final class AssessorHasFewRights implements Check<AssessorRights> {
    private static final Control CONTROL = new Control(
            "AUD-11",
            Area.AUDITS,
            Severity.MEDIUM,
            FixKind.MANUAL,
            "The assessing role can read the configuration and nothing more",
            """
            An assessment runs often, from a desktop or a scheduler, with a stored password. If that is a superuser's, \
            whoever takes it from there has the whole server.""",
            """
            CREATE ROLE auditor LOGIN; GRANT pg_monitor TO auditor; ALTER ROLE auditor SET \
            default_transaction_read_only = on; then grant SELECT and EXECUTE as AUD-10 says, set its password with \
            \\password, and assess as this role. Keep a superuser for applying changes.""",
            """
            Stored password verifiers (AUTH-01, AUTH-03) cannot be judged without reading pg_authid; those stay \
            unchecked unless a superuser assesses once in a while.""",
            List.of("https://www.postgresql.org/docs/current/predefined-roles.html"));

    private static final Input ROLE =
            new Input("role", "Name of a new role that assesses from then on", "pgrampart_assessor", false);
    private static final Input PASSWORD = new Input("password", "Password of the new role", "", true);

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<AssessorRights> probe() {
        return AssessorRights.PROBE;
    }

    @Override
    public Outcome judge(AssessorRights rights, Baseline baseline) {
        List<Evidence> evidence = List.of(new Evidence(
                "pg_roles",
                rights.role()
                        + (rights.superuser() ? " is superuser" : " is no superuser")
                        + (rights.monitor() ? ", may use pg_monitor" : ", may not use pg_monitor")
                        + (rights.readOnly() ? ", begins read-only" : ", does not begin read-only by itself")));
        List<Finding> findings = new ArrayList<>();
        Subject subject = Subject.role(rights.role());
        if (rights.superuser()) {
            findings.add(Finding.warn(
                    CONTROL, subject, "a superuser made this assessment", "a role with pg_monitor and a few grants"));
        } else if (!rights.beyond().isEmpty()) {
            findings.add(Finding.warn(
                    CONTROL,
                    subject,
                    "the assessing role has more than it needs: " + String.join(", ", rights.beyond()),
                    "pg_monitor and a few grants"));
        }
        return Outcome.of(findings, rights.role() + " has no rights that an assessment does not need")
                .with(evidence);
    }

    @Override
    public List<Input> asks(Finding finding, AssessorRights rights) {
        return rights.place().database().isEmpty() ? List.of() : List.of(ROLE, PASSWORD);
    }

    /// Makes the role; that the next assessment logs in as it is the person's own step.
    @Override
    public List<Change> remedy(Finding finding, AssessorRights rights, Inputs inputs) {
        Optional<String> role = inputs.text(finding, ROLE.name())
                .filter(name -> !rights.place().roles().contains(name));
        Optional<Secret> password = inputs.secret(finding, PASSWORD.name());
        if (role.isEmpty() || password.isEmpty() || rights.place().database().isEmpty()) {
            return List.of();
        }
        AssessorRights.Place place = rights.place();
        try {
            return AssessorRole.changes(
                    role.get(), ScramVerifier.of(password.get()), place.database(), place.databases(), place.major());
        } catch (IllegalArgumentException e) {
            return List.of(); // a name that no role can have is no answer
        }
    }
}
