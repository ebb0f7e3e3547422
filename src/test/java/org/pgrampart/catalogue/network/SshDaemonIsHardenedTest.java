package org.pgrampart.catalogue.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.change.FileEdit;
import org.pgrampart.change.SshDropIn;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.SshDaemon;

class SshDaemonIsHardenedTest {
    private final SshDaemonIsHardened check = new SshDaemonIsHardened();

    private Status status(SshDaemon evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static final String GOOD = """
            permitrootlogin no
            passwordauthentication no
            kbdinteractiveauthentication no
            permitemptypasswords no
            maxauthtries 3
            allowusers alice
            x11forwarding no
            allowtcpforwarding local
            permitopen localhost:5432
            """;

    @Test
    void keysOnlyWithATunnelToTheDatabasePasses() {
        assertEquals(Status.PASS, status(SshDaemon.of(GOOD)));
    }

    @Test
    void passwordsForAllFail() {
        assertEquals(
                Status.FAIL,
                status(SshDaemon.of(GOOD.replace("passwordauthentication no", "passwordauthentication yes"))));
        assertEquals(
                Status.FAIL, status(SshDaemon.of(GOOD.replace("permitemptypasswords no", "permitemptypasswords yes"))));
    }

    @Test
    void theRestWarns() {
        for (String weak : List.of("x11forwarding yes", "maxauthtries 6", "permitrootlogin yes")) {
            String key = weak.substring(0, weak.indexOf(' '));
            assertEquals(Status.WARN, status(SshDaemon.of(GOOD.replaceAll(key + " .*", weak))), weak);
        }
        assertEquals(Status.WARN, status(SshDaemon.of(GOOD.replace("permitopen localhost:5432\n", ""))));
    }

    @Test
    void anAdditionIsOfferedWhereSshdReadsItAndElseItsOwnFile() {
        SshDaemon without = SshDaemon.of(GOOD.replace("x11forwarding no", "x11forwarding yes"));
        Finding finding = check.judge(without, Baseline.standard()).findings().getFirst();
        Inputs inputs = new Inputs(Map.of(finding.key(), Map.of("users", Secret.of("alice"))));
        assertEquals(List.of(), check.remedy(finding, without, Inputs.none()));
        assertEquals(SshDropIn.MAIN, path(check.remedy(finding, without, inputs)));
        assertEquals(SshDropIn.FILE, path(check.remedy(finding, new SshDaemon(without.settings(), true), inputs)));
    }

    private static String path(List<Change> changes) {
        assertEquals(1, changes.size());
        return ((FileEdit) changes.getFirst()).path();
    }
}
