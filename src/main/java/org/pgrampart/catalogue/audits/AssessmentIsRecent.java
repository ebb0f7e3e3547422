package org.pgrampart.catalogue.audits;

import java.time.Duration;
import java.util.List;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.History;
import org.pgrampart.probe.Probe;
import org.pgrampart.reading.Earlier;

/// AUD-01.
public final class AssessmentIsRecent implements Check<History> {
    private static final Control CONTROL = new Control(
            "AUD-01",
            Area.AUDITS,
            Severity.MEDIUM,
            FixKind.MANUAL,
            "The whole server is assessed regularly",
            """
            Servers drift: a rule added for a night, a role for an agency, a certificate that ages. Without a look \
            every few weeks such openings stay for years.""",
            """
            Run a whole assessment at least every three months; on the command line a timer or cron job does it every \
            week and keeps the files.""",
            "A run takes a few seconds and only reads. Somebody has to look at what it says.",
            List.of("https://www.postgresql.org/docs/current/runtime-config.html"));

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
        long again = history.soFar().keySet().stream()
                .filter(before.outcomes()::containsKey)
                .count();
        List<Evidence> evidence = List.of(new Evidence(
                "earlier assessment",
                "of " + before.at() + ", with " + again + " of the "
                        + history.soFar().size() + " controls of now"));
        if (again * 2 < history.soFar().size()) {
            return Outcome.unknown(
                            "the assessment before this one looked at a part only", "an earlier whole assessment")
                    .with(evidence);
        }
        Duration gap = Duration.between(before.at(), history.at());
        if (gap.compareTo(baseline.assessmentEvery()) > 0) {
            Finding finding = Finding.fail(
                    CONTROL,
                    Subject.named(Subject.Kind.SERVER, "assessment"),
                    "nobody looked for " + gap.toDays() + " days before this run",
                    "at most " + baseline.assessmentEvery().toDays() + " days between two assessments");
            return Outcome.of(List.of(finding), "").with(evidence);
        }
        return Outcome.pass("the assessment before this one was " + gap.toDays() + " days ago")
                .with(evidence);
    }
}
