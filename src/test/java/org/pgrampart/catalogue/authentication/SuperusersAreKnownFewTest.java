package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ApplicationRoles;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class SuperusersAreKnownFewTest {
    private final SuperusersAreKnownFew check = new SuperusersAreKnownFew();

    private static ApplicationRoles roles(Set<String> application, List<Roles.Membership> memberships, Role... roles) {
        return new ApplicationRoles(Roles.of(List.of(roles), memberships, Map.of()), Map.of("shop", application));
    }

    private Status status(ApplicationRoles evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static final Role POSTGRES = Role.login("postgres").asSuperuser();

    @Test
    void theExpectedSuperuserPasses() {
        assertEquals(Status.PASS, status(roles(Set.of("app"), List.of(), POSTGRES, Role.login("app"))));
    }

    @Test
    void anApplicationThatLogsInAsAnExpectedOneFails() {
        assertEquals(Status.FAIL, status(roles(Set.of("postgres"), List.of(), POSTGRES)));
    }

    @Test
    void anotherSuperuserLosesTheAttributeOnceItsNameIsTyped() {
        ApplicationRoles roles =
                roles(Set.of("app"), List.of(), POSTGRES, Role.login("app").asSuperuser());
        Finding finding = check.judge(roles, Baseline.standard()).findings().getFirst();
        assertEquals("role app", finding.subject().name());
        assertEquals(List.of(), check.remedy(finding, roles, Inputs.none()));
        Inputs inputs = new Inputs(Map.of(finding.key(), Map.of("confirm", Secret.of("app"))));
        assertEquals(1, check.remedy(finding, roles, inputs).size());
    }

    @Test
    void theSessionsOwnRoleIsNeverDemoted() {
        ApplicationRoles roles =
                roles(Set.of("postgres"), List.of(), POSTGRES, Role.login("dba").asSuperuser());
        Finding finding = check.judge(roles, Baseline.standard()).findings().stream()
                .filter(f -> f.subject().bare().equals("postgres"))
                .findFirst()
                .orElseThrow();
        Inputs inputs = new Inputs(Map.of(finding.key(), Map.of("confirm", Secret.of("postgres"))));
        assertEquals(List.of(), check.remedy(finding, roles, inputs));
        assertEquals(List.of(), check.asks(finding, roles));
    }
}
