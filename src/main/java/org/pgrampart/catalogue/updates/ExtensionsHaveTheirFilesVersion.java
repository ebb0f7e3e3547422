package org.pgrampart.catalogue.updates;

import java.util.ArrayList;
import java.util.List;
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
import org.pgrampart.probe.InstalledExtensions;
import org.pgrampart.probe.Probe;

/// UPD-09.
public final class ExtensionsHaveTheirFilesVersion implements Check<InstalledExtensions> {
    private static final Control CONTROL = new Control(
            "UPD-09",
            Area.UPDATES,
            Severity.MEDIUM,
            FixKind.MANUAL,
            "Extensions have the version that their installed files offer",
            """
            An update of the package alone leaves the extension's functions and their rights as they were, holes \
            included: several fixes for extensions are in the script that only ALTER EXTENSION runs.""",
            """
            Dump the database's schema, then ALTER EXTENSION … UPDATE in each listed database, first on a copy. Read \
            the extension's release notes for what changes.""",
            "There is seldom a way back to the older version. Views that use changed functions may have to be rebuilt.",
            List.of("https://www.postgresql.org/docs/current/sql-alterextension.html"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<InstalledExtensions> probe() {
        return InstalledExtensions.PROBE;
    }

    @Override
    public Outcome judge(InstalledExtensions installed, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (InstalledExtensions.Extension each : installed.extensions()) {
            evidence.add(new Evidence("pg_extension of " + each.database(), each.name() + " " + each.version()));
            Subject subject = Subject.named(Subject.Kind.EXTENSION, each.name() + " in " + each.database());
            if (each.offered().isEmpty()) {
                findings.add(Finding.warn(
                        CONTROL, subject, "version " + each.version() + ", but its files are gone", "its package"));
            } else if (!each.offered().equals(each.version())) {
                String way = each.path() ? "" : ", with no update path between";
                findings.add(Finding.warn(
                        CONTROL,
                        subject,
                        "version " + each.version() + ", its files offer " + each.offered() + way,
                        "version " + each.offered()));
            }
        }
        return Outcome.of(findings, "every extension has the version of its files")
                .with(evidence);
    }
}
