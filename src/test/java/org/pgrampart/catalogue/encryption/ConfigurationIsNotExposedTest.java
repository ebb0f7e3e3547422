package org.pgrampart.catalogue.encryption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ConfigurationFiles;
import org.pgrampart.probe.HostFile;

class ConfigurationIsNotExposedTest {
    private static final String PATH = "/etc/postgresql/18/main/postgresql.conf";
    private final ConfigurationIsNotExposed check = new ConfigurationIsNotExposed();

    @Test
    void rootsOwnWithAReadingGroupAndTheServersOwnPass() {
        assertEquals(Status.PASS, judge(file("root", 0640)).status());
        assertEquals(Status.PASS, judge(file("postgres", 0600)).status());
    }

    @Test
    void debiansReadableFileFailsAndIsNarrowed() {
        ConfigurationFiles files = files(file("postgres", 0644));
        Outcome outcome = check.judge(files, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "Give " + PATH + " mode 640",
                check.remedy(outcome.findings().getFirst(), files, Inputs.none())
                        .getFirst()
                        .summary());
    }

    @Test
    void aForeignOwnerAndAWritingGroupFail() {
        assertEquals(Status.FAIL, judge(file("alice", 0600)).status());
        assertEquals(Status.FAIL, judge(file("postgres", 0660)).status());
    }

    @Test
    void nothingFoundIsUnknown() {
        assertEquals(Status.UNKNOWN, judge().status());
    }

    private static HostFile file(String owner, int mode) {
        return new HostFile(PATH, owner, "postgres", mode);
    }

    private static ConfigurationFiles files(HostFile... files) {
        return new ConfigurationFiles("postgres", List.of(files));
    }

    private Outcome judge(HostFile... files) {
        return check.judge(files(files), Baseline.standard());
    }
}
