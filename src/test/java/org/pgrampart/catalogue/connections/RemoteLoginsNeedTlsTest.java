package org.pgrampart.catalogue.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.IpAddress;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class RemoteLoginsNeedTlsTest {
    private static final Roles ROLES =
            Roles.of(List.of(Role.login("postgres"), Role.login("shop_app")), List.of(), Map.of());
    private final RemoteLoginsNeedTls check = new RemoteLoginsNeedTls();

    @Test
    void hostsslPassesAndSoDoRulesForTheServerItself() {
        assertEquals(Status.PASS, judge("""
                local all all peer
                hostssl all all 10.0.0.0/8 scram-sha-256
                host all all 127.0.0.1/32 scram-sha-256
                host all all ::1/128 scram-sha-256
                host all all samehost scram-sha-256
                """).status());
    }

    @Test
    void aHostLineForOthersFailsAndBecomesHostssl() {
        LoginRules rules = rules("local all all peer\nhost shop shop_app 10.0.0.0/8 scram-sha-256\n");
        Finding finding = check.judge(rules, Baseline.standard()).findings().getFirst();
        assertEquals(
                "pg_hba.conf:host shop shop_app 10.0.0.0/8 scram-sha-256",
                finding.subject().stable());
        assertEquals(
                List.of("pg_hba.conf: `host shop shop_app 10.0.0.0/8 scram-sha-256` becomes hostssl"),
                check.remedy(finding, rules, Inputs.none()).stream()
                        .map(Change::summary)
                        .toList());
    }

    @Test
    void rejectLinesCountAsWhatTheyDo() {
        assertEquals(
                Status.PASS,
                judge("host all all 0.0.0.0/0 reject\nhost all all ::/0 reject\n")
                        .status());
        assertEquals(Status.PASS, judge("""
                hostnossl all all all reject
                host all all 0.0.0.0/0 scram-sha-256
                """).status());
    }

    @Test
    void whileTlsIsOffEveryRemoteLineFailsAndNothingIsChanged() {
        LoginRules rules = rules("host all all 0.0.0.0/0 md5\n").withoutTls();
        Outcome outcome = check.judge(rules, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(List.of(), check.remedy(outcome.findings().getFirst(), rules, Inputs.none()));
    }

    @Test
    void theChangeIsHeldBackWhileAClientIsInWithoutTls() {
        LoginRules base = rules("host all all 0.0.0.0/0 scram-sha-256\n");
        LoginRules rules = new LoginRules(
                base.hba(),
                base.roles(),
                base.databases(),
                base.major(),
                true,
                base.own(),
                base.session(),
                List.of(new LoginRules.Client("shop_app", "shop", IpAddress.parse("192.0.2.7"), false)));
        Outcome outcome = check.judge(rules, Baseline.standard());
        assertEquals(List.of(), check.remedy(outcome.findings().getFirst(), rules, Inputs.none()));
    }

    @Test
    void withoutAShellSamehostIsStillNotRemote() {
        LoginRules base = rules("host all all samehost scram-sha-256\n");
        LoginRules rules = new LoginRules(
                base.hba(),
                base.roles(),
                base.databases(),
                base.major(),
                true,
                Optional.empty(),
                base.session(),
                List.of());
        assertEquals(Status.PASS, check.judge(rules, Baseline.standard()).status());
    }

    @Test
    void aFileWithErrorsIsUnknown() {
        assertEquals(
                Status.UNKNOWN,
                judge("host all all 10.0.0.0/99 scram-sha-256\n").status());
    }

    private static LoginRules rules(String text) {
        return LoginRules.of(text, ROLES);
    }

    private Outcome judge(String text) {
        return check.judge(rules(text), Baseline.standard());
    }
}
