package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class StoredPasswordsAreScramTest {
    private final StoredPasswordsAreScram check = new StoredPasswordsAreScram();

    private Status status(Roles evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static Roles one(Role role, Role.Verifier kind) {
        return Roles.of(List.of(role), List.of(), Map.of(role.name(), kind));
    }

    @Test
    void scramAndNoPasswordPass() {
        assertEquals(Status.PASS, status(one(Role.login("app"), Role.Verifier.SCRAM)));
        assertEquals(Status.PASS, status(one(Role.login("app"), Role.Verifier.NONE)));
    }

    @Test
    void anMd5HashIsAFindingOnItsRole() {
        Outcome outcome = check.judge(one(Role.login("app"), Role.Verifier.MD5), Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals("role app", outcome.findings().getFirst().subject().name());
    }

    @Test
    void aRoleThatCannotLogInOnlyWarns() {
        assertEquals(Status.WARN, status(one(Role.group("staff"), Role.Verifier.MD5)));
    }

    @Test
    void theNewPasswordNeverShowsInTheChange() {
        Roles roles = one(Role.login("app"), Role.Verifier.MD5);
        Finding finding = check.judge(roles, Baseline.standard()).findings().getFirst();
        assertEquals(List.of(), check.remedy(finding, roles, Inputs.none()));
        Inputs inputs = new Inputs(Map.of(finding.key(), Map.of("password", Secret.of("correct horse"))));
        Change change = check.remedy(finding, roles, inputs).getFirst();
        assertTrue(change instanceof SetVerifier);
        assertFalse((change + change.summary() + change.steps()).contains("correct horse"));
        assertFalse((change + change.summary() + change.steps()).contains("SCRAM-SHA-256$"));
    }
}
