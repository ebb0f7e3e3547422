package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.RuleRemedies;
import org.pgrampart.format.HbaRule;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.probe.HbaRules;
import org.pgrampart.probe.LocalLogins;
import org.pgrampart.probe.Probe;

/// AUTH-14.
public final class LocalRulesArePeerOrScram implements Check<LocalLogins> {
    private static final Control CONTROL = new Control(
            "AUTH-14",
            Area.AUTHENTICATION,
            Severity.MEDIUM,
            FixKind.AUTOMATIC,
            "Rules for the local socket use peer or SCRAM",
            """
            The socket is where backups, cron jobs and administrators come in, and every account on the host reaches \
            it. Methods that prove less than the account's name or a SCRAM password let a broken web process become \
            a database role.""",
            """
            Give the line the method peer, or scram-sha-256 where the account on the host does not bear the role's \
            name, and reload.""",
            """
            Local programs whose account is not the role's name need a password or a map in pg_ident.conf.""",
            List.of("https://www.postgresql.org/docs/current/auth-pg-hba-conf.html", "CIS 5.3"));

    private static final Set<String> GOOD = Set.of("peer", RuleRemedies.SCRAM, "reject");

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<LocalLogins> probe() {
        return LocalLogins.PROBE;
    }

    @Override
    public Outcome judge(LocalLogins local, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (HbaRules.Placed placed : local.logins().live()) {
            HbaRule rule = placed.rule();
            if (!rule.isLocal()) {
                continue;
            }
            evidence.add(placed.evidence());
            if (!GOOD.contains(rule.method())) {
                String method = NoRuleTrusts.method(local, placed);
                String wanted = rule.method().equals("trust") && method.equals("peer")
                        ? method
                        : RuleRemedies.wanted(RuleRemedies.SCRAM, blockers(local, placed));
                findings.add(Finding.fail(CONTROL, placed.subject(), "the method is " + rule.method(), wanted));
            }
        }
        return Outcome.of(findings, "all rules for the socket use peer or SCRAM")
                .with(evidence);
    }

    /// For passwords and trust; what asks another system (pam, ldap, radius) is the site's own decision.
    @Override
    public List<Change> remedy(Finding finding, LocalLogins local, Inputs inputs) {
        HbaRules.Placed placed = local.logins().find(finding.subject()).orElse(null);
        if (placed == null
                || !Set.of("trust", "md5", "password").contains(placed.rule().method())) {
            return List.of();
        }
        if (placed.rule().method().equals("trust")
                && NoRuleTrusts.method(local, placed).equals("peer")) {
            return RuleRemedies.method(local.logins(), finding, "peer");
        }
        return blockers(local, placed).isEmpty()
                ? RuleRemedies.method(local.logins(), finding, RuleRemedies.SCRAM)
                : List.of();
    }

    private static Optional<String> blockers(LocalLogins local, HbaRules.Placed placed) {
        return RuleRemedies.blockers(
                local.logins(), placed, placed.rule().method().equals("trust"));
    }
}
