package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Settings;

class PasswordEncryptionIsScramTest {
    private final PasswordEncryptionIsScram check = new PasswordEncryptionIsScram();

    @Test
    void scramPasses() {
        Settings settings = Settings.of(150018, "password_encryption", "scram-sha-256");
        assertEquals(Status.PASS, check.judge(settings, Baseline.standard()).status());
    }

    @Test
    void md5FailsAndIsSetToScram() {
        Settings settings = Settings.of(150018, "password_encryption", "md5");
        Outcome outcome = check.judge(settings, Baseline.standard());
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                List.of("Set password_encryption to scram-sha-256"),
                check.remedy(outcome.findings().getFirst(), settings, Inputs.none()).stream()
                        .map(c -> c.summary())
                        .toList());
    }

    @Test
    void anOverrideForOneRoleIsAFindingOfItsOwn() {
        Settings plain = Settings.of(150018, "password_encryption", "scram-sha-256");
        Settings settings = new Settings(
                plain.version(),
                plain.byName(),
                List.of(new Settings.Override("legacy", "*", "password_encryption", "md5")));
        Outcome outcome = check.judge(settings, Baseline.standard());
        assertEquals(
                "setting password_encryption of role legacy",
                outcome.findings().getFirst().subject().name());
    }
}
