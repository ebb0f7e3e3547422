package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.LocalLogins;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class NoRuleTrustsTest {
    private final NoRuleTrusts check = new NoRuleTrusts();
    private static final Roles ROLES = Roles.of(
            List.of(Role.login("postgres").asSuperuser(), Role.login("app"), Role.login("old")),
            List.of(),
            Map.of("postgres", Role.Verifier.SCRAM, "app", Role.Verifier.SCRAM, "old", Role.Verifier.MD5));

    private static LoginRules rules(String text) {
        return LoginRules.of(text, ROLES);
    }

    private static String edited(List<Change> changes) {
        HbaEdit edit = (HbaEdit) changes.getFirst();
        return new String(edit.edited(edit.base()).bytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private Status status(LocalLogins evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static LocalLogins local(String text) {
        return LocalLogins.of(rules(text), "postgres");
    }

    @Test
    void peerAndScramPass() {
        assertEquals(Status.PASS, status(local("local all all peer\nhost all all all scram-sha-256\n")));
    }

    @Test
    void aTrustingNetworkRuleFailsAndBecomesScramForRolesThatHaveIt() {
        LocalLogins local = local("# kept\nhost  shop  app 10.0.0.0/24   trust # why\nlocal all all peer\n");
        Outcome outcome = check.judge(local, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals("pg_hba.conf:2", outcome.findings().getFirst().subject().name());
        assertEquals(
                "# kept\nhost  shop  app 10.0.0.0/24   scram-sha-256 # why\nlocal all all peer\n",
                edited(check.remedy(outcome.findings().getFirst(), local, Inputs.none())));
    }

    @Test
    void aRoleWithoutScramHoldsTheChangeUpAndIsNamed() {
        LocalLogins local = local("host all app,old 10.0.0.0/24 trust\n");
        Outcome outcome = check.judge(local, Baseline.standard());
        Finding finding = outcome.findings().getFirst();
        assertTrue(finding.wanted().contains("old"), finding.wanted());
        assertFalse(finding.wanted().contains("app"), finding.wanted());
        assertEquals(List.of(), check.remedy(finding, local, Inputs.none()));
    }

    @Test
    void aTrustingSocketBecomesPeerWhereTheServersAccountIsSuperuser() {
        LocalLogins local = local("local all all trust\n");
        Outcome outcome = check.judge(local, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "local all all peer\n", edited(check.remedy(outcome.findings().getFirst(), local, Inputs.none())));
    }

    @Test
    void aTrustingSocketThatOnlyTheServersAccountReachesPasses() {
        LocalLogins local =
                new LocalLogins(rules("local all all trust\n"), List.of("700"), Optional.of("me"), Optional.of(1));
        assertEquals(Status.PASS, status(local));
    }

    @Test
    void aTrustRuleThatAnEarlierRejectShadowsCountsForNothing() {
        assertEquals(Status.PASS, status(local("host all all all reject\nhost all all 10.0.0.0/8 trust\n")));
    }

    @Test
    void aQuotedAllIsAnOrdinaryName() {
        Outcome outcome = check.judge(local("host \"all\" \"all\" 10.0.0.0/24 trust\n"), Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertTrue(outcome.findings().getFirst().subject().stable().contains("\"all\""));
    }
}
