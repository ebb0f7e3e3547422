package org.pgrampart.catalogue.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.FirewalldRules;
import org.pgrampart.change.UfwRules;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Exposure;
import org.pgrampart.probe.Firewall;
import org.pgrampart.probe.Listening;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Role;
import org.pgrampart.probe.Roles;
import org.pgrampart.reading.Unreadable;

class LayersAgreeTest {
    private final LayersAgree check = new LayersAgree();
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

    private static final String NARROW = "host all all 10.0.0.0/24 scram-sha-256\n";
    private static final String WIDE = "host all all 0.0.0.0/0 scram-sha-256\n";

    @Test
    void threeNarrowLayersPass() {
        assertEquals(Status.PASS, status(exposure("localhost,10.0.0.5", NARROW, DROPS)));
    }

    @Test
    void listeningOnTheHostAlonePasses() {
        assertEquals(Status.PASS, status(exposure("localhost", WIDE, "")));
    }

    @Test
    void oneOpenLayerWarns() {
        assertEquals(Status.WARN, status(exposure("*", NARROW, DROPS)));
    }

    @Test
    void oneProtectingLayerOrNoneFails() {
        assertEquals(Status.FAIL, status(exposure("*", WIDE, DROPS)));
        assertEquals(Status.FAIL, status(exposure("*", WIDE, "")));
    }

    @Test
    void anotherToolsRulesAreNotGuessed() {
        Exposure exposure = exposure("*", NARROW, "guard ufw\n");
        assertThrows(Unreadable.class, () -> status(exposure));
    }

    /// An active ufw that drops what it has no rule for, and admits everybody to the port.
    private static final String UFW = """
            guard ufw
            table ip filter {
            chain INPUT {
            type filter hook input priority 0; policy drop;
            counter packets 0 bytes 0 jump ufw-user-input
            }
            chain ufw-user-input {
            tcp dport 5432 counter packets 0 bytes 0 accept
            }
            }
            """;

    @Test
    void theRemedyGoesThroughTheToolThatGuardsTheHost() {
        assertInstanceOf(UfwRules.class, remedy(exposure("*", NARROW, UFW)));
        String firewalld = UFW.replace("guard ufw", "guard firewalld").replace("ufw-user-input", "filter_IN_public");
        assertInstanceOf(FirewalldRules.class, remedy(exposure("*", NARROW, firewalld)));
        assertInstanceOf(FirewallRules.class, remedy(exposure("*", NARROW, "")));
    }

    private Change remedy(Exposure exposure) {
        Outcome outcome = check.judge(exposure, Baseline.standard());
        Finding finding = outcome.findings().getFirst();
        Secret network = Secret.of("10.0.0.0/24");
        Inputs answers = new Inputs(Map.of(finding.key(), Map.of("clients", network, "admins", network)));
        return check.remedy(finding, exposure, answers).getFirst();
    }
}
