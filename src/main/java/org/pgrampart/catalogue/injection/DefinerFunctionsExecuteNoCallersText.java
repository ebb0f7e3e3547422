package org.pgrampart.catalogue.injection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Privilege;
import org.pgrampart.change.Revoke;
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
import org.pgrampart.plpgsql.DynamicSql;
import org.pgrampart.probe.DynamicFunctions;
import org.pgrampart.probe.Probe;

/// SQLI-02.
public final class DefinerFunctionsExecuteNoCallersText implements Check<DynamicFunctions> {
    private static final Control CONTROL = new Control(
            "SQLI-02",
            Area.INJECTION,
            Severity.CRITICAL,
            FixKind.NEEDS_INPUT,
            "Nobody can slip SQL into a SECURITY DEFINER function",
            """
            Text that the caller slips into such a function runs with the owner's rights. If the owner is a \
            superuser, one call makes the caller one too, or runs a program on the host.""",
            """
            Rewrite the function with USING and %I. Until that is done, take EXECUTE from PUBLIC and from every role \
            but the owner.""",
            """
            What calls the function gets permission denied until it is rewritten and granted again. Triggers go on \
            calling it, and stay open.""",
            List.of("https://www.postgresql.org/docs/current/sql-createfunction.html", "CWE-89"));

    private static final String CONFIRM = "revoke";

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
        Set<String> application = dynamic.application().names(baseline.applicationRoles());
        int definers = 0;
        for (DynamicFunctions.Function function : dynamic.functions()) {
            if (!function.definer()) {
                continue;
            }
            definers++;
            evidence.add(function.evidence());
            DynamicSql worst = function.worst().orElseThrow();
            // a function that only its owner can call gives nobody anything he has not got
            boolean reachable = function.trigger()
                    || !function.applicationCalls().isEmpty()
                    || function.callers().contains("");
            if (worst.level() == DynamicSql.Level.SAFE || !reachable) {
                continue;
            }
            String seen = "runs text with the rights of " + function.owner()
                    + (function.superuserOwns() ? ", a superuser" : "") + ", callable by "
                    + callers(function, application) + ": " + worst.because();
            findings.add(
                    worst.level() == DynamicSql.Level.UNSAFE
                            ? Finding.fail(CONTROL, function.subject(), seen, "a rewrite, or no callers")
                            : Finding.warn(CONTROL, function.subject(), seen, "a rewrite, or no callers"));
        }
        return Outcome.of(
                        findings,
                        definers == 0
                                ? "no SECURITY DEFINER function executes text"
                                : "none of " + definers + " SECURITY DEFINER functions executes its caller's text")
                .with(evidence);
    }

    private static String callers(DynamicFunctions.Function function, Set<String> application) {
        if (function.callers().contains("")) {
            return "everybody";
        }
        if (function.applicationCalls().isEmpty()) {
            return "triggers";
        }
        return function.applicationCalls().stream()
                .map(role -> application.contains(role) ? "the application's role " + role : role)
                .collect(Collectors.joining(", "));
    }

    @Override
    public List<Input> asks(Finding finding, DynamicFunctions dynamic) {
        return dynamic
                .find(finding.subject())
                .filter(function -> !function.callers().isEmpty())
                .map(function -> new Input(
                        CONFIRM,
                        "Take EXECUTE from everybody but the owner until the function is rewritten? What calls it"
                                + " stops working. Answer yes to do it.",
                        "yes",
                        false))
                .stream()
                .toList();
    }

    @Override
    public List<Change> remedy(Finding finding, DynamicFunctions dynamic, Inputs inputs) {
        boolean confirmed =
                inputs.text(finding, CONFIRM).filter("yes"::equalsIgnoreCase).isPresent();
        if (!confirmed) {
            return List.of();
        }
        return dynamic.find(finding.subject()).stream()
                .flatMap(function -> function.callers().stream().distinct().<Change>map(caller -> {
                    DatabaseObject object = DatabaseObject.function(
                            function.database(), function.schema(), function.name(), function.identity());
                    return Revoke.of(
                            caller.isEmpty()
                                    ? Privilege.ofPublic("EXECUTE", object)
                                    : Privilege.of("EXECUTE", object, caller));
                }))
                .toList();
    }
}
