package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

class NoRuleAsksForClearTextPasswordsTest {
    private final NoRuleAsksForClearTextPasswords check = new NoRuleAsksForClearTextPasswords();
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
    void passwordFailsWithoutTlsAndWarnsWithIt() {
        assertEquals(Status.FAIL, status(rules("host all app 10.0.0.0/24 password\n")));
        assertEquals(Status.WARN, status(rules("hostssl all app 10.0.0.0/24 password\n")));
    }

    @Test
    void itBecomesScramUnlessARoleStillHasMd5() {
        LoginRules safe = rules("host all app 10.0.0.0/24 password\n");
        Finding finding = check.judge(safe, Baseline.standard()).findings().getFirst();
        assertEquals("host all app 10.0.0.0/24 scram-sha-256\n", edited(check.remedy(finding, safe, Inputs.none())));
        LoginRules blocked = rules("host all old 10.0.0.0/24 password\n");
        Finding other = check.judge(blocked, Baseline.standard()).findings().getFirst();
        assertEquals(List.of(), check.remedy(other, blocked, Inputs.none()));
    }

    @Test
    void aTlsRuleOnAServerWithoutTlsLetsNobodyIn() {
        assertEquals(
                Status.PASS,
                status(rules("hostssl all app 10.0.0.0/24 password\n").withoutTls()));
    }
}
