package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.change.Change;
import org.pgrampart.change.SetVerifier;
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
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

/// AUTH-01.
public final class StoredPasswordsAreScram implements Check<Roles> {
    private static final Control CONTROL = new Control(
            "AUTH-01",
            Area.AUTHENTICATION,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "Stored passwords are SCRAM-SHA-256 verifiers",
            """
            An MD5 hash is as good as the password itself: whoever reads it in a backup, a replica or a dump logs in \
            with it, and a graphics card tries billions of guesses a second. A SCRAM verifier cannot be replayed and \
            makes each guess thousands of times as dear.""",
            """
            Give each listed role a new password. The verifier is worked out on this computer and only that is sent, \
            so the password reaches neither the server nor its log. Then put it into the application's \
            configuration.""",
            """
            Everything that logs in as the role needs the new password at the same moment. Clients older than libpq \
            10 or pgjdbc 42.2 cannot log in with SCRAM.""",
            List.of("https://www.postgresql.org/docs/current/auth-password.html", "CIS 5.4"));

    private static final String WANTED = "a SCRAM-SHA-256 verifier";

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
            Role.Verifier kind = roles.kinds().getOrDefault(role.name(), Role.Verifier.NONE);
            if (kind != Role.Verifier.NONE) {
                evidence.add(new Evidence("pg_authid", role.name() + " keeps " + kind.words()));
            }
            if (kind == Role.Verifier.MD5 || kind == Role.Verifier.OTHER) {
                String seen = "its password is kept as " + kind.words();
                findings.add(
                        role.login()
                                ? Finding.fail(CONTROL, Subject.role(role.name()), seen, WANTED)
                                : Finding.warn(
                                        CONTROL,
                                        Subject.role(role.name()),
                                        seen + ", though it cannot log in",
                                        WANTED));
            }
        }
        long scram = roles.kinds().values().stream()
                .filter(kind -> kind == Role.Verifier.SCRAM)
                .count();
        return Outcome.of(findings, "all " + scram + " stored passwords are SCRAM verifiers")
                .with(evidence);
    }

    @Override
    public List<Input> asks(Finding finding, Roles evidence) {
        return List.of(new Input(
                "password", "New password for role " + finding.subject().bare(), "", true));
    }

    @Override
    public List<Change> remedy(Finding finding, Roles evidence, Inputs inputs) {
        return inputs.secret(finding, "password")
                .<Change>map(password -> SetVerifier.of(finding.subject().bare(), ScramVerifier.of(password)))
                .map(List::of)
                .orElse(List.of());
    }
}
