package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ApplicationRoles;
import org.pgrampart.probe.DefinerFunctions;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;
import org.pgrampart.probe.SchemaRights;

class DefinerFunctionsAreNotPublicTest {
    private final DefinerFunctionsAreNotPublic check = new DefinerFunctionsAreNotPublic();

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
    void namedCallersPass() {
        assertEquals(Status.PASS, status(one(true, false, false)));
    }

    @Test
    void aSuperusersFunctionFailsAndAnothersWarns() {
        assertEquals(Status.FAIL, status(one(true, true, false)));
        assertEquals(Status.WARN, status(one(false, true, false)));
    }

    @Test
    void theApplicationKeepsTheCall() {
        DefinerFunctions definer = one(true, true, false);
        Finding finding = check.judge(definer, Baseline.standard()).findings().getFirst();
        String changes = check.remedy(finding, definer, Inputs.none()).stream()
                .map(c -> c.steps().toString())
                .toList()
                .toString();
        assertTrue(changes.contains("TO \"web\"") && changes.contains("FROM PUBLIC"), changes);
    }
}
