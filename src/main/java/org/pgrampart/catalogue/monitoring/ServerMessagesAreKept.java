package org.pgrampart.catalogue.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
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
import org.pgrampart.probe.LogSink;
import org.pgrampart.probe.Probe;

/// MON-01.
public final class ServerMessagesAreKept implements Check<LogSink> {
    private static final Control CONTROL = new Control(
            "MON-01",
            Area.MONITORING,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "The server's messages are written somewhere that keeps them",
            """
            Without a log nobody can tell afterwards who logged in, what was tried or why the server stopped. An \
            intruder needs to hide nothing, because nothing was recorded.""",
            """
            Turn logging_collector on and choose the folder for the files, then restart. Where systemd or the \
            package already catches standard error in a file or the journal, nothing has to change.""",
            """
            One restart, and disk space: let the files rotate, and ship them elsewhere, since whoever owns the host \
            can change them.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-logging.html", "CIS 3.1.2"));

    private static final Subject SUBJECT = Subject.setting("logging_collector");

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<LogSink> probe() {
        return LogSink.PROBE;
    }

    @Override
    public Outcome judge(LogSink sink, Baseline baseline) {
        List<Evidence> evidence = new ArrayList<>(List.of(
                sink.settings().evidence("log_destination"), sink.settings().evidence("logging_collector")));
        List<String> destinations = sink.destinations();
        if (destinations.contains("syslog") || destinations.contains("eventlog")) {
            return Outcome.pass("messages go to the system's log").with(evidence);
        }
        if (destinations.isEmpty()) {
            return Outcome.of(List.of(fail("log_destination is empty, so messages go nowhere")), "")
                    .with(evidence);
        }
        if (sink.collects()) {
            return Outcome.pass("the server collects its messages in files").with(evidence);
        }
        // without the collector csvlog and jsonlog fall back to standard error
        String stderr = sink.stderr().get();
        evidence.add(new Evidence("/proc", "standard error of the server: " + stderr));
        return judge(stderr).with(evidence);
    }

    private static Outcome judge(String stderr) {
        if (stderr.startsWith("socket:")) {
            return Outcome.pass("standard error goes to a socket, as the journal of systemd takes it");
        }
        if (stderr.startsWith("pipe:")) {
            return Outcome.info("standard error goes through a pipe to another program; whether that keeps it, as a"
                    + " container's engine does, is not seen here");
        }
        if (stderr.startsWith("/dev/")) {
            return Outcome.of(List.of(fail("messages go to " + stderr + " and are lost")), "");
        }
        if (stderr.endsWith(" (deleted)")) {
            return Outcome.of(List.of(fail("messages go to a file that was deleted: " + stderr)), "");
        }
        return Outcome.pass("standard error is kept in " + stderr);
    }

    private static Finding fail(String seen) {
        return Finding.fail(CONTROL, SUBJECT, seen, "logging_collector = on");
    }

    @Override
    public List<Input> asks(Finding finding, LogSink sink) {
        return List.of(new Input(
                "directory",
                "Which folder shall hold the log files? A relative one is in the data directory.",
                "log",
                false));
    }

    @Override
    public List<Change> remedy(Finding finding, LogSink sink, Inputs inputs) {
        Optional<String> directory = inputs.text(finding, "directory");
        if (directory.isEmpty()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>(List.of(
                AlterSystem.set("log_directory", directory.get(), Effect.RELOAD),
                AlterSystem.set("logging_collector", "on", Effect.RESTART)));
        if (sink.destinations().isEmpty()) {
            changes.addFirst(AlterSystem.set("log_destination", "stderr", Effect.RELOAD));
        }
        return List.copyOf(changes);
    }
}
