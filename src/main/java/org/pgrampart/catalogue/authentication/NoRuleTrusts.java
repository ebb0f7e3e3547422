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
import org.pgrampart.probe.LocalLogins;
import org.pgrampart.probe.Probe;

/// AUTH-10.
public final class NoRuleTrusts implements Check<LocalLogins> {
    private static final Control CONTROL = new Control(
            "AUTH-10",
            Area.AUTHENTICATION,
            Severity.CRITICAL,
            FixKind.AUTOMATIC,
            "No login rule lets anybody in without proof",
            """
            A trust line lets whoever reaches it be any role it names, superusers too, and asks for no password. A stray \
            container on the network or any account on the host is enough to own the data.""",
            """
            Give the line the method peer where it is for the local socket, scram-sha-256 where it is for the \
            network, and reload. Roles without a SCRAM password get one first.""",
            """
            Programs that log in without a password stop until they have one. With peer the account on the host must \
            have the role's name, or a map in pg_ident.conf.""",
            List.of("https://www.postgresql.org/docs/current/auth-trust.html", "CIS 5.3", "CIS 5.4"));

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
            if (!placed.rule().method().equals("trust")) {
                continue;
            }
            evidence.add(placed.evidence());
            if (placed.rule().isLocal()) {
                if (!local.socketIsPrivate()) {
                    findings.add(Finding.fail(
                            CONTROL,
                            placed.subject(),
                            "every account on the host may be any role of the line",
                            wanted(local, placed)));
                }
            } else {
                findings.add(Finding.fail(
                        CONTROL, placed.subject(), "nobody from there needs a password", wanted(local, placed)));
            }
        }
        return Outcome.of(
                        findings,
                        evidence.isEmpty()
                                ? "no rule trusts"
                                : "only the server's own account reaches the trusting socket")
                .with(evidence);
    }

    @Override
    public List<Change> remedy(Finding finding, LocalLogins local, Inputs inputs) {
        return local.logins()
                .find(finding.subject())
                .filter(placed -> method(local, placed).equals("peer")
                        || blockers(local, placed).isEmpty())
                .map(placed -> RuleRemedies.method(local.logins(), finding, method(local, placed)))
                .orElse(List.of());
    }

    /// The method that keeps the server's administrator in: peer where their account bears the superuser's name.
    static String method(LocalLogins local, HbaRules.Placed placed) {
        return placed.rule().isLocal() && (local.owner().isEmpty() || local.ownerIsSuperuser())
                ? "peer"
                : RuleRemedies.SCRAM;
    }

    private static Optional<String> blockers(LocalLogins local, HbaRules.Placed placed) {
        return RuleRemedies.blockers(local.logins(), placed, true);
    }

    private static String wanted(LocalLogins local, HbaRules.Placed placed) {
        String method = method(local, placed);
        return method.equals("peer") ? method : RuleRemedies.wanted(method, blockers(local, placed));
    }
}
