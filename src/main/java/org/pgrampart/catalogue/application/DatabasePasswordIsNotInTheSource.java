package org.pgrampart.catalogue.application;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.Change;
import org.pgrampart.change.FileMode;
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
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.probe.Probe;
import org.pgrampart.python.DatabaseSettings;

/// APP-08.
public final class DatabasePasswordIsNotInTheSource implements Check<DjangoProject> {
    private static final Control CONTROL = new Control(
            "APP-08",
            Area.APPLICATION,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "The database password stands outside the source, where only the service reads",
            """
            A password in the source is in every clone, backup and pull request, for good. A settings file, .env or \
            dump that every account on the host can read gives the database to the least of them.""",
            """
            Take the password from the environment, a password file or a systemd credential, give the role a new \
            one, and take the rights of others from the listed files.""",
            """
            The deployment has to hand the secret over. A file without rights for others has to belong to the \
            service's user or group, or the service does not start.""",
            List.of("https://docs.djangoproject.com/en/stable/howto/deployment/checklist/", "CWE-798"));

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
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>(List.of(project.evidence()));
        Set<String> literal = new LinkedHashSet<>();
        boolean unknown = false;
        for (DatabaseSettings database : project.databases()) {
            evidence.add(new Evidence(
                    "DATABASES",
                    database.alias() + ": password "
                            + database.password().name().toLowerCase(Locale.ROOT)));
            unknown |= database.password() == DatabaseSettings.PasswordKind.UNKNOWN;
            if (database.password() == DatabaseSettings.PasswordKind.LITERAL) {
                literal.add(database.place().path());
                findings.add(Finding.fail(
                        CONTROL,
                        new Subject(
                                Subject.Kind.SOURCE,
                                database.place() + " DATABASES." + database.alias(),
                                database.place().path() + ":DATABASES." + database.alias()),
                        "its password stands in the source",
                        "a password from outside the source"));
            }
        }
        for (DjangoProject.Entry entry : project.entries()) {
            evidence.add(new Evidence(
                    "stat", entry.path() + " is " + Integer.toOctalString(entry.mode()) + " of " + entry.owner()));
            // settings without a secret in them may be read
            boolean secret = !entry.path().endsWith(".py") || literal.contains(entry.path());
            if (secret && entry.othersRead() && !entry.path().endsWith(".example")) {
                findings.add(Finding.fail(
                        CONTROL,
                        Subject.file(project.absolute(entry.path())),
                        "everybody on the host may read it, mode " + Integer.toOctalString(entry.mode()),
                        "mode " + closed(entry)));
            }
        }
        if (findings.isEmpty() && unknown) {
            throw SettingState.unknown("the database password");
        }
        return Outcome.of(findings, "no password stands in the source, and no file with one is open to all")
                .with(evidence);
    }

    private static String closed(DjangoProject.Entry entry) {
        return Integer.toOctalString(entry.mode() & 07770);
    }

    @Override
    public List<Input> asks(Finding finding, DjangoProject project) {
        return entry(finding, project).stream()
                .map(entry -> new Input(
                        "owner",
                        "Which user and group does the service run as? The file stays readable for them alone.",
                        entry.owner() + ":" + entry.group(),
                        false))
                .toList();
    }

    @Override
    public List<Change> remedy(Finding finding, DjangoProject project, Inputs inputs) {
        Optional<String> owner = inputs.text(finding, "owner").filter(text -> text.matches("[\\w.-]+:[\\w.-]+"));
        return entry(finding, project)
                .flatMap(entry ->
                        owner.<Change>map(who -> FileMode.of(project.absolute(entry.path()), who, closed(entry))))
                .stream()
                .toList();
    }

    private static Optional<DjangoProject.Entry> entry(Finding finding, DjangoProject project) {
        return project.entries().stream()
                .filter(entry -> Subject.file(project.absolute(entry.path())).equals(finding.subject()))
                .findFirst();
    }
}
