package org.pgrampart.catalogue.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.Change;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.RuleRemedies;
import org.pgrampart.format.HbaAddress;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.IpRange;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.probe.HbaRules;
import org.pgrampart.probe.HostAddresses;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Probe;

/// NET-07.
public final class LoginRulesNameNarrowRanges implements Check<LoginRules> {
    private static final Control CONTROL = new Control(
            "NET-07",
            Area.NETWORK,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "Login rules admit narrow address ranges only",
            """
            A rule for the whole internet makes every password the only thing between a scanner and the data, and \
            keeps doing so when a firewall rule is lost or the server moves to another network.""",
            """
            Put the addresses of the machines that really connect in place of the range; those connected now are \
            suggested, and the address you come from is kept.""",
            """
            Clients with changing addresses need a fixed network, a VPN or an SSH tunnel. A forgotten client is \
            refused until its address is added.""",
            List.of("https://www.postgresql.org/docs/current/auth-pg-hba-conf.html", "CIS 5.4"));

    private static final String WANTED = "the addresses of its clients";

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
            if (rule.isLocal() || rule.isReject()) {
                continue;
            }
            evidence.add(placed.evidence());
            if (rule.addressKind() == HbaAddress.ALL) {
                findings.add(Finding.fail(CONTROL, placed.subject(), "it is for every address there is", WANTED));
                continue;
            }
            for (IpRange range : ranges(rule, logins)) {
                int narrow = range.address().isVersion4() ? baseline.wideV4() : baseline.wideV6();
                if (range.lowest().isLoopback()) {
                    continue;
                }
                if (range.fixedBits() == 0) {
                    findings.add(Finding.fail(CONTROL, placed.subject(), "it is for every address there is", WANTED));
                    break;
                }
                if (range.fixedBits() < narrow) {
                    String where = HostAddresses.isPublic(range.address()) ? ", public ones" : "";
                    String seen = "it is for " + range + where + ", wider than /" + narrow;
                    findings.add(Finding.warn(CONTROL, placed.subject(), seen, WANTED));
                    break;
                }
            }
        }
        return Outcome.of(findings, "every rule that admits somebody is for a narrow range")
                .with(evidence);
    }

    private static List<IpRange> ranges(HbaRule rule, LoginRules logins) {
        if (rule.addressKind() == HbaAddress.SAMENET) {
            return logins.own().map(own -> List.copyOf(own.networks())).orElse(List.of());
        }
        return rule.range().stream().toList();
    }

    @Override
    public List<Input> asks(Finding finding, LoginRules logins) {
        HbaRules.Placed placed = logins.find(finding.subject()).orElse(null);
        if (placed == null) {
            return List.of();
        }
        Set<String> seen = new LinkedHashSet<>();
        logins.users(placed)
                .forEach(client -> client.address()
                        .ifPresent(ip -> seen.add(IpRange.parse(ip.toString())
                                .map(IpRange::toString)
                                .orElseThrow())));
        return List.of(new Input(
                "addresses",
                "Addresses or networks for " + placed.place() + ", with commas",
                String.join(",", seen),
                false));
    }

    /// The address of this session stays in, whatever was answered; nothing when an answer is no address.
    @Override
    public List<Change> remedy(Finding finding, LoginRules logins, Inputs inputs) {
        Optional<String> answer = inputs.text(finding, "addresses");
        if (answer.isEmpty()) {
            return List.of();
        }
        Set<IpRange> wanted = new LinkedHashSet<>();
        for (String part : answer.get().split("[,\\s]+")) {
            Optional<IpRange> range = IpRange.parse(part);
            if (range.isEmpty()) {
                return List.of();
            }
            wanted.add(range.get());
        }
        logins.find(finding.subject())
                .filter(placed -> logins.users(placed).contains(logins.session()))
                .flatMap(placed -> logins.session().address())
                .filter(own -> wanted.stream().noneMatch(range -> range.contains(own)))
                .flatMap(own -> IpRange.parse(own.toString()))
                .ifPresent(wanted::add);
        List<String> addresses = wanted.stream().map(IpRange::toString).toList();
        return RuleRemedies.edit(
                logins, finding, (file, rule) -> HbaEdit.addresses(logins.hba().path(), file, rule, addresses));
    }
}
