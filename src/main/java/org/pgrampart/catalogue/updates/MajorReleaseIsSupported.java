package org.pgrampart.catalogue.updates;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.facts.PostgresFacts;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.ServerBuild;

/// UPD-01.
public final class MajorReleaseIsSupported implements Check<ServerBuild> {
    private static final Control CONTROL = new Control(
            "UPD-01",
            Area.UPDATES,
            Severity.CRITICAL,
            FixKind.MANUAL,
            "The major release still gets security fixes",
            """
            After the end of support no hole is mended any more, while each fix for a newer release shows attackers \
            where the old one is open. Five years of support end on a known day.""",
            """
            Plan the move to a supported major release: test the application on it, run pg_upgrade --check, take a \
            backup, then pg_upgrade or a dump and restore in a maintenance window.""",
            """
            An hour or more of work and minutes to hours without the database. Keep the old cluster until the new \
            one has proven itself.""",
            List.of("https://www.postgresql.org/support/versioning/", "CIS 1.5"));

    private static final int WARN_DAYS = 180;
    private static final Subject SUBJECT = Subject.named(Subject.Kind.SERVER, "release");

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<ServerBuild> probe() {
        return ServerBuild.PROBE;
    }

    @Override
    public Outcome judge(ServerBuild build, Baseline baseline) {
        PostgresFacts facts = PostgresFacts.bundled();
        List<Evidence> evidence = List.of(
                new Evidence("server_version", build.text()),
                new Evidence("table of releases", "as of " + facts.asOf()));
        Optional<PostgresFacts.Major> known = facts.major(build.major());
        if (known.isEmpty()) {
            if (build.major() < 10) {
                return Outcome.of(List.of(fail("PostgreSQL " + build.major() + " has had no support for years")), "")
                        .with(evidence);
            }
            return Outcome.unknown(
                            "PostgreSQL " + build.major() + " is not in the table of releases of " + facts.asOf(),
                            "a newer release of PgRampart")
                    .with(evidence);
        }
        LocalDate end = known.get().end();
        long left = ChronoUnit.DAYS.between(build.day(), end);
        List<Finding> findings = new ArrayList<>();
        if (left < 0) {
            findings.add(fail("support of PostgreSQL " + build.major() + " ended on " + end));
        } else if (left < WARN_DAYS) {
            findings.add(Finding.warn(
                    CONTROL,
                    SUBJECT,
                    "support of PostgreSQL " + build.major() + " ends on " + end + ", in " + left + " days",
                    "a newer major release"));
        }
        return Outcome.of(findings, "PostgreSQL " + build.major() + " is supported until " + end)
                .with(evidence);
    }

    private static Finding fail(String seen) {
        return Finding.fail(CONTROL, SUBJECT, seen, "a supported major release");
    }
}
