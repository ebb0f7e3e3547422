package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.RuleRemedies;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaType;
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

/// AUTH-11.
public final class NoRuleAsksForClearTextPasswords implements Check<LoginRules> {
    private static final Control CONTROL = new Control(
            "AUTH-11",
            Area.AUTHENTICATION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "No login rule asks for the password in clear text",
            """
            With the method password the client sends the password itself. Without TLS everybody on the way reads \
            it; with TLS a forged or taken-over server still does.""",
            """
            Give the line the method scram-sha-256 and reload, once every role that uses it has a SCRAM password.""",
            """
            Clients too old for SCRAM (libpq before 10, pgjdbc before 42.2) can no longer log in by this line.""",
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
            HbaRule rule = placed.rule();
            if (!rule.method().equals("password") || rule.isLocal()) {
                continue;
            }
            evidence.add(placed.evidence());
            String wanted = RuleRemedies.wanted(RuleRemedies.SCRAM, RuleRemedies.blockers(logins, placed, false));
            boolean encrypted = rule.type() == HbaType.HOSTSSL || rule.type() == HbaType.HOSTGSSENC;
            findings.add(
                    encrypted
                            ? Finding.warn(CONTROL, placed.subject(), "the server sees the password itself", wanted)
                            : Finding.fail(
                                    CONTROL,
                                    placed.subject(),
                                    "the password may cross the network in clear text",
                                    wanted));
        }
        return Outcome.of(findings, "no rule uses the method password").with(evidence);
    }

    @Override
    public List<Change> remedy(Finding finding, LoginRules logins, Inputs inputs) {
        return logins.find(finding.subject())
                .filter(placed -> RuleRemedies.blockers(logins, placed, false).isEmpty())
                .map(placed -> RuleRemedies.method(logins, finding, RuleRemedies.SCRAM))
                .orElse(List.of());
    }
}
