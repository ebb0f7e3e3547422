package org.pgrampart.catalogue.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ApplicationReach;
import org.pgrampart.probe.ApplicationRoles;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;
import org.pgrampart.reading.Unreadable;

class RuntimeRoleHasNoAttributesTest {
    private final RuntimeRoleHasNoAttributes check = new RuntimeRoleHasNoAttributes();

    private static ApplicationReach reach(Role role, Set<String> declared) {
        Roles roles = Roles.of(List.of(role), List.of(), Map.of());
        return new ApplicationReach(new ApplicationRoles(roles, Map.of()), declared, List.of(), 150018);
    }

    @Test
    void aPlainRolePasses() {
        assertEquals(
                Status.PASS,
                check.judge(reach(Role.login("app"), Set.of("app")), Baseline.standard())
                        .status());
    }

    @Test
    void attributesFailAndGo() {
        ApplicationReach reach = reach(Role.login("app").asSuperuser().with(true, false), Set.of("app"));
        Outcome outcome = check.judge(reach, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "Role app: take superuser, createrole away",
                check.remedy(outcome.findings().getFirst(), reach, Inputs.none())
                        .getFirst()
                        .summary());
    }

    @Test
    void aRoleNamedByTheOwnerCounts() {
        Baseline named = Baseline.standard().applicationRoles(Set.of("app"));
        assertEquals(
                Status.FAIL,
                check.judge(reach(Role.login("app").asSuperuser(), Set.of()), named)
                        .status());
    }

    @Test
    void whenNoRoleIsKnownNothingIsClaimed() {
        assertThrows(
                Unreadable.class,
                () -> check.judge(reach(Role.login("app").asSuperuser(), Set.of()), Baseline.standard()));
    }
}
