package org.pgrampart.catalogue.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
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
import org.pgrampart.probe.AuditExtension;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Settings;

/// MON-05.
public final class SchemaChangesAreLogged implements Check<Settings> {
    private static final Control CONTROL = new Control(
            "MON-05",
            Area.MONITORING,
            Severity.MEDIUM,
            FixKind.AUTOMATIC,
            "Changes of structure and rights are logged, but not every statement",
            """
            Who dropped a table, granted himself a role or planted a trigger is told by no catalog. On the other \
            hand, a log of every statement holds the customers' data in clear text and fills the disk.""",
            """
            Set log_statement to ddl and reload, or let pgAudit record the class ddl. Take overrides for single \
            roles and databases back.""",
            """
            A line for each CREATE, ALTER, DROP, GRANT. Migrations write many. A password given in clear text by \
            ALTER ROLE … PASSWORD stands in the log: use psql's \\password.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-logging.html", "CIS 3.1.25"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<Settings> probe() {
        return Settings.PROBE;
    }

    @Override
    public Outcome judge(Settings settings, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(settings.evidence("log_statement"));
        String value = settings.value("log_statement");
        flaw(value, settings, "").ifPresent(seen -> findings.add(warn(Subject.setting("log_statement"), seen)));
        for (Settings.Override override : settings.overrides("log_statement")) {
            evidence.add(
                    new Evidence("pg_db_role_setting", override.where() + ": log_statement = " + override.value()));
            flaw(override.value(), settings, " for " + override.where())
                    .ifPresent(seen -> findings.add(
                            warn(Subject.named(Subject.Kind.SETTING, "log_statement of " + override.where()), seen)));
        }
        String how = value.equals("none") ? "pgAudit records ddl" : "log_statement is " + value;
        return Outcome.of(findings, how).with(evidence);
    }

    private static Optional<String> flaw(String value, Settings settings, String where) {
        return switch (value) {
            case "all" -> Optional.of("log_statement is all" + where + ": every statement with its data is logged");
            case "none" ->
                audited(settings)
                        ? Optional.empty()
                        : Optional.of("log_statement is none" + where + ": no change of structure is logged");
            default -> Optional.empty();
        };
    }

    /// Asked only where it decides: the list of libraries is hidden from most roles.
    private static boolean audited(Settings settings) {
        if (!AuditExtension.loaded(settings)) {
            return false;
        }
        List<String> classes = AuditExtension.classes(settings.value("pgaudit.log"));
        return !classes.contains("-ddl") && (classes.contains("ddl") || classes.contains("all"));
    }

    private static Finding warn(Subject subject, String seen) {
        return Finding.warn(CONTROL, subject, seen, "log_statement = ddl");
    }

    @Override
    public List<Change> remedy(Finding finding, Settings settings, Inputs inputs) {
        return finding.subject().equals(Subject.setting("log_statement"))
                ? List.of(AlterSystem.set("log_statement", "ddl", Effect.RELOAD))
                : List.of();
    }
}
