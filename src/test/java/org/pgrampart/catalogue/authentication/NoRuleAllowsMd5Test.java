package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Status;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class NoRuleAllowsMd5Test {
    private final NoRuleAllowsMd5 check = new NoRuleAllowsMd5();
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

    private Status status(LoginRules evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    @Test
    void scramPasses() {
        assertEquals(Status.PASS, status(rules("host all all 10.0.0.0/24 scram-sha-256\n")));
    }

    @Test
    void md5WarnsAndNamesTheRolesThatHoldItUp() {
        LoginRules rules = rules("host all all 10.0.0.0/24 md5\n");
        Finding finding = check.judge(rules, Baseline.standard()).findings().getFirst();
        assertEquals(Status.WARN, finding.level());
        assertTrue(finding.wanted().endsWith("to old"), finding.wanted());
        assertEquals(List.of(), check.remedy(finding, rules, Inputs.none()));
    }

    @Test
    void whereEveryRoleHasScramTheMethodIsRaised() {
        LoginRules rules = rules("host all app 10.0.0.0/24 md5\n");
        Finding finding = check.judge(rules, Baseline.standard()).findings().getFirst();
        assertEquals("host all app 10.0.0.0/24 scram-sha-256\n", edited(check.remedy(finding, rules, Inputs.none())));
    }
}
