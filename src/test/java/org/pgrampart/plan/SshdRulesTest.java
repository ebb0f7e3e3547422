package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SshdRulesTest {
    private static Optional<String> refusal(String login, String... lines) {
        List<String> printed = new java.util.ArrayList<>(List.of("passed\tsshd\tfine", "groups staff ssh-users"));
        for (String line : lines) {
            printed.add("effective " + line);
        }
        return SshdRules.read(printed, login, "10.1.2.3").refusal();
    }

    @Test
    void withoutListsEverybodyMayTry() {
        assertTrue(refusal("anna", "pubkeyauthentication yes").isEmpty());
    }

    @Test
    void aListWithoutTheLoginShutsItOut() {
        assertEquals(
                "AllowUsers does not name anna",
                refusal("anna", "allowusers bob", "allowusers carl").orElseThrow());
        assertTrue(refusal("anna", "allowusers bob", "allowusers an?a").isEmpty());
        assertTrue(refusal("anna", "allowusers *@10.1.*").isEmpty());
        assertTrue(refusal("anna", "allowusers anna@192.168.*").isPresent());
        assertTrue(refusal("anna", "allowusers anna@10.0.0.0/8").isEmpty());
    }

    @Test
    void aDenialWinsOverAPermission() {
        assertEquals(
                "DenyUsers names anna",
                refusal("anna", "allowusers anna", "denyusers a*").orElseThrow());
        assertTrue(refusal("anna", "denygroups staff").isPresent());
    }

    @Test
    void groupsAreThoseOfTheLogin() {
        assertTrue(refusal("anna", "allowgroups ssh-*").isEmpty());
        assertTrue(refusal("anna", "allowgroups wheel sudo").isPresent());
    }

    @Test
    void rootMayBeShutOutByName() {
        assertTrue(refusal("root", "permitrootlogin no").isPresent());
        assertTrue(refusal("root", "permitrootlogin prohibit-password").isEmpty());
        assertTrue(refusal("anna", "permitrootlogin no").isEmpty());
    }
}
