package org.pgrampart.catalogue.application;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.python.Value;

class AllowedHostsAreNamedTest {
    private final AllowedHostsAreNamed check = new AllowedHostsAreNamed();

    private Outcome judge(String settings) {
        return check.judge(Projects.of(settings), Baseline.standard());
    }

    @Test
    void namedHostsPass() {
        assertEquals(
                Status.PASS,
                judge("ALLOWED_HOSTS = ['shop.example.org', '.example.com']").status());
    }

    @Test
    void theAsteriskAndTheEmptyListFail() {
        assertEquals(
                Status.FAIL, judge("ALLOWED_HOSTS = ['shop.example.org', '*']").status());
        assertEquals(Status.FAIL, judge("ALLOWED_HOSTS = []").status());
        assertEquals(Status.FAIL, judge("X = 1").status());
    }

    @Test
    void theOwnersHostsAreWrittenAndNothingElse() {
        DjangoProject project = Projects.of("ALLOWED_HOSTS = ['*']");
        Finding finding = check.judge(project, Baseline.standard()).findings().getFirst();
        Inputs hosts = Projects.answer(finding, "hosts", "shop.example.org, \"] + evil");
        Change change = check.remedy(finding, project, hosts).getFirst();
        DjangoProject after = Projects.after(project, change);
        assertEquals(
                List.of("shop.example.org"),
                after.known().find("ALLOWED_HOSTS").flatMap(Value::asTexts).orElseThrow());
        assertEquals(Status.PASS, check.judge(after, Baseline.standard()).status());
    }
}
