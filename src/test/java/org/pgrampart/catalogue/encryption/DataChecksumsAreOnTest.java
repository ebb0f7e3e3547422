package org.pgrampart.catalogue.encryption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;

class DataChecksumsAreOnTest {
    private final DataChecksumsAreOn check = new DataChecksumsAreOn();

    @Test
    void onPasses() {
        assertEquals(
                Status.PASS,
                check.judge(Settings.of(150018, "data_checksums", "on"), Baseline.standard())
                        .status());
    }

    @Test
    void offWarnsAndNoSettingIsChanged() {
        Settings settings = Settings.of(150018, "data_checksums", "off");
        Outcome outcome = check.judge(settings, Baseline.standard());
        assertEquals(Status.WARN, outcome.status());
        assertEquals(List.of(), check.remedy(outcome.findings().getFirst(), settings, Inputs.none()));
    }
}
