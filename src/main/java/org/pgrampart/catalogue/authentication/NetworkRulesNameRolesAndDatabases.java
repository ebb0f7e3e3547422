package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.pgrampart.change.Change;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.RuleEdit;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.RuleRemedies;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;
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

/// AUTH-16.
public final class NetworkRulesNameRolesAndDatabases implements Check<LoginRules> {
    private static final Control CONTROL = new Control(
            "AUTH-16",
            Area.AUTHENTICATION,
            Severity.MEDIUM,
            FixKind.NEEDS_INPUT,
            "Network rules name the roles and databases they are for",
            """
            A line for all roles and all databases lets every account that exists, or will be made, try its password \
            from there: a forgotten test role is found by whoever scans the port.""",
            """
            Put the names of the databases and roles that really come from there in place of all. The suggestion \
            holds those that are connected now and the one you use yourself.""",
            """
            A role or database made later needs its name in the line before it can be used from there.""",
            List.of("https://www.postgresql.org/docs/current/auth-pg-hba-conf.html"));

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
            boolean databases = names(rule.databases());
            boolean users = names(rule.users());
            if (databases || users) {
                evidence.add(placed.evidence());
                String what =
                        databases && users ? "all roles and all databases" : users ? "all roles" : "all databases";
                findings.add(Finding.warn(CONTROL, placed.subject(), "it is for " + what, "names in place of all"));
            }
        }
        return Outcome.of(findings, "every network rule names its roles and databases")
                .with(evidence);
    }

    private static boolean names(List<HbaToken> tokens) {
        return tokens.stream().anyMatch(token -> token.isKeyword("all"));
    }

    @Override
    public List<Input> asks(Finding finding, LoginRules logins) {
        HbaRules.Placed placed = logins.find(finding.subject()).orElse(null);
        if (placed == null) {
            return List.of();
        }
        List<Input> asks = new ArrayList<>();
        Set<String> databases = new TreeSet<>();
        Set<String> users = new TreeSet<>();
        logins.users(placed).forEach(client -> {
            databases.add(client.database());
            users.add(client.role());
        });
        if (names(placed.rule().databases())) {
            asks.add(new Input(
                    "databases",
                    "Databases for " + placed.place() + ", with commas",
                    String.join(",", databases),
                    false));
        }
        if (names(placed.rule().users())) {
            asks.add(new Input(
                    "roles", "Roles for " + placed.place() + ", with commas", String.join(",", users), false));
        }
        return asks;
    }

    @Override
    public List<Change> remedy(Finding finding, LoginRules logins, Inputs inputs) {
        List<Input> asks = asks(finding, logins);
        if (asks.isEmpty()
                || !asks.stream()
                        .allMatch(ask -> inputs.text(finding, ask.name()).isPresent())) {
            return List.of();
        }
        List<RuleEdit> edits = new ArrayList<>();
        return RuleRemedies.edit(logins, finding, (file, rule) -> {
            inputs.text(finding, "databases")
                    .ifPresent(names -> edits.add(new RuleEdit.Databases(rule.words(), tokens(names))));
            inputs.text(finding, "roles")
                    .ifPresent(names -> edits.add(new RuleEdit.Users(rule.words(), tokens(names))));
            return new HbaEdit(logins.hba().path(), file, edits);
        });
    }

    private static List<HbaToken> tokens(String names) {
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> name.startsWith("+") ? HbaToken.keyword(name) : HbaToken.name(name))
                .toList();
    }
}
