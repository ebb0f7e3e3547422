package org.pgrampart.catalogue.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;
import org.pgrampart.reading.Unreadable;

class SchemaChangesAreLoggedTest {
    private final SchemaChangesAreLogged check = new SchemaChangesAreLogged();

    private Outcome judge(String... pairs) {
        return check.judge(Settings.of(150018, pairs), Baseline.standard());
    }

    @Test
    void ddlAndModPassAllAndNoneWarn() {
        assertEquals(Status.PASS, judge("log_statement", "ddl").status());
        assertEquals(Status.PASS, judge("log_statement", "mod").status());
        assertEquals(Status.WARN, judge("log_statement", "all").status());
        Outcome none = judge("log_statement", "none", "shared_preload_libraries", "");
        assertEquals(Status.WARN, none.status());
        assertEquals(
                "Set log_statement to ddl",
                check.remedy(none.findings().getFirst(), Settings.of(150018), Inputs.none())
                        .getFirst()
                        .summary());
    }

    @Test
    void pgAuditRecordsItInstead() {
        assertEquals(
                Status.PASS,
                judge("log_statement", "none", "shared_preload_libraries", "x, pgaudit", "pgaudit.log", "DDL, role")
                        .status());
        assertEquals(
                Status.WARN,
                judge("log_statement", "none", "shared_preload_libraries", "pgaudit", "pgaudit.log", "all, -ddl")
                        .status());
    }

    @Test
    void aHiddenListOfLibrariesIsNotAnEmptyOne() {
        assertThrows(Unreadable.class, () -> judge("log_statement", "none"));
    }

    @Test
    void anOverrideForOneRoleIsAFindingOfItsOwn() {
        Settings settings = new Settings(
                150018,
                Settings.of(150018, "log_statement", "ddl", "shared_preload_libraries", "")
                        .byName(),
                List.of(new Settings.Override("app", "*", "log_statement", "none")));
        Outcome outcome = check.judge(settings, Baseline.standard());
        assertEquals(
                "setting log_statement of role app",
                outcome.findings().getFirst().subject().name());
        assertEquals(List.of(), check.remedy(outcome.findings().getFirst(), settings, Inputs.none()));
    }
}
