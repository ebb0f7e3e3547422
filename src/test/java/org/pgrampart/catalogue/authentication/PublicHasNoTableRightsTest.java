package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.PublicGrants;

class PublicHasNoTableRightsTest {
    private final PublicHasNoTableRights check = new PublicHasNoTableRights();

    private Status status(PublicGrants evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static PublicGrants grants(Set<String> whole, Map<String, Set<String>> columns) {
        return new PublicGrants(List.of(new PublicGrants.Relation("shop", "public", "orders", false, whole, columns)));
    }

    @Test
    void noGrantPasses() {
        assertEquals(Status.PASS, status(new PublicGrants(List.of())));
    }

    @Test
    void readingWarnsAndWritingFails() {
        assertEquals(Status.WARN, status(grants(Set.of("SELECT"), Map.of())));
        assertEquals(Status.FAIL, status(grants(Set.of("SELECT", "UPDATE"), Map.of())));
    }

    @Test
    void aGrantOnOneColumnCountsAndIsRevokedThere() {
        PublicGrants grants = grants(Set.of(), Map.of("email", Set.of("UPDATE")));
        Outcome outcome = check.judge(grants, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        List<Change> changes = check.remedy(outcome.findings().getFirst(), grants, Inputs.none());
        assertTrue(changes.getFirst().steps().toString().contains("email"), changes.toString());
    }
}
