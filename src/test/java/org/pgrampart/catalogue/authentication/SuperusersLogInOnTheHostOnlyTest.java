package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class SuperusersLogInOnTheHostOnlyTest {
    private final SuperusersLogInOnTheHostOnly check = new SuperusersLogInOnTheHostOnly();
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
    void loopbackAndTheHostsOwnAddressPass() {
        assertEquals(
                Status.PASS,
                status(rules("host all all 127.0.0.1/32 scram-sha-256\nhost all all 10.0.0.5/32 scram-sha-256\n")));
    }

    @Test
    void aRejectAboveTheOpenRulePasses() {
        assertEquals(
                Status.PASS,
                status(rules("host all,replication postgres all reject\nhost all all 0.0.0.0/0 scram-sha-256\n")));
    }

    @Test
    void aRejectBelowTheOpenRuleDoesNot() {
        assertEquals(
                Status.FAIL, status(rules("host all all 0.0.0.0/0 scram-sha-256\nhost all postgres all reject\n")));
    }

    @Test
    void replicationAloneIsALoginToo() {
        assertEquals(Status.FAIL, status(rules("host replication all 10.0.0.0/8 scram-sha-256\n")));
    }

    @Test
    void theRemedyRejectsOutsideAndKeepsLoopbackOpen() {
        LoginRules rules = rules("local all all peer\n# everybody\nhost all all 0.0.0.0/0 md5\n");
        Outcome outcome = check.judge(rules, Baseline.standard());
        Finding finding = outcome.findings().getFirst();
        assertEquals("role postgres", finding.subject().name());
        HbaEdit edit = (HbaEdit) check.remedy(finding, rules, Inputs.none()).getFirst();
        String text = edited(List.of(edit));
        assertEquals("""
                local all all peer
                # everybody
                host all postgres 127.0.0.1/32 scram-sha-256
                host all,replication postgres all reject
                host all all 0.0.0.0/0 md5
                """, text);
        assertEquals(Status.PASS, status(rules(text)));
        assertEquals(
                text,
                new String(
                        edit.edited(Optional.of(edit.edited(edit.base()))).bytes(),
                        java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void whoCameInThisWayIsNotShutOut() {
        LoginRules rules = rules("host all all 0.0.0.0/0 scram-sha-256\n").from("postgres", "203.0.113.9");
        Finding finding = check.judge(rules, Baseline.standard()).findings().getFirst();
        assertEquals(List.of(), check.remedy(finding, rules, Inputs.none()));
        assertTrue(finding.wanted().contains("tunnel"), finding.wanted());
    }
}
