package org.pgrampart.catalogue.injection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ApplicationReach;
import org.pgrampart.probe.ApplicationRoles;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class InjectionReachesOnlyRowsTest {
    private final InjectionReachesOnlyRows check = new InjectionReachesOnlyRows();

    private static ApplicationReach reach(int version, Role role, List<String> creates, String... groups) {
        List<Role> all = new ArrayList<>(List.of(role));
        List<Roles.Membership> memberships = new ArrayList<>();
        for (String group : groups) {
            all.add(Role.group(group));
            memberships.add(Roles.Membership.of(role.name(), group));
        }
        ApplicationReach.Right right = new ApplicationReach.Right(
                "shop",
                role.name(),
                true,
                false,
                creates,
                creates,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return new ApplicationReach(
                new ApplicationRoles(Roles.of(all, memberships, Map.of()), Map.of("shop", Set.of(role.name()))),
                Set.of(),
                List.of(right),
                version);
    }

    private Outcome judge(ApplicationReach reach) {
        return check.judge(reach, Baseline.standard());
    }

    @Test
    void rowsPassAndDdlWarns() {
        assertEquals(
                Status.PASS, judge(reach(150018, Role.login("app"), List.of())).status());
        assertEquals(
                Status.WARN,
                judge(reach(150018, Role.login("app"), List.of("public"))).status());
    }

    @Test
    void programsOnTheHostFailAndTheMembershipEndsWhenTheOwnerAgrees() {
        ApplicationReach reach = reach(150018, Role.login("app"), List.of(), "pg_execute_server_program");
        Outcome outcome = judge(reach);
        assertEquals(Status.FAIL, outcome.status());
        Finding finding = outcome.findings().getFirst();
        assertEquals(List.of(), check.remedy(finding, reach, Inputs.none()));
        Inputs yes = new Inputs(Map.of(finding.key(), Map.of("confirm", Secret.of("yes"))));
        assertEquals(1, check.remedy(finding, reach, yes).size());
    }

    @Test
    void aSuperuserFails() {
        assertEquals(
                Status.FAIL,
                judge(reach(150018, Role.login("app").asSuperuser(), List.of())).status());
    }

    @Test
    void makingRolesReachesTheHostBeforeSixteenOnly() {
        Role role = Role.login("app").with(true, false);
        assertEquals(Status.FAIL, judge(reach(150018, role, List.of())).status());
        assertEquals(Status.WARN, judge(reach(160000, role, List.of())).status());
    }
}
