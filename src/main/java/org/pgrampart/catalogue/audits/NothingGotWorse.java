package org.pgrampart.catalogue.audits;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Status;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.History;
import org.pgrampart.probe.Probe;
import org.pgrampart.reading.Earlier;

/// AUD-02.
public final class NothingGotWorse implements Check<History> {
    private static final Control CONTROL = new Control(
            "AUD-02",
            Area.AUDITS,
            Severity.HIGH,
            FixKind.MANUAL,
            "No control that held last time fails now",
            """
            What was right and is wrong again was changed by somebody: by a package, by a tool that writes the \
            configuration, in a hurry, or by an intruder. The first question is who.""",
            """
            Look in the log and with whoever runs the server who changed it and why, put it right with the fix of \
            each listed control, and keep the cause from coming back.""",
            "If the change was meant, the listed control needs a waiver with its reason.",
            List.of("https://www.postgresql.org/docs/current/config-setting.html"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<History> probe() {
        return History.PROBE;
    }

    @Override
    public Outcome judge(History history, Baseline baseline) {
        Earlier before = history.before();
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>(List.of(new Evidence("earlier assessment", "of " + before.at())));
        new TreeMap<>(history.soFar()).forEach((number, now) -> {
            if (before.outcomes().get(number) == Status.PASS && now == Status.FAIL) {
                findings.add(Finding.fail(
                        CONTROL,
                        new Subject(Subject.Kind.SERVER, number, number),
                        "it held on " + before.at() + " and fails now",
                        "a pass as before"));
                evidence.add(new Evidence(number, "pass, now fail"));
            }
        });
        return Outcome.of(findings, "no control that held on " + before.at() + " fails now")
                .with(evidence);
    }
}
