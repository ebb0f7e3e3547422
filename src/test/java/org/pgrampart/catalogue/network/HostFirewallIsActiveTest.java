package org.pgrampart.catalogue.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Exposure;
import org.pgrampart.probe.Firewall;
import org.pgrampart.probe.Listening;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;

class HostFirewallIsActiveTest {
    private final HostFirewallIsActive check = new HostFirewallIsActive();
    private static final String DROPS = "tool nft\ntable inet filter {\nchain input {\n"
            + "type filter hook input priority 0; policy drop;\nip saddr 10.0.0.0/24 tcp dport 5432 accept\n}\n}\n";

    private static Exposure exposure(String listen, String hba, String firewall) {
        LoginRules logins = LoginRules.of(
                hba, Roles.of(List.of(Role.login("postgres").asSuperuser(), Role.login("app")), List.of(), Map.of()));
        return new Exposure(
                Listening.of(listen, List.of(), "127.0.0.1/8", "10.0.0.5/24"), logins, Firewall.of(firewall));
    }

    private Status status(Exposure evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static final String HBA = "host all all 10.0.0.0/24 scram-sha-256\n";

    @Test
    void aDroppingChainOrAnActiveToolPasses() {
        assertEquals(Status.PASS, status(exposure("*", HBA, DROPS)));
        assertEquals(Status.PASS, status(exposure("*", HBA, "guard ufw\n")));
    }

    @Test
    void noRulesetFails() {
        assertEquals(Status.FAIL, status(exposure("*", HBA, "tool nft\n")));
    }

    @Test
    void aChainThatAcceptsEverythingGuardsNothing() {
        assertEquals(
                Status.FAIL,
                status(exposure(
                        "*",
                        HBA,
                        "tool nft\ntable inet filter {\nchain input {\n"
                                + "type filter hook input priority 0; policy accept;\n}\n}\n")));
    }

    @Test
    void theRulesLetTheNamedNetworksIn() {
        Exposure open = exposure("*", HBA, "ssh 2222\n");
        Finding finding = check.judge(open, Baseline.standard()).findings().getFirst();
        assertEquals(List.of(), check.remedy(finding, open, Inputs.none()));
        Inputs inputs = new Inputs(
                Map.of(finding.key(), Map.of("clients", Secret.of("10.0.0.0/24"), "admins", Secret.of("10.0.9.0/24"))));
        String script = check.remedy(finding, open, inputs).getFirst().steps().toString()
                + check.remedy(finding, open, inputs).getFirst();
        assertTrue(script.contains("ip saddr 10.0.9.0/24 tcp dport 2222 accept"), script);
    }
}
