package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Grant;
import org.pgrampart.change.Privilege;
import org.pgrampart.change.Revoke;
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
import org.pgrampart.probe.DefinerFunctions;
import org.pgrampart.probe.Probe;

/// AUTH-36.
public final class DefinerFunctionsAreNotPublic implements Check<DefinerFunctions> {
    private static final Control CONTROL = new Control(
            "AUTH-36",
            Area.AUTHENTICATION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "SECURITY DEFINER functions are not callable by PUBLIC",
            """
            Such a function works with its owner's rights, and a new function is callable by everybody unless \
            somebody says otherwise. If a superuser owns it, any role that logs in is one mistake in its body away \
            from the whole server.""",
            """
            Revoke EXECUTE from PUBLIC and grant it to the roles that call the function. The application's own roles \
            are granted it in the same step, where they are known.""",
            """
            A role nobody thought of that calls the function gets permission denied. Functions that only triggers \
            call need no grant.""",
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
            if (!function.publicExecutes()) {
                continue;
            }
            String seen = "everybody may call it with the rights of " + function.owner();
            findings.add(
                    function.superuserOwns()
                            ? Finding.fail(CONTROL, function.subject(), seen + ", a superuser", "no EXECUTE for PUBLIC")
                            : Finding.warn(CONTROL, function.subject(), seen, "no EXECUTE for PUBLIC"));
        }
        int count = definer.functions().size();
        return Outcome.of(
                        findings,
                        count == 0
                                ? "there is no SECURITY DEFINER function"
                                : "none of " + count + " SECURITY DEFINER functions is callable by PUBLIC")
                .with(evidence);
    }

    @Override
    public List<Change> remedy(Finding finding, DefinerFunctions definer, Inputs inputs) {
        return definer.find(finding.subject())
                .map(function -> close(function, definer))
                .orElse(List.of());
    }

    /// The application's roles keep the call by name before everybody loses it.
    private static List<Change> close(DefinerFunctions.Function function, DefinerFunctions definer) {
        List<Change> changes = new ArrayList<>();
        if (!function.trigger()) {
            Set<String> callers = definer.application().byDatabase().getOrDefault(function.database(), Set.of());
            callers.stream()
                    .filter(caller -> !caller.equals(function.owner()))
                    .forEach(caller -> changes.add(Grant.of(Privilege.of("EXECUTE", object(function), caller))));
        }
        changes.add(Revoke.of(Privilege.ofPublic("EXECUTE", object(function))));
        return changes;
    }

    static DatabaseObject object(DefinerFunctions.Function function) {
        return DatabaseObject.function(function.database(), function.schema(), function.name(), function.arguments());
    }
}
