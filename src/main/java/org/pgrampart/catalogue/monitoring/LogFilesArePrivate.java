package org.pgrampart.catalogue.monitoring;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileMode;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.LogFiles;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Settings;
import org.pgrampart.reading.Answer;

/// MON-10.
public final class LogFilesArePrivate implements Check<LogFiles> {
    private static final Control CONTROL = new Control(
            "MON-10",
            Area.MONITORING,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "Log files can be read by the server's own user and group alone",
            """
            The log holds names, addresses, failed statements with their data, and now and then a password typed in \
            the wrong place. Any account on the host could read them, and where it may write, rub traces out.""",
            """
            Set log_file_mode to 0600, or 0640 for a group that ships the logs, and take the rights of others from \
            the files and the folder.""",
            """
            A program that reads the log as another user loses it: put that user into the group and use 0640.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-logging.html", "CIS 3.1.6"));

    private static final Subject SETTING = Subject.setting("log_file_mode");

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<LogFiles> probe() {
        return LogFiles.PROBE;
    }

    @Override
    public Outcome judge(LogFiles logs, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        Settings settings = logs.settings();
        boolean collects = settings.on("logging_collector");
        evidence.add(settings.evidence("log_file_mode"));
        int mode = Integer.parseInt(settings.value("log_file_mode"), 8);
        if (collects && (mode & 06) != 0) {
            findings.add(Finding.fail(
                    CONTROL,
                    SETTING,
                    "new log files get mode " + settings.value("log_file_mode") + ", readable by everybody",
                    "log_file_mode = 0600"));
        }
        if (logs.files() instanceof Answer.Seen<List<LogFiles.Entry>>(List<LogFiles.Entry> entries)) {
            entries.forEach(entry -> evidence.add(new Evidence(
                    "stat", entry.path() + " is " + Integer.toOctalString(entry.mode()) + " of " + entry.owner())));
            findings.addAll(judge(entries));
            int count = (int) entries.stream().filter(e -> !e.folder()).count();
            return Outcome.of(findings, count + " log files are closed to others")
                    .with(evidence);
        }
        if (findings.isEmpty()) {
            logs.files().get(); // says why the files themselves are not known
        }
        return Outcome.of(findings, "").with(evidence);
    }

    private static List<Finding> judge(List<LogFiles.Entry> entries) {
        List<Finding> findings = new ArrayList<>();
        for (LogFiles.Entry entry : entries) {
            if (entry.folder() && entry.othersWrite()) {
                findings.add(fail(entry, "everybody may remove and replace the files in it"));
            } else if (!entry.folder() && entry.othersRead() && reachable(entry, entries)) {
                findings.add(fail(entry, "everybody may read it, mode " + Integer.toOctalString(entry.mode())));
            }
        }
        return findings;
    }

    /// A file behind a folder that others cannot enter is not open to them, whatever its own mode.
    private static boolean reachable(LogFiles.Entry file, List<LogFiles.Entry> entries) {
        String parent = file.path().substring(0, Math.max(0, file.path().lastIndexOf('/')));
        return entries.stream()
                .filter(e -> e.folder() && e.path().equals(parent))
                .allMatch(LogFiles.Entry::othersEnter);
    }

    private static Finding fail(LogFiles.Entry entry, String seen) {
        return Finding.fail(CONTROL, Subject.file(entry.path()), seen, "mode " + entry.privateMode());
    }

    @Override
    public List<Change> remedy(Finding finding, LogFiles logs, Inputs inputs) {
        if (finding.subject().equals(SETTING)) {
            return List.of(AlterSystem.set("log_file_mode", "0600", Effect.RELOAD));
        }
        return logs.files().get().stream()
                .filter(entry -> Subject.file(entry.path()).equals(finding.subject()))
                .<Change>map(entry -> FileMode.mode(entry.path(), entry.privateMode()))
                .toList();
    }
}
