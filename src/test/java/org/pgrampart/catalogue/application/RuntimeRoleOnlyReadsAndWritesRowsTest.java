package org.pgrampart.catalogue.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ApplicationReach;
import org.pgrampart.probe.ApplicationRoles;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class RuntimeRoleOnlyReadsAndWritesRowsTest {
    private final RuntimeRoleOnlyReadsAndWritesRows check = new RuntimeRoleOnlyReadsAndWritesRows();

    private static ApplicationReach reach(ApplicationReach.Right right) {
        Roles roles = Roles.of(List.of(Role.login("app")), List.of(), Map.of());
        return new ApplicationReach(
                new ApplicationRoles(roles, Map.of("shop", Set.of("app"))), Set.of(), List.of(right), 150018);
    }

    private static ApplicationReach.Right right(
            List<String> creates, long owns, List<ApplicationReach.Own> own, List<String> migrations) {
        return new ApplicationReach.Right(
                "shop",
                "app",
                true,
                false,
                creates,
                creates,
                owns,
                own.stream()
                        .filter(o -> o.privilege().equals("TRUNCATE"))
                        .map(o -> o.schema() + "." + o.table() + ": " + o.privilege())
                        .toList(),
                own,
                migrations,
                List.of(),
                List.of());
    }

    private Outcome judge(ApplicationReach reach) {
        return check.judge(reach, Baseline.standard());
    }

    @Test
    void rowsOnlyPass() {
        assertEquals(
                Status.PASS,
                judge(reach(right(List.of(), 0, List.of(), List.of()))).status());
    }

    @Test
    void creatingOwningAndTruncatingWarnEachForItself() {
        ApplicationReach reach = reach(right(
                List.of("public"),
                3,
                List.of(
                        new ApplicationReach.Own("public", "t", "TRUNCATE"),
                        new ApplicationReach.Own("public", "django_migrations", "DELETE")),
                List.of("DELETE")));
        Outcome outcome = judge(reach);
        assertEquals(Status.WARN, outcome.status());
        assertEquals(4, outcome.findings().size());
        assertEquals(4, outcome.findings().stream().map(Finding::key).distinct().count(), "each has a key of its own");
        List<String> changes = outcome.findings().stream()
                .flatMap(f -> check.remedy(f, reach, Inputs.none()).stream())
                .map(c -> c.steps().toString())
                .toList();
        assertEquals(3, changes.size());
        assertTrue(changes.toString().contains("REVOKE TRUNCATE"), changes.toString());
    }
}
