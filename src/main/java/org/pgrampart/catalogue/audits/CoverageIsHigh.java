package org.pgrampart.catalogue.audits;

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

/// AUD-10.
public final class CoverageIsHigh implements Check<History> {
    private static final Control CONTROL = new Control(
            "AUD-10",
            Area.AUDITS,
            Severity.HIGH,
            FixKind.MANUAL,
            "Nearly everything that applies could be read",
            """
            A good score says little when half of the controls were never read. What could not be read is listed as \
            not checked and never counts as good, so look at it before trusting the rest.""",
            """
            Give the assessing role pg_monitor, SELECT on pg_hba_file_rules, pg_ident_file_mappings and \
            pg_file_settings in each database and EXECUTE on the functions of the same names, and connect with SSH \
            and sudo as well. Each such control names what it lacks.""",
            """
            These rights show the configuration, but no table. pg_authid with the password verifiers and root on the \
            host are a separate decision; without them a few controls stay unchecked.""",
            List.of("https://www.postgresql.org/docs/current/predefined-roles.html"));

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
        List<Status> applicable = history.soFar().values().stream()
                .filter(status -> status != Status.NOT_APPLICABLE)
                .toList();
        if (applicable.isEmpty()) {
            return Outcome.notApplicable("no other control was judged in this run");
        }
        List<String> unread = new TreeMap<>(history.soFar())
                .entrySet().stream()
                        .filter(entry -> entry.getValue() == Status.UNKNOWN)
                        .map(java.util.Map.Entry::getKey)
                        .toList();
        int read = applicable.size() - unread.size();
        List<Evidence> evidence = List.of(new Evidence(
                "this assessment", unread.isEmpty() ? "all read" : "not checked: " + String.join(", ", unread)));
        String share = read + " of " + applicable.size() + " controls that apply could be read";
        if (read < baseline.coverage() * applicable.size()) {
            Finding finding = Finding.fail(
                    CONTROL,
                    Subject.named(Subject.Kind.SERVER, "coverage"),
                    share,
                    "at least " + Math.round(baseline.coverage() * 100) + " %");
            return Outcome.of(List.of(finding), "").with(evidence);
        }
        return Outcome.pass(share).with(evidence);
    }
}
