package org.pgrampart.catalogue.network;

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
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class LoginRulesNameNarrowRangesTest {
    private final LoginRulesNameNarrowRanges check = new LoginRulesNameNarrowRanges();
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
    void singleNetworksAndLoopbackPass() {
        assertEquals(
                Status.PASS,
                status(rules("host all all 127.0.0.0/8 scram-sha-256\nhost all all 10.0.0.0/24 scram-sha-256\n"
                        + "host all all fd00::/64 scram-sha-256\n")));
    }

    @Test
    void theWholeInternetFailsInEverySpelling() {
        for (String address : List.of("0.0.0.0/0", "::/0", "all", "0.0.0.0 0.0.0.0")) {
            assertEquals(Status.FAIL, status(rules("host all all " + address + " scram-sha-256\n")), address);
        }
    }

    @Test
    void aWideRangeWarnsAndARejectDoesNot() {
        assertEquals(Status.WARN, status(rules("host all all 10.0.0.0/16 scram-sha-256\n")));
        assertEquals(Status.PASS, status(rules("host all all 0.0.0.0/0 reject\n")));
        assertEquals(
                Status.PASS, status(rules("host all all 0.0.0.0/0 reject\nhost all all 10.0.0.0/8 scram-sha-256\n")));
    }

    @Test
    void theOwnersAddressesTakeItsPlaceAndTheSessionsOwnStays() {
        LoginRules rules = rules("host all all 0.0.0.0/0 scram-sha-256\n").from("postgres", "203.0.113.9");
        Finding finding = check.judge(rules, Baseline.standard()).findings().getFirst();
        assertEquals(List.of(), check.remedy(finding, rules, Inputs.none()));
        String text = edited(check.remedy(
                finding, rules, new Inputs(Map.of(finding.key(), Map.of("addresses", Secret.of("10.0.0.7/32"))))));
        assertTrue(text.contains("203.0.113.9/32") && text.contains("10.0.0.7/32"), text);
        assertEquals(Status.PASS, status(rules(text)));
        assertEquals(
                List.of(),
                check.remedy(
                        finding,
                        rules,
                        new Inputs(Map.of(finding.key(), Map.of("addresses", Secret.of("everywhere"))))));
    }
}
