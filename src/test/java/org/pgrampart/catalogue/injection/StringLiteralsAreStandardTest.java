package org.pgrampart.catalogue.injection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;

class StringLiteralsAreStandardTest {
    private final StringLiteralsAreStandard check = new StringLiteralsAreStandard();

    private static Settings settings(String standard, String backslash, Settings.Override... overrides) {
        Settings plain = Settings.of(150018, "standard_conforming_strings", standard, "backslash_quote", backslash);
        return new Settings(plain.version(), plain.byName(), List.of(overrides));
    }

    private Outcome judge(Settings settings) {
        return check.judge(settings, Baseline.standard());
    }

    @Test
    void theDefaultsPassAndOffIsGoodToo() {
        assertEquals(Status.PASS, judge(settings("on", "safe_encoding")).status());
        assertEquals(Status.PASS, judge(settings("on", "off")).status());
    }

    @Test
    void oldLiteralsFailAndQuotesBehindBackslashesWarn() {
        assertEquals(Status.FAIL, judge(settings("off", "safe_encoding")).status());
        assertEquals(Status.WARN, judge(settings("on", "on")).status());
    }

    @Test
    void anOverrideFailsAndIsTakenAway() {
        Settings settings = settings(
                "on", "safe_encoding", new Settings.Override("app", "*", "standard_conforming_strings", "off"));
        Outcome outcome = judge(settings);
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                "Take standard_conforming_strings away from role app",
                check.remedy(outcome.findings().getFirst(), settings, Inputs.none())
                        .getFirst()
                        .summary());
    }
}
