package org.pgrampart.catalogue.application;

import java.util.List;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.probe.Probe;

/// APP-01.
public final class DebugIsOff implements Check<DjangoProject> {
    private static final Control CONTROL = new Control(
            "APP-01",
            Area.APPLICATION,
            Severity.CRITICAL,
            FixKind.NEEDS_INPUT,
            "DEBUG is off in the settings of the running service",
            """
            With DEBUG on every error page shows the visitor source code, settings, the SQL that ran and the values \
            in it. One mistyped address is enough to read a customer's data or to learn how to break in.""",
            """
            Set DEBUG = False in the settings that the service uses, with ALLOWED_HOSTS filled in, and restart the \
            service. Where a variable decides, let its default be False.""",
            """
            Errors go to the log and to ADMINS instead of the browser. Static files need the web server or \
            WhiteNoise, which runserver delivered itself until now.""",
            List.of("https://docs.djangoproject.com/en/stable/ref/settings/#debug", "Django security.W018"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<DjangoProject> probe() {
        return DjangoProject.PROBE;
    }

    @Override
    public Outcome judge(DjangoProject project, Baseline baseline) {
        SettingState state = SettingState.of(project.known().find("DEBUG"), false, false);
        if (state == SettingState.UNKNOWN) {
            throw SettingState.unknown("DEBUG");
        }
        List<Finding> findings = state.isFinding()
                ? List.of(
                        state.finding(CONTROL, SettingsEdit.subject(project, "DEBUG"), "DEBUG is on", "DEBUG = False"))
                : List.of();
        return Outcome.of(findings, "DEBUG is off").with(List.of(project.evidence()));
    }

    @Override
    public List<Input> asks(Finding finding, DjangoProject project) {
        return List.of(new Input(
                "confirm",
                "Do ALLOWED_HOSTS and the delivery of static files fit a service without DEBUG? Answer yes to turn it"
                        + " off; the service takes it up when it restarts.",
                "yes",
                false));
    }

    @Override
    public List<Change> remedy(Finding finding, DjangoProject project, Inputs inputs) {
        return inputs
                .text(finding, "confirm")
                .filter("yes"::equalsIgnoreCase)
                .<Change>flatMap(yes -> SettingsEdit.set(project, "DEBUG", "False"))
                .stream()
                .toList();
    }
}
