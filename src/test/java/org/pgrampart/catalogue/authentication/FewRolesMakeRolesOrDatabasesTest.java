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
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class FewRolesMakeRolesOrDatabasesTest {
    private final FewRolesMakeRolesOrDatabases check = new FewRolesMakeRolesOrDatabases();

    private static ApplicationRoles roles(Set<String> application, List<Roles.Membership> memberships, Role... roles) {
        return new ApplicationRoles(Roles.of(List.of(roles), memberships, Map.of()), Map.of("shop", application));
    }

    private Status status(ApplicationRoles evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    @Test
    void plainRolesPass() {
        assertEquals(Status.PASS, status(roles(Set.of("app"), List.of(), Role.login("app"))));
    }

    @Test
    void theApplicationFailsAndOthersWarn() {
        Role app = Role.login("app").with(false, true);
        assertEquals(Status.FAIL, status(roles(Set.of("app"), List.of(), app)));
        assertEquals(Status.WARN, status(roles(Set.of(), List.of(), app)));
    }

    @Test
    void anApplicationThatIsSuperuserHasTheAttributesAnyway() {
        assertEquals(
                Status.FAIL,
                status(roles(Set.of("app"), List.of(), Role.login("app").asSuperuser())));
    }

    @Test
    void aRoleItCanBecomeCounts() {
        assertEquals(
                Status.FAIL,
                status(roles(
                        Set.of("app"),
                        List.of(Roles.Membership.of("app", "makers")),
                        Role.login("app"),
                        Role.group("makers").with(true, false))));
    }

    @Test
    void onlyWhatTheRoleHasIsTakenAway() {
        ApplicationRoles roles =
                roles(Set.of("app"), List.of(), Role.login("app").with(false, true));
        Finding finding = check.judge(roles, Baseline.standard()).findings().getFirst();
        String steps =
                check.remedy(finding, roles, Inputs.none()).getFirst().steps().toString();
        assertTrue(steps.contains("NOCREATEDB") && !steps.contains("CREATEROLE"), steps);
    }
}
