package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.SchemaRights;

class PublicCreatesNothingTest {
    private final PublicCreatesNothing check = new PublicCreatesNothing();

    private Status status(SchemaRights evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static SchemaRights schema(boolean open) {
        return new SchemaRights(
                List.of(new SchemaRights.Schema("shop", "public", "postgres", open, List.of(), List.of("app"))));
    }

    @Test
    void aClosedSchemaPasses() {
        assertEquals(Status.PASS, status(schema(false)));
    }

    @Test
    void anOpenOneFailsAndItsInhabitantsKeepTheRight() {
        Outcome outcome = check.judge(schema(true), Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        List<Change> changes = check.remedy(outcome.findings().getFirst(), schema(true), Inputs.none());
        assertEquals(2, changes.size());
        assertTrue(changes.get(0).steps().toString().contains("GRANT CREATE"), changes.toString());
        assertTrue(changes.get(1).steps().toString().contains("REVOKE CREATE"), changes.toString());
    }
}
