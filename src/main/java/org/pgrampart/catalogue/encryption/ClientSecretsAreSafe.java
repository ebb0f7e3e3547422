package org.pgrampart.catalogue.encryption;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.change.Change;
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
import org.pgrampart.probe.ClientSecrets;
import org.pgrampart.probe.HostFile;
import org.pgrampart.probe.Probe;

/// ENC-14.
public final class ClientSecretsAreSafe implements Check<ClientSecrets> {
    private static final Control CONTROL = new Control(
            "ENC-14",
            Area.ENCRYPTION,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "No client's database password lies about on the host",
            """
            A password in a profile, a unit, a crontab or a command line is read by every account that can list files \
            or processes, and ends up in backups and logs. It is the shortest way from any foothold to the data.""",
            """
            Put the password into a .pgpass file of the user that needs it, mode 0600, and take it out of the listed \
            place; for services use a credential of systemd. Then give the role a new one, since the old was seen.""",
            """
            The job that used it has to be tried once without it. A .pgpass that others may read is ignored by libpq \
            anyway, so narrowing its mode can make a job work that failed.""",
            List.of("https://www.postgresql.org/docs/current/libpq-pgpass.html", "CIS 1.6", "CIS 1.7"));

    private static final int OF_OWNER = 0600;

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<ClientSecrets> probe() {
        return ClientSecrets.PROBE;
    }

    @Override
    public Outcome judge(ClientSecrets secrets, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (ClientSecrets.Place place : secrets.places()) {
            place.file().map(HostFile::evidence).ifPresent(evidence::add);
            switch (place.kind()) {
                case PASSWORD_FILE -> {
                    if (exposed(place)) {
                        findings.add(Finding.fail(
                                CONTROL,
                                Subject.file(place.name()),
                                "others may read it: mode "
                                        + place.file().map(HostFile::octal).orElse(""),
                                "mode 600"));
                    }
                }
                case SERVICE_FILE ->
                    findings.add(found(place, "a password stands in line " + place.line(), "a .pgpass file"));
                case TEXT ->
                    findings.add(found(
                            place, "a database password stands in line " + place.line(), "a .pgpass file, mode 600"));
                case ENVIRONMENT ->
                    findings.add(found(place, "runs with PGPASSWORD in its environment", "a .pgpass file, mode 600"));
                case ARGUMENTS ->
                    findings.add(found(place, "has a password in its command line", "a .pgpass file, mode 600"));
            }
        }
        if (findings.isEmpty() && !secrets.complete()) {
            return Outcome.unknown(
                            "only the login user's own files and processes could be looked at",
                            "root rights on the host, to look at those of all users")
                    .with(evidence);
        }
        return Outcome.of(findings, "no password was found in profiles, units, crontabs, service files or processes")
                .with(evidence);
    }

    private static boolean exposed(ClientSecrets.Place place) {
        return place.file().filter(file -> (file.mode() & 077) != 0).isPresent();
    }

    private static Finding found(ClientSecrets.Place place, String seen, String wanted) {
        Subject subject = switch (place.kind()) {
            case ENVIRONMENT, ARGUMENTS -> Subject.named(Subject.Kind.SERVER, "process " + place.name());
            default ->
                new Subject(Subject.Kind.FILE, place.name() + ":" + place.line(), place.name() + ":" + place.line());
        };
        return Finding.fail(CONTROL, subject, seen, wanted);
    }

    /// Narrows a password file; where else a password goes, only its owner knows.
    @Override
    public List<Change> remedy(Finding finding, ClientSecrets secrets, Inputs inputs) {
        return secrets.places().stream()
                .filter(place -> place.kind() == ClientSecrets.Kind.PASSWORD_FILE)
                .filter(place -> finding.subject().equals(Subject.file(place.name())))
                .flatMap(place -> place.file().stream()
                        .map(file -> FileMode.mode(file.path(), file.within(OF_OWNER)))
                        .<Change>map(change -> place.own() ? change : change.ofMachine()))
                .toList();
    }
}
