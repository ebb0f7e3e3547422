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
import org.pgrampart.format.Sql;
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

/// MON-19.
public final class AuditExtensionRecords implements Check<AuditExtension> {
    private static final Control CONTROL = new Control(
            "MON-19",
            Area.MONITORING,
            Severity.MEDIUM,
            FixKind.NEEDS_INPUT,
            "The pgAudit extension is loaded and records what matters",
            """
            The server's own log shows statements, not what they touched: a function or a prepared statement hides \
            the table behind it. Without an audit trail nobody can prove what an intruder read or changed.""",
            """
            Install the pgaudit package of the server's major release, add it to shared_preload_libraries, restart, \
            and set pgaudit.log to ddl, role and write. Then create the extension in each database.""",
            """
            A restart and a larger log. Leave pgaudit.log_parameter off: with it the values of the statements, \
            customers' data and passwords, are written out.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-client.html", "CIS 3.2"));

    private static final Subject PRELOAD = Subject.setting("shared_preload_libraries");
    private static final Subject CLASSES = Subject.setting("pgaudit.log");
    private static final Subject PARAMETERS = Subject.setting("pgaudit.log_parameter");
    private static final String WANTED = "pgaudit.log = ddl, role, write";

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<AuditExtension> probe() {
        return AuditExtension.PROBE;
    }

    @Override
    public Outcome judge(AuditExtension audit, Baseline baseline) {
        Settings settings = audit.settings();
        List<Evidence> evidence = new ArrayList<>(List.of(settings.evidence("shared_preload_libraries")));
        if (!AuditExtension.loaded(settings)) {
            String seen = audit.offered() ? "pgAudit is installed but not loaded" : "pgAudit is not installed";
            return Outcome.of(List.of(Finding.warn(CONTROL, PRELOAD, seen, "pgaudit in the list")), "")
                    .with(evidence);
        }
        List<Finding> findings = new ArrayList<>();
        evidence.add(settings.evidence("pgaudit.log"));
        List<Settings.Override> overrides = settings.overrides("pgaudit.log");
        overrides.forEach(
                o -> evidence.add(new Evidence("pg_db_role_setting", o.where() + ": pgaudit.log = " + o.value())));
        boolean sessions =
                !AuditExtension.classes(settings.value("pgaudit.log")).isEmpty();
        boolean some = overrides.stream()
                .anyMatch(o -> !AuditExtension.classes(o.value()).isEmpty());
        boolean objects = settings.find("pgaudit.role").isPresent()
                && !settings.value("pgaudit.role").isEmpty();
        if (!sessions && !some && !objects) {
            findings.add(Finding.fail(CONTROL, CLASSES, "pgAudit is loaded and records nothing", WANTED));
        } else if (!sessions && !objects) {
            findings.add(Finding.warn(CONTROL, CLASSES, "pgAudit records for single roles or databases only", WANTED));
        }
        if (settings.find("pgaudit.log_parameter").isPresent() && settings.on("pgaudit.log_parameter")) {
            findings.add(Finding.warn(
                    CONTROL,
                    PARAMETERS,
                    "the values of all statements are written to the log",
                    "pgaudit.log_parameter = off"));
        }
        audit.created().forEach((database, created) -> {
            if (!created) {
                findings.add(Finding.warn(
                        CONTROL,
                        Subject.named(Subject.Kind.DATABASE, database),
                        "the extension is not created here, so dropped objects are recorded without their names",
                        "CREATE EXTENSION pgaudit"));
            }
        });
        return Outcome.of(findings, "pgAudit records " + settings.value("pgaudit.log"))
                .with(evidence);
    }

    @Override
    public List<Input> asks(Finding finding, AuditExtension audit) {
        if (finding.subject().equals(CLASSES) || finding.subject().equals(PRELOAD) && audit.offered()) {
            return List.of(new Input(
                    "classes", "What shall pgAudit record? Classes with commas between.", "ddl,role,write", false));
        }
        return List.of();
    }

    @Override
    public List<Change> remedy(Finding finding, AuditExtension audit, Inputs inputs) {
        Settings settings = audit.settings();
        if (finding.subject().equals(PARAMETERS)) {
            return List.of(AlterSystem.set("pgaudit.log_parameter", "off", Effect.RELOAD));
        }
        Optional<String> classes = inputs.text(finding, "classes");
        if (classes.isEmpty()) {
            return List.of();
        }
        Change record = AlterSystem.set("pgaudit.log", classes.get(), Effect.RELOAD);
        if (finding.subject().equals(CLASSES)) {
            return List.of(record);
        }
        if (!finding.subject().equals(PRELOAD) || !audit.offered()) {
            return List.of();
        }
        List<String> libraries = new ArrayList<>(Sql.elements(settings.value("shared_preload_libraries"), false));
        libraries.add("pgaudit");
        Change load = AlterSystem.set("shared_preload_libraries", String.join(", ", libraries), Effect.RESTART);
        // before 17 ALTER SYSTEM knows no setting of a library that is not loaded yet
        return settings.version() >= 170_000 ? List.of(load, record) : List.of(load);
    }
}
