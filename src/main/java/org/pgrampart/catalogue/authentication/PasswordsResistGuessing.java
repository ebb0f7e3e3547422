package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.change.Change;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.PasswordGuesser;
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
import org.pgrampart.probe.Verifiers;

/// AUTH-03.
public final class PasswordsResistGuessing implements Check<Verifiers> {
    private static final Control CONTROL = new Control(
            "AUTH-03",
            Area.AUTHENTICATION,
            Severity.CRITICAL,
            FixKind.NEEDS_INPUT,
            "No password is on a list of common ones",
            """
            Passwords from lists and those made of the role's or the product's name are the first an attacker tries, \
            against the port or against a stolen backup. A hit here was found in about a second on your own \
            computer.""",
            """
            Give the role a long random password, change it in the application's configuration at the same time, and \
            look whether the old one is used elsewhere. Until then ALTER ROLE with NOLOGIN keeps the role out.""",
            """
            Everything that logs in as the role needs the new password at the same moment. A pass means only that a \
            short list did not hit; it does not prove a password strong.""",
            List.of("https://www.postgresql.org/docs/current/auth-password.html", "CIS 5.6"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<Verifiers> probe() {
        return Verifiers.PROBE;
    }

    @Override
    public Outcome judge(Verifiers verifiers, Baseline baseline) {
        List<PasswordGuesser.Target> targets = verifiers.stored().stream()
                .map(s -> new PasswordGuesser.Target(s.role(), s.verifier().reveal()))
                .toList();
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (PasswordGuesser.Result result : PasswordGuesser.bundled().guess(targets, verifiers.hints())) {
            evidence.add(new Evidence(
                    "pg_authid",
                    result.role() + ": " + (result.hit() ? "hit" : "no hit") + " within " + result.tried()
                            + " guesses"));
            fewest = Math.min(fewest, result.tried());
            most = Math.max(most, result.tried());
            result.from()
                    .ifPresent(from -> findings.add(Finding.fail(
                            CONTROL,
                            Subject.role(result.role()),
                            "its password was guessed from " + from + " after " + tries(result.tried()),
                            "a long random password")));
        }
        String tried = fewest >= most ? String.valueOf(most) : fewest + " to " + most;
        String whenGood = targets.isEmpty()
                ? "no role that may log in has a password"
                : "none of " + targets.size() + " passwords was guessed with " + tried + " tries each";
        return Outcome.of(findings, whenGood).with(evidence);
    }

    private static String tries(int count) {
        return count == 1 ? "the first try" : count + " tries";
    }

    @Override
    public List<Input> asks(Finding finding, Verifiers evidence) {
        return List.of(new Input(
                "password", "New password for role " + finding.subject().bare(), "", true));
    }

    @Override
    public List<Change> remedy(Finding finding, Verifiers evidence, Inputs inputs) {
        return inputs.secret(finding, "password")
                .<Change>map(password -> SetVerifier.of(finding.subject().bare(), ScramVerifier.of(password)))
                .map(List::of)
                .orElse(List.of());
    }
}
