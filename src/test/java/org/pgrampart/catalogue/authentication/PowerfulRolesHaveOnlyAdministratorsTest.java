package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class PowerfulRolesHaveOnlyAdministratorsTest {
    private final PowerfulRolesHaveOnlyAdministrators check = new PowerfulRolesHaveOnlyAdministrators();

    private Status status(Roles evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static Roles roles(Roles.Membership... memberships) {
        return Roles.of(
                List.of(
                        Role.login("postgres").asSuperuser(),
                        Role.login("app"),
                        Role.group("staff"),
                        Role.group("pg_read_server_files"),
                        Role.group("pg_read_all_data"),
                        Role.group("pg_monitor")),
                List.of(memberships),
                Map.of());
    }

    @Test
    void nobodyAndMonitoringPass() {
        assertEquals(Status.PASS, status(roles()));
        assertEquals(Status.PASS, status(roles(Roles.Membership.of("app", "pg_monitor"))));
    }

    @Test
    void serverFilesFailAndDataWarns() {
        assertEquals(Status.FAIL, status(roles(Roles.Membership.of("app", "pg_read_server_files"))));
        assertEquals(Status.WARN, status(roles(Roles.Membership.of("app", "pg_read_all_data"))));
    }

    @Test
    void aMembershipThroughAGroupIsFoundAndCutAtTheGroup() {
        Roles roles = roles(Roles.Membership.of("app", "staff"), Roles.Membership.of("staff", "pg_read_server_files"));
        Outcome outcome = check.judge(roles, Baseline.standard());
        Finding finding = outcome.findings().stream()
                .filter(f -> f.subject().name().equals("role app"))
                .findFirst()
                .orElseThrow();
        assertTrue(finding.seen().endsWith("through staff"), finding.seen());
        assertEquals(
                check.remedy(
                        outcome.findings().stream()
                                .filter(f -> f.subject().name().equals("role staff"))
                                .findFirst()
                                .orElseThrow(),
                        roles,
                        Inputs.none()),
                check.remedy(finding, roles, Inputs.none()));
    }
}
