package org.pgrampart.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Probe;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;

/// A made-up check over one made-up query, so that the pages can be looked at with every kind of outcome.
record SampleCheck(Control control, String subject, Effect effect, Hazard hazard, boolean asks)
        implements Check<String> {
    static final Query STATES = Query.cluster("SELECT number, state FROM sample");

    static SampleCheck of(String number, Area area, Severity severity, String title, String subject) {
        return new SampleCheck(
                new Control(
                        number,
                        area,
                        severity,
                        FixKind.AUTOMATIC,
                        title,
                        "Anyone on the network can try passwords against the superuser. One guessed password reads every"
                                + " table, changes every row and runs programs on the host as the database's own user.",
                        "Change the line to scram-sha-256, then reload. Roles whose password is still stored as md5 need"
                                + " a new password first.",
                        "Programs whose driver is older than libpq 10 cannot log in afterwards. It is fine to leave this"
                                + " on a machine that only you can reach.",
                        List.of("https://www.postgresql.org/docs/current/auth-pg-hba-conf.html", "CIS 5.4")),
                subject,
                Effect.RELOAD,
                Hazard.NONE,
                false);
    }

    SampleCheck effect(Effect needed) {
        return new SampleCheck(control, subject, needed, hazard, asks);
    }

    SampleCheck mayCutAccess() {
        return new SampleCheck(control, subject, effect, Hazard.MAY_CUT_ACCESS, asks);
    }

    SampleCheck asking() {
        return new SampleCheck(control, subject, effect, hazard, true);
    }

    @Override
    public Probe<String> probe() {
        return Probe.of(
                answers -> answers.rows(STATES).stream()
                        .filter(row -> row.text("number").equals(control.number()))
                        .map(row -> row.text("state"))
                        .findFirst()
                        .orElse("pass"),
                STATES);
    }

    @Override
    public Outcome judge(String state, Baseline baseline) {
        List<Evidence> evidence =
                List.of(new Evidence("pg_settings", subject + " = " + state + " (postgresql.conf:" + 40 + ")"));
        return switch (state) {
            case "pass" -> Outcome.pass(subject + " is as it should be").with(evidence);
            case "absent" -> throw new NotHere("there is no " + subject + " on this server");
            case "unknown" ->
                throw new Unreadable(
                        "the server hides " + subject + " from this role", "GRANT pg_monitor TO the assessing role");
            default -> {
                List<Finding> findings = new ArrayList<>();
                int count = state.endsWith("3") ? 3 : 1;
                for (int i = 1; i <= count; i++) {
                    Subject about = Subject.setting(count == 1 ? subject : subject + "_" + i);
                    String seen = subject + " is off, as the distribution ships it";
                    findings.add(
                            state.startsWith("warn")
                                    ? Finding.warn(control, about, seen, subject + " = on")
                                    : Finding.fail(control, about, seen, subject + " = on"));
                }
                yield Outcome.of(findings, "").with(evidence);
            }
        };
    }

    @Override
    public List<Input> asks(Finding finding, String state) {
        return asks
                ? List.of(
                        new Input("password", "New password for role shop_app", "", true),
                        new Input("addresses", "Addresses that may log in, separated by commas", "10.2.0.0/24", false))
                : List.of();
    }

    @Override
    public List<Change> remedy(Finding finding, String state, Inputs inputs) {
        if (asks && inputs.secret(finding, "password").isEmpty()) {
            return List.of();
        }
        return control.fixKind() == FixKind.MANUAL
                ? List.of()
                : List.of(new AlterSystem(
                        finding.subject()
                                .bare()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replaceAll("[^a-z_0-9]+", "_"),
                        Optional.of("on"),
                        effect,
                        hazard));
    }

    @Override
    public String name() {
        return "sample-" + control.number().toLowerCase(java.util.Locale.ROOT);
    }

    static Rows rows(String... numbersAndStates) {
        return Rows.of(List.of("number", "state"), numbersAndStates);
    }
}
