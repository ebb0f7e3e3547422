package org.pgrampart.catalogue.audits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.AssessorRights;

class AssessorHasFewRightsTest {
    @Test
    void aMonitoringRolePasses() {
        assertEquals(Status.PASS, status(false, List.of()));
    }

    @Test
    void aSuperuserAndOneWithMoreThanItNeedsWarn() {
        assertEquals(Status.WARN, status(true, List.of()));
        assertEquals(Status.WARN, status(false, List.of("CREATEROLE")));
    }

    private static Status status(boolean superuser, List<String> beyond) {
        return new AssessorHasFewRights()
                .judge(new AssessorRights("auditor", superuser, beyond, true, true, false), Baseline.standard())
                .status();
    }
}
