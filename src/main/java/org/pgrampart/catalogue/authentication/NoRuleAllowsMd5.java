package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.RuleRemedies;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.probe.HbaRules;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Probe;

/// AUTH-12.
public final class NoRuleAllowsMd5 implements Check<LoginRules> {
    private static final Control CONTROL = new Control(
            "AUTH-12",
            Area.AUTHENTICATION,
            Severity.MEDIUM,
            FixKind.AUTOMATIC,
            "Login rules ask for SCRAM rather than MD5",
            """
            A line with md5 still lets roles in with MD5 hashes, which log in by themselves once stolen, so nothing \
            tells when the last of them is gone. Support for them ends with a coming release.""",
            """
            Give the roles named here new passwords, then change the method of the line to scram-sha-256 and reload.""",
            """
            None for roles whose password is a SCRAM verifier already: for them md5 lines do SCRAM today. Roles \
            still on MD5 would be locked out, so the change waits for them.""",
            List.of("https://www.postgresql.org/docs/current/auth-password.html", "CIS 5.4"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<LoginRules> probe() {
        return LoginRules.PROBE;
    }

    @Override
    public Outcome judge(LoginRules logins, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (HbaRules.Placed placed : logins.live()) {
            if (!placed.rule().method().equals("md5")) {
                continue;
            }
            evidence.add(placed.evidence());
            Optional<String> blockers = RuleRemedies.blockers(logins, placed, false);
            String seen = blockers.isEmpty() ? "it accepts MD5, though no role needs it" : "it accepts MD5";
            findings.add(
                    Finding.warn(CONTROL, placed.subject(), seen, RuleRemedies.wanted(RuleRemedies.SCRAM, blockers)));
        }
        return Outcome.of(findings, "no rule uses the method md5").with(evidence);
    }

    @Override
    public List<Change> remedy(Finding finding, LoginRules logins, Inputs inputs) {
        return logins.find(finding.subject())
                .filter(placed -> RuleRemedies.blockers(logins, placed, false).isEmpty())
                .map(placed -> RuleRemedies.method(logins, finding, RuleRemedies.SCRAM))
                .orElse(List.of());
    }
}
