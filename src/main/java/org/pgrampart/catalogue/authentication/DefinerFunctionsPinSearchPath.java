package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.change.FunctionSetting;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.Sql;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.probe.DefinerFunctions;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.SchemaRights;

/// AUTH-37.
public final class DefinerFunctionsPinSearchPath implements Check<DefinerFunctions> {
    private static final Control CONTROL = new Control(
            "AUTH-37",
            Area.AUTHENTICATION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "SECURITY DEFINER functions pin a safe search_path",
            """
            Without a search_path of its own such a function looks names up where its caller says. The caller makes \
            a table or function of the same name in a schema of theirs, or in pg_temp, and it runs with the owner's \
            rights.""",
            """
            ALTER FUNCTION with SET search_path to pg_catalog, the function's own schema and pg_temp at the very \
            end. Where everybody may create in that schema, that right goes away too.""",
            """
            A function that relied on objects in other schemas without naming them no longer finds these: qualify \
            the names in its body, or add the schema to the path before pg_temp.""",
            List.of("https://www.postgresql.org/docs/current/sql-createfunction.html", "CIS 4.5"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<DefinerFunctions> probe() {
        return DefinerFunctions.PROBE;
    }

    @Override
    public Outcome judge(DefinerFunctions definer, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (DefinerFunctions.Function function : definer.functions()) {
            evidence.add(function.evidence());
            flaw(function, definer.schemas()).ifPresent(findings::add);
        }
        int count = definer.functions().size();
        return Outcome.of(
                        findings,
                        count == 0
                                ? "there is no SECURITY DEFINER function"
                                : "all " + count + " SECURITY DEFINER functions pin a safe search_path")
                .with(evidence);
    }

    private static Optional<Finding> flaw(DefinerFunctions.Function function, SchemaRights rights) {
        Optional<String> pinned = function.searchPath();
        if (pinned.isEmpty()) {
            return fail(function, "it looks names up along its caller's search_path");
        }
        List<String> path = Sql.elements(pinned.get(), true).stream()
                .filter(name -> !name.isEmpty())
                .toList();
        if (path.isEmpty()) {
            return warn(function, "its search_path is empty, so tables named without a schema come from pg_temp first");
        }
        if (path.contains("$user")) {
            return fail(function, "its search_path holds \"$user\", a schema the caller may own");
        }
        Optional<Finding> open = path.stream()
                .flatMap(name -> rights.find(function.database(), name).stream())
                .filter(SchemaRights.Schema::publicCreates)
                .findFirst()
                .flatMap(s -> fail(function, "everybody may create in schema " + s.name() + " of its search_path"));
        if (open.isPresent()) {
            return open;
        }
        if (!path.getLast().equals("pg_temp")) {
            return fail(
                    function,
                    path.contains("pg_temp")
                            ? "pg_temp is not the last schema of its search_path"
                            : "its search_path leaves pg_temp out, which is then searched first");
        }
        return path.stream()
                .flatMap(name -> rights.find(function.database(), name).stream())
                .flatMap(schema -> schema.creators().stream()
                        .filter(creator -> !creator.equals(function.owner()))
                        .map(creator -> creator + " may create in schema " + schema.name() + " of its search_path"))
                .findFirst()
                .flatMap(seen -> warn(function, seen));
    }

    private static Optional<Finding> fail(DefinerFunctions.Function function, String seen) {
        return Optional.of(Finding.fail(CONTROL, function.subject(), seen, wanted(function)));
    }

    private static Optional<Finding> warn(DefinerFunctions.Function function, String seen) {
        return Optional.of(Finding.warn(CONTROL, function.subject(), seen, wanted(function)));
    }

    private static String wanted(DefinerFunctions.Function function) {
        return "search_path = pg_catalog, " + function.schema() + ", pg_temp";
    }

    @Override
    public List<Change> remedy(Finding finding, DefinerFunctions definer, Inputs inputs) {
        return definer.find(finding.subject())
                .map(function -> pin(function, definer.schemas()))
                .orElse(List.of());
    }

    /// A schema that everybody may create in is no safe place to look names up, so that goes too.
    private static List<Change> pin(DefinerFunctions.Function function, SchemaRights rights) {
        List<Change> changes = new ArrayList<>();
        rights.find(function.database(), function.schema())
                .filter(SchemaRights.Schema::publicCreates)
                .ifPresent(schema -> changes.addAll(PublicCreatesNothing.close(schema)));
        String path = "pg_catalog, " + Sql.identifier(function.schema()) + ", pg_temp";
        changes.add(FunctionSetting.searchPath(DefinerFunctionsAreNotPublic.object(function), path));
        return changes;
    }
}
