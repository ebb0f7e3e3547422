package org.pgrampart.catalogue.injection;

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
import org.pgrampart.plpgsql.DynamicSql;
import org.pgrampart.probe.DynamicFunctions;
import org.pgrampart.probe.Probe;

/// SQLI-01.
public final class DynamicSqlQuotesItsParameters implements Check<DynamicFunctions> {
    private static final Control CONTROL = new Control(
            "SQLI-01",
            Area.INJECTION,
            Severity.HIGH,
            FixKind.MANUAL,
            "Functions that execute text quote every parameter in it",
            """
            A parameter pasted into the text of EXECUTE is SQL: whoever calls the function writes the statement. \
            Parameterised queries in the application do not help, the injection happens behind them.""",
            """
            Pass values with USING, and put names in with format and %I, never with || or %s. Replace the function, \
            which keeps its rights, and call it once with a quote in the parameter.""",
            """
            The function has to be rewritten and tested. One that takes a whole condition or a list of columns as \
            text needs another interface.""",
            List.of(
                    "https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-STATEMENTS-EXECUTING-DYN",
                    "CWE-89"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<DynamicFunctions> probe() {
        return DynamicFunctions.PROBE;
    }

    @Override
    public Outcome judge(DynamicFunctions dynamic, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (DynamicFunctions.Function function : dynamic.functions()) {
            evidence.add(function.evidence());
            DynamicSql worst = function.worst().orElseThrow();
            String seen =
                    "line " + worst.line() + ", " + worst.form() + " " + worst.expression() + ": " + worst.because();
            switch (worst.level()) {
                case UNSAFE -> findings.add(Finding.fail(CONTROL, function.subject(), seen, "USING, %I and %L"));
                case UNCLEAR -> findings.add(Finding.warn(CONTROL, function.subject(), seen, "USING, %I and %L"));
                case SAFE -> {}
            }
        }
        int count = dynamic.functions().size();
        return Outcome.of(
                        findings,
                        count == 0
                                ? "no function executes text"
                                : "all " + count + " functions that execute text quote what they put in")
                .with(evidence);
    }
}
