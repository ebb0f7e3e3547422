package org.pgrampart.catalogue.connections;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.access.AccessRow;
import org.pgrampart.access.Decision;
import org.pgrampart.change.Change;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.HbaAddress;
import org.pgrampart.format.HbaFile;
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

/// TLS-16.
public final class RemoteLoginsNeedTls implements Check<LoginRules> {
    private static final Control CONTROL = new Control(
            "TLS-16",
            Area.CONNECTIONS,
            Severity.CRITICAL,
            FixKind.AUTOMATIC,
            "No rule lets in a remote session without encryption",
            """
            A rule of type host takes clients with and without TLS. The client decides, and many fall back to plain \
            text silently, or are talked into it by somebody on the way: queries, data and logins are then readable.""",
            """
            Write hostssl instead of host in each listed line and reload, after TLS is on and no client is connected \
            without it. Rules for the server's own addresses may stay.""",
            """
            A client that cannot do TLS, or is told sslmode=disable, is locked out. Fix those first: TLS-18 lists \
            them. The change is held back while such a client is connected by the rule.""",
            List.of("https://www.postgresql.org/docs/current/auth-pg-hba-conf.html", "CIS 5.4", "CIS 6.8"));

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
        List<HbaRules.Placed> all = logins.hba().rules();
        if (logins.hba().usable().size() < all.size()) {
            return Outcome.unknown(
                    "the rules have lines with errors, so the server still runs older ones that nobody can read",
                    "a file of login rules without errors");
        }
        Map<String, Set<String>> openings = new LinkedHashMap<>();
        for (AccessRow row : logins.rows()) {
            boolean plain =
                    row.encryption() == AccessRow.Encryption.PLAIN || row.encryption() == AccessRow.Encryption.EITHER;
            boolean remote = row.origin()
                    .sample()
                    .address()
                    .filter(address -> !logins.isOwn(address))
                    .isPresent();
            if (plain && remote) {
                admitting(row.decision())
                        .forEach(place -> openings.computeIfAbsent(place, _ -> new LinkedHashSet<>())
                                .addAll(row.roles()));
            }
        }
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (HbaRules.Placed placed : all) {
            Set<String> roles = openings.get(placed.path() + ":" + placed.rule().line());
            if (roles != null && placed.rule().addressKind() != HbaAddress.SAMEHOST) {
                evidence.add(placed.evidence());
                findings.add(Finding.fail(
                        CONTROL,
                        placed.subject(),
                        "`" + placed.rule().words() + "` lets in " + named(roles) + " from elsewhere without TLS",
                        logins.ssl() ? "a hostssl line" : "TLS switched on, then a hostssl line"));
            }
        }
        return Outcome.of(findings, "every login from another machine needs TLS or is refused")
                .with(evidence);
    }

    private static List<String> admitting(Decision decision) {
        List<String> places = new ArrayList<>();
        if (decision.admits()) {
            decision.rule().ifPresent(rule -> places.add(rule.place()));
        }
        decision.possible().forEach(other -> places.addAll(admitting(other)));
        return places;
    }

    private static String named(Set<String> roles) {
        List<String> some = roles.stream().limit(3).toList();
        String names = String.join(", ", some);
        return roles.size() > some.size() ? names + " and " + (roles.size() - some.size()) + " more" : names;
    }

    /// None while TLS is off or somebody is in without it: the change would lock them out.
    @Override
    public List<Change> remedy(Finding finding, LoginRules logins, Inputs inputs) {
        Optional<HbaRules.Placed> placed = logins.find(finding.subject());
        Optional<HbaFile> file = logins.hba().file();
        Optional<HbaRule> rule = placed.flatMap(logins.hba()::editable);
        if (!logins.ssl() || file.isEmpty() || rule.isEmpty()) {
            return List.of();
        }
        if (placed.map(logins::users).stream().flatMap(List::stream).anyMatch(client -> !client.tls())) {
            return List.of();
        }
        String path = logins.hba().path();
        return List.of(
                rule.get().type() == HbaType.HOSTNOSSL
                        ? HbaEdit.remove(path, file.get(), rule.get())
                        : HbaEdit.type(path, file.get(), rule.get(), HbaType.HOSTSSL));
    }
}
