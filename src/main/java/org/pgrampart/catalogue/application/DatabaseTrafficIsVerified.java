package org.pgrampart.catalogue.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.Change;
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
import org.pgrampart.python.Value;
import org.pgrampart.reading.NotHere;

/// APP-09.
public final class DatabaseTrafficIsVerified implements Check<DjangoProject> {
    private static final Control CONTROL = new Control(
            "APP-09",
            Area.APPLICATION,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "Django encrypts its way to the database and verifies who answers",
            """
            Without sslmode libpq is content with clear text, and with require it trusts whoever answers. Somebody on \
            the network between reads every query with its data, or answers in the server's place.""",
            """
            Set OPTIONS of the database to sslmode verify-full and sslrootcert to the authority's certificate, after \
            the server offers TLS with a certificate for the name in HOST.""",
            "The application does not connect if the certificate ends, has another name or the file is not readable.",
            List.of("https://www.postgresql.org/docs/current/libpq-ssl.html", "CIS 6.8"));

    private static final Set<String> VERIFYING = Set.of("verify-full");
    private static final Set<String> ENCRYPTING = Set.of("require", "verify-ca");

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
        List<DatabaseSettings> databases = project.databases();
        if (databases.isEmpty()) {
            throw new NotHere("the project's settings name no PostgreSQL database");
        }
        int local = 0;
        boolean unknown = false;
        for (DatabaseSettings database : databases) {
            Optional<String> mode = mode(database);
            evidence.add(new Evidence(
                    "DATABASES",
                    database.alias() + ": host "
                            + database.host().flatMap(Value::asText).orElse("not known") + ", sslmode "
                            + mode.orElse("not known")));
            if (mode.isPresent() && VERIFYING.contains(mode.get())) {
                continue;
            }
            if (stays(database)) {
                local++;
            } else if (mode.isEmpty()) {
                unknown = true;
            } else {
                findings.add(finding(database, mode.get()));
            }
        }
        if (findings.isEmpty() && unknown) {
            throw SettingState.unknown("sslmode");
        }
        if (findings.isEmpty() && local == databases.size()) {
            return Outcome.notApplicable("the database is reached within this machine, where nobody is in between")
                    .with(evidence);
        }
        return Outcome.of(findings, "every database on another machine is reached with verify-full")
                .with(evidence);
    }

    private static Finding finding(DatabaseSettings database, String mode) {
        Subject subject = new Subject(
                Subject.Kind.SOURCE,
                database.place() + " DATABASES." + database.alias(),
                database.place().path() + ":DATABASES." + database.alias());
        if (ENCRYPTING.contains(mode)) {
            return Finding.warn(
                    CONTROL, subject, "sslmode " + mode + " does not prove the server's name", "sslmode verify-full");
        }
        return Finding.fail(
                CONTROL,
                subject,
                mode.isEmpty()
                        ? "sslmode is not set, so clear text is accepted"
                        : "sslmode " + mode + " accepts clear text",
                "sslmode verify-full");
    }

    /// Empty when it is not known; an empty text when it is not set.
    private static Optional<String> mode(DatabaseSettings database) {
        Value mode = database.options().get("sslmode");
        if (mode == null) {
            boolean open =
                    database.options().containsKey("**") || database.options().containsKey("service");
            boolean system = Optional.ofNullable(database.options().get("sslrootcert"))
                    .flatMap(Value::asText)
                    .filter("system"::equals)
                    .isPresent();
            return system ? Optional.of("verify-full") : open ? Optional.empty() : Optional.of("");
        }
        if (mode instanceof Value.Environment environment
                && environment.resolved().isEmpty()) {
            // a bad default is a default all the same
            return environment.preset().flatMap(Value::asText).filter(preset -> !VERIFYING.contains(preset));
        }
        return mode.asText();
    }

    private static boolean stays(DatabaseSettings database) {
        if (database.host().isEmpty()) {
            return !database.options().containsKey("service");
        }
        return database.host()
                .flatMap(Value::asText)
                .filter(host -> host.isEmpty()
                        || host.startsWith("/")
                        || host.equals("localhost")
                        || host.equals("::1")
                        || host.matches("127(\\.\\d{1,3}){3}"))
                .isPresent();
    }

    @Override
    public List<Input> asks(Finding finding, DjangoProject project) {
        return List.of(new Input(
                "authority",
                "Which file on the application's host holds the certificate of the authority? Write system for the"
                        + " system's own, which needs libpq 16.",
                "/etc/ssl/certs/ca-certificates.crt",
                false));
    }

    @Override
    public List<Change> remedy(Finding finding, DjangoProject project, Inputs inputs) {
        Optional<DatabaseSettings> database = project.databases().stream()
                .filter(each -> finding.subject().stable().endsWith(":DATABASES." + each.alias()))
                .findFirst();
        Optional<String> authority = inputs.text(finding, "authority");
        if (database.isEmpty() || authority.isEmpty()) {
            return List.of();
        }
        String entry = "DATABASES[" + SettingsEdit.quoted(database.get().alias()) + "]";
        String file = SettingsEdit.quoted(authority.get());
        String line = database.get().options().isEmpty()
                ? entry + "[\"OPTIONS\"] = {\"sslmode\": \"verify-full\", \"sslrootcert\": " + file + "}"
                : entry + "[\"OPTIONS\"][\"sslmode\"] = \"verify-full\"\n" + entry + "[\"OPTIONS\"][\"sslrootcert\"] = "
                        + file;
        return SettingsEdit.append(project, line).stream().toList();
    }
}
