package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.LocalLogins;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class LocalRulesArePeerOrScramTest {
    private final LocalRulesArePeerOrScram check = new LocalRulesArePeerOrScram();
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

    @Test
    void peerScramAndRejectPass() {
        String text = "local all postgres peer\nlocal shop all scram-sha-256\nlocal all all reject\n";
        assertEquals(Status.PASS, status(LocalLogins.of(rules(text), "postgres")));
    }

    @Test
    void md5OnTheSocketFailsAndIsRaisedWhereItLocksNobodyOut() {
        LocalLogins local = LocalLogins.of(rules("local all app md5\n"), "postgres");
        Outcome outcome = check.judge(local, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "local all app scram-sha-256\n",
                edited(check.remedy(outcome.findings().getFirst(), local, Inputs.none())));
    }

    @Test
    void withoutAnAccountOfThatNameTrustBecomesScramNotPeer() {
        LocalLogins local = LocalLogins.of(rules("local all postgres trust\n"), "learner");
        Outcome outcome = check.judge(local, Baseline.standard());
        assertEquals(
                "local all postgres scram-sha-256\n",
                edited(check.remedy(outcome.findings().getFirst(), local, Inputs.none())));
    }

    @Test
    void anotherSystemsMethodIsLeftToItsOwner() {
        LocalLogins local = LocalLogins.of(rules("local all all pam\n"), "postgres");
        Outcome outcome = check.judge(local, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(List.of(), check.remedy(outcome.findings().getFirst(), local, Inputs.none()));
    }
}
