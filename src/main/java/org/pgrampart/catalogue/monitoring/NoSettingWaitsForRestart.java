package org.pgrampart.catalogue.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
import org.pgrampart.probe.PendingSettings;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Settings;
import org.pgrampart.reading.Answer;

/// MON-30.
public final class NoSettingWaitsForRestart implements Check<PendingSettings> {
    private static final Control CONTROL = new Control(
            "MON-30",
            Area.MONITORING,
            Severity.MEDIUM,
            FixKind.MANUAL,
            "No setting waits for a restart and no configuration line is in error",
            """
            The file says one thing and the server does another: a protection that everybody believes in is not \
            there. A faulty line makes a reload do nothing at all, or keeps the server from starting again.""",
            """
            Correct the named lines and reload. For settings that wait, choose a time and restart the server, after \
            a look at whether the new values let it start.""",
            "A restart ends all sessions. A fault in a line that nobody uses costs one edit.",
            List.of("https://www.postgresql.org/docs/current/view-pg-settings.html"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<PendingSettings> probe() {
        return PendingSettings.PROBE;
    }

    @Override
    public Outcome judge(PendingSettings pending, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        Set<String> waiting = new LinkedHashSet<>();
        for (Settings.Setting setting : pending.waiting()) {
            waiting.add(setting.name());
            evidence.add(new Evidence("pg_settings", setting.name() + " waits for a restart"));
            findings.add(Finding.warn(
                    CONTROL, Subject.setting(setting.name()), "its new value waits for a restart", "a restart"));
        }
        if (pending.faults() instanceof Answer.Seen<List<PendingSettings.Fault>>(List<PendingSettings.Fault> faults)) {
            for (PendingSettings.Fault fault : faults) {
                // a change that needs a restart is told there as an error once more
                if (!waiting.contains(fault.name())) {
                    String place = fault.file() + ":" + fault.line();
                    evidence.add(new Evidence("pg_file_settings", place + ": " + fault.error()));
                    findings.add(Finding.warn(
                            CONTROL,
                            new Subject(Subject.Kind.FILE, place, fault.file() + ":" + fault.name()),
                            fault.error(),
                            "a line that the server can use"));
                }
            }
        } else if (findings.isEmpty()) {
            pending.faults().get(); // says which right is missing
        }
        return Outcome.of(findings, "the server runs what its files say").with(evidence);
    }
}
