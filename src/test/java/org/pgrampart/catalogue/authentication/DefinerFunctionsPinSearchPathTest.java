package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ApplicationRoles;
import org.pgrampart.probe.DefinerFunctions;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;
import org.pgrampart.probe.SchemaRights;

class DefinerFunctionsPinSearchPathTest {
    private final DefinerFunctionsPinSearchPath check = new DefinerFunctionsPinSearchPath();

    private static DefinerFunctions one(boolean superuser, boolean open, boolean everybodyCreates, String... config) {
        var function = new DefinerFunctions.Function(
                "shop",
                "public",
                "public.pay(integer)",
                "pay",
                "amount integer",
                false,
                superuser ? "postgres" : "app",
                superuser,
                open,
                List.of(config));
        var schema = new SchemaRights.Schema("shop", "public", "postgres", everybodyCreates, List.of(), List.of());
        Roles roles = Roles.of(List.of(Role.login("web")), List.of(), Map.of());
        return new DefinerFunctions(
                List.of(function),
                new SchemaRights(List.of(schema)),
                new ApplicationRoles(roles, Map.of("shop", Set.of("web"))));
    }

    private Status status(DefinerFunctions evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    @Test
    void aPinnedPathWithPgTempLastPasses() {
        assertEquals(Status.PASS, status(one(true, false, false, "search_path=pg_catalog, public, pg_temp")));
        assertEquals(Status.PASS, status(one(true, false, false, "search_path=pg_catalog, \"public\", pg_temp")));
    }

    @Test
    void noPathOfItsOwnFails() {
        assertEquals(Status.FAIL, status(one(true, false, false, "work_mem=4MB")));
    }

    @Test
    void pgTempLeftOutOrNotLastFails() {
        assertEquals(Status.FAIL, status(one(true, false, false, "search_path=pg_catalog, public")));
        assertEquals(Status.FAIL, status(one(true, false, false, "search_path=pg_temp, pg_catalog")));
    }

    @Test
    void twoNamesInOnePairOfQuotesAreOneWrongName() {
        assertEquals(Status.FAIL, status(one(true, false, false, "search_path=\"pg_catalog, pg_temp\"")));
    }

    @Test
    void aSchemaThatEverybodyCreatesInFails() {
        DefinerFunctions definer = one(true, false, true, "search_path=pg_catalog, public, pg_temp");
        Outcome outcome = check.judge(definer, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        List<Change> changes = check.remedy(outcome.findings().getFirst(), definer, Inputs.none());
        assertTrue(changes.getFirst().steps().toString().contains("REVOKE CREATE"), changes.toString());
    }

    @Test
    void anEmptyPathWarns() {
        assertEquals(Status.WARN, status(one(true, false, false, "search_path=\"\"")));
    }
}
