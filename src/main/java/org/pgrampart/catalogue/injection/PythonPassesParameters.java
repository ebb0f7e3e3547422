package org.pgrampart.catalogue.injection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.probe.Probe;
import org.pgrampart.python.RawSql;
import org.pgrampart.python.SqlSinks;

/// SQLI-11.
public final class PythonPassesParameters implements Check<DjangoProject> {
    private static final Control CONTROL = new Control(
            "SQLI-11",
            Area.INJECTION,
            Severity.HIGH,
            FixKind.MANUAL,
            "The project's code passes values to SQL as parameters",
            """
            What a visitor types and the code pastes into SQL text is SQL. He reads the table of users, logs in as \
            anybody, and with a powerful database role goes on to the host.""",
            """
            Keep the SQL text constant and pass values as params, or use the ORM; take names of columns from a fixed \
            list, or compose them with psycopg.sql.Identifier. The evidence shows each place rewritten.""",
            "An hour for each place and a test that puts a quote into the value.",
            List.of("https://docs.djangoproject.com/en/stable/topics/security/#sql-injection-protection", "CWE-89"));

    private static final int NAMED = 5;

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
        SqlSinks sinks = SqlSinks.of(project.project());
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        int told = 0;
        for (RawSql place : sinks.found()) {
            String where = place.path() + ":" + place.line();
            evidence.add(new Evidence(
                    where,
                    place.sink() + ": " + place.text() + " — " + place.because()
                            + (place.rewrite().isEmpty() ? "" : " Safe: " + place.rewrite())));
            boolean counts = !place.test() && !place.acknowledged();
            if (counts && place.level() != RawSql.Level.INFO) {
                findings.add(finding(place));
            } else {
                told++;
            }
        }
        List<String> left = new ArrayList<>(project.left());
        left.addAll(project.project().damaged());
        if (!left.isEmpty()) {
            evidence.add(new Evidence("not read", String.join(", ", left)));
        }
        if (findings.isEmpty() && project.project().size() == 0) {
            return Outcome.unknown("no Python file was found below " + project.folder(), "--django with the folder")
                    .with(evidence);
        }
        if (findings.isEmpty() && !left.isEmpty()) {
            String some = left.stream().limit(NAMED).collect(Collectors.joining(", "));
            return Outcome.unknown(
                            "nothing was found, but " + left.size() + " files could not be read: " + some,
                            "the right to read these files")
                    .with(evidence);
        }
        String more = told == 0 ? "" : "; " + told + " places are told in the evidence only";
        return Outcome.of(
                        findings,
                        project.project().size() + " files and " + sinks.constant()
                                + " places with constant SQL pass their values as parameters" + more)
                .with(evidence);
    }

    private static Finding finding(RawSql place) {
        String line = place.trace().isEmpty() ? place.text() : place.trace().getLast();
        String text = line.substring(line.indexOf(": ") + 2);
        Subject subject = Subject.source(place.path(), place.line(), text);
        String seen = place.sink() + ": " + place.because();
        String wanted = place.rewrite().isEmpty() ? "parameters" : place.rewrite();
        return place.level() == RawSql.Level.FAIL
                ? Finding.fail(CONTROL, subject, seen, wanted)
                : Finding.warn(CONTROL, subject, seen, wanted);
    }
}
