package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pgrampart.access.AccessRow;
import org.pgrampart.access.Decision;
import org.pgrampart.access.FileRule;
import org.pgrampart.access.Login;
import org.pgrampart.change.Change;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.RuleEdit;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.RuleRemedies;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.HbaRules;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Role;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Unreadable;

/// AUTH-17.
public final class SuperusersLogInOnTheHostOnly implements Check<LoginRules> {
    private static final Control CONTROL = new Control(
            "AUTH-17",
            Area.AUTHENTICATION,
            Severity.CRITICAL,
            FixKind.AUTOMATIC,
            "Superusers cannot log in over the network",
            """
            A superuser's password guessed or stolen is the whole server, files and programs on the host included. \
            If superusers get in only on the host itself, an attacker first needs an account there.""",
            """
            Put a reject line for each superuser in front of the rules that let it in from outside. Administer \
            through SSH: by the local socket, or through a tunnel to the loopback address, which stays open.""",
            """
            Remote tools that log in as a superuser stop: give monitoring and backup roles of their own. Nobody gets \
            in as superuser when SSH is down.""",
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
        Map<String, Set<String>> reached = new TreeMap<>();
        Map<String, String> from = new TreeMap<>();
        Map<String, List<FileRule>> rules = new TreeMap<>();
        for (AccessRow row : fromOutside(logins)) {
            for (String role : row.roles()) {
                if (logins.roles().find(role).map(Role::superuser).orElse(false)) {
                    from.putIfAbsent(role, row.origin().label());
                    rules.computeIfAbsent(role, name -> new ArrayList<>()).addAll(admitting(row.decision()));
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        rules.forEach((role, by) -> {
            by.forEach(rule ->
                    reached.computeIfAbsent(role, name -> new TreeSet<>()).add(rule.place()));
            String place = by.isEmpty() ? "a rule" : file(by.getFirst().place());
            evidence.add(new Evidence(
                    "pg_hba simulation", role + " may log in from " + from.get(role) + " by " + reached.get(role)));
            findings.add(Finding.fail(
                    CONTROL,
                    Subject.role(role),
                    "this superuser may log in from " + from.get(role) + " by " + place,
                    blocked(role, logins).map(because -> "reject; " + because).orElse("reject")));
        });
        if (!logins.simulator().rules().loads()) {
            throw new Unreadable(
                    "the login rules have an error, so what the server runs with cannot be told: "
                            + logins.simulator().rules().problems().getFirst(),
                    "a pg_hba.conf that loads");
        }
        return Outcome.of(findings, "no superuser gets in from outside the host")
                .with(evidence);
    }

    /// What lets somebody in from an address that is not the server's own.
    private static List<AccessRow> fromOutside(LoginRules logins) {
        return logins.rows().stream()
                .filter(row -> !row.origin().sample().isLocal())
                .filter(row -> !logins.isOwn(row.origin().sample().address().orElseThrow()))
                .filter(row -> row.decision().mayAdmit())
                .toList();
    }

    private static List<FileRule> admitting(Decision decision) {
        List<FileRule> rules = new ArrayList<>();
        if (decision.admits()) {
            decision.rule().ifPresent(rules::add);
        }
        decision.possible().forEach(other -> rules.addAll(admitting(other)));
        return rules;
    }

    private static String file(String place) {
        return place.substring(place.lastIndexOf('/') + 1);
    }

    private static Optional<String> blocked(String role, LoginRules logins) {
        boolean ours = logins.session().role().equals(role);
        boolean distant = logins.session()
                .address()
                .filter(address -> !address.isLoopback())
                .isPresent();
        return ours && distant
                ? Optional.of("but you came in this way yourself: connect through an SSH tunnel first")
                : Optional.empty();
    }

    @Override
    public List<Change> remedy(Finding finding, LoginRules logins, Inputs inputs) {
        String role = finding.subject().bare();
        Set<String> places = new TreeSet<>();
        for (AccessRow row : fromOutside(logins)) {
            if (row.roles().contains(role)) {
                admitting(row.decision()).forEach(rule -> places.add(rule.place()));
            }
        }
        List<HbaRules.Placed> rules = logins.hba().rules();
        Optional<HbaRules.Placed> first = rules.stream()
                .filter(p -> places.contains(p.path() + ":" + p.rule().line()))
                .findFirst();
        Optional<HbaRule> editable = first.flatMap(logins.hba()::editable);
        if (editable.isEmpty() || blocked(role, logins).isPresent()) {
            return List.of();
        }
        String name = HbaToken.name(role).written();
        List<RuleEdit> edits = new ArrayList<>();
        String words = editable.get().words();
        for (String loopback : List.of("127.0.0.1", "::1")) {
            loopbackLine(logins, role, name, loopback, rules.indexOf(first.get()))
                    .ifPresent(line -> edits.add(new RuleEdit.Before(words, line)));
        }
        edits.add(new RuleEdit.Before(words, "host all,replication " + name + " all reject"));
        return List.of(new HbaEdit(logins.hba().path(), logins.hba().file().orElseThrow(), edits));
    }

    /// Keeps the loopback address open where a rule from `from` on opens it today, asking for SCRAM where that works.
    private static Optional<String> loopbackLine(
            LoginRules logins, String role, String name, String loopback, int from) {
        IpAddress address = IpAddress.parse(loopback).orElseThrow();
        for (boolean tls : new boolean[] {false, true}) {
            Decision decision = logins.simulator().decide(Login.network(role, "postgres", address, tls));
            boolean later = decision.rule().stream()
                    .anyMatch(rule -> logins.hba().rules().stream()
                            .skip(from)
                            .anyMatch(p -> (p.path() + ":" + p.rule().line()).equals(rule.place())));
            if (decision.admits() && later && (!tls || logins.ssl())) {
                boolean scram = logins.roles().verifiers() instanceof Answer.Seen<Map<String, Role.Verifier>>(var kinds)
                        && kinds.get(role) == Role.Verifier.SCRAM;
                boolean weak = Set.of("trust", "md5", "password").contains(decision.method());
                StringBuilder line = new StringBuilder(tls ? "hostssl" : "host")
                        .append(" all ")
                        .append(name);
                line.append(' ').append(IpRange.parse(loopback).orElseThrow()).append(' ');
                line.append(scram && weak ? RuleRemedies.SCRAM : decision.method());
                if (!weak) {
                    decision.rule()
                            .orElseThrow()
                            .rule()
                            .options()
                            .forEach(o -> line.append(' ').append(o.written()));
                }
                return Optional.of(line.toString());
            }
        }
        return Optional.empty();
    }
}
