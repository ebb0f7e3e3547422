package org.pgrampart.catalogue.encryption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DataFiles;
import org.pgrampart.probe.HostFile;

class DataDirectoryIsPrivateTest {
    private final DataDirectoryIsPrivate check = new DataDirectoryIsPrivate();

    @Test
    void theServersOwnDirectoryPassesWithAndWithoutItsGroup() {
        assertEquals(Status.PASS, judge(files("postgres", 0700)).status());
        assertEquals(Status.PASS, judge(files("postgres", 0750)).status());
    }

    @Test
    void anOpenDirectoryAndAForeignOneFail() {
        assertEquals(Status.FAIL, judge(files("postgres", 0755)).status());
        assertEquals(Status.FAIL, judge(files("alice", 0700)).status());
    }

    @Test
    void aReadableDumpAndAForeignFileAreGivenBack() {
        DataFiles files = files(
                "postgres",
                0700,
                new HostFile("/srv/data/old.sql", "postgres", "postgres", 0644),
                new HostFile("/srv/data/left", "root", "root", 0600));
        Outcome outcome = judge(files);
        assertEquals(
                List.of("Give /srv/data/old.sql mode 640", "Give /srv/data/left owner postgres:postgres and mode 600"),
                outcome.findings().stream()
                        .flatMap(finding -> check.remedy(finding, files, Inputs.none()).stream())
                        .map(Change::summary)
                        .toList());
    }

    private static DataFiles files(String owner, int mode, HostFile... exposed) {
        return new DataFiles("postgres", new HostFile("/srv/data", owner, "postgres", mode), List.of(exposed), false);
    }

    private Outcome judge(DataFiles files) {
        return check.judge(files, Baseline.standard());
    }
}
