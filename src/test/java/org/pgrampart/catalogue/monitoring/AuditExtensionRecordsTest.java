package org.pgrampart.catalogue.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.AuditExtension;
import org.pgrampart.probe.Settings;

class AuditExtensionRecordsTest {
    private final AuditExtensionRecords check = new AuditExtensionRecords();

    private static AuditExtension audit(int version, boolean offered, boolean created, String... pairs) {
        return new AuditExtension(Settings.of(version, pairs), offered, Map.of("shop", created));
    }

    private Outcome judge(AuditExtension audit) {
        return check.judge(audit, Baseline.standard());
    }

    @Test
    void absentWarns() {
        AuditExtension audit = audit(150018, false, false, "shared_preload_libraries", "pg_stat_statements");
        Outcome outcome = judge(audit);
        assertEquals(Status.WARN, outcome.status());
        assertEquals(List.of(), check.asks(outcome.findings().getFirst(), audit));
    }

    @Test
    void loadedAndSilentFails() {
        assertEquals(
                Status.FAIL,
                judge(audit(150018, true, true, "shared_preload_libraries", "pgaudit", "pgaudit.log", "none"))
                        .status());
    }

    @Test
    void loadedAndRecordingPasses() {
        assertEquals(
                Status.PASS,
                judge(audit(
                                150018,
                                true,
                                true,
                                "shared_preload_libraries",
                                "pgaudit",
                                "pgaudit.log",
                                "ddl, role, write",
                                "pgaudit.log_parameter",
                                "off"))
                        .status());
    }

    @Test
    void parametersInTheLogAndADatabaseWithoutItWarn() {
        Outcome outcome = judge(audit(
                150018,
                true,
                false,
                "shared_preload_libraries",
                "pgaudit",
                "pgaudit.log",
                "ddl",
                "pgaudit.log_parameter",
                "on"));
        assertEquals(Status.WARN, outcome.status());
        assertEquals(2, outcome.findings().size());
    }

    @Test
    void theListOfLibrariesKeepsWhatWasInIt() {
        AuditExtension audit = audit(170012, true, false, "shared_preload_libraries", "pg_stat_statements");
        Finding finding = judge(audit).findings().getFirst();
        Inputs inputs = new Inputs(Map.of(finding.key(), Map.of("classes", Secret.of("ddl,role"))));
        assertEquals(
                List.of("Set shared_preload_libraries to pg_stat_statements, pgaudit", "Set pgaudit.log to ddl,role"),
                check.remedy(finding, audit, inputs).stream()
                        .map(c -> c.summary())
                        .toList());
    }
}
