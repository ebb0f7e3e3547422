package org.pgrampart.catalogue.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.python.DjangoSettings;
import org.pgrampart.reading.Unreadable;

class SecretKeyIsSecretTest {
    private final SecretKeyIsSecret check = new SecretKeyIsSecret();
    private static final String LONG = "k3y!".repeat(4) + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV";

    private Outcome judge(String... settings) {
        return check.judge(Projects.of(settings), Baseline.standard());
    }

    @Test
    void aKeyInTheSourceFailsHoweverLong() {
        assertEquals(Status.FAIL, judge("SECRET_KEY = '" + LONG + "'").status());
    }

    @Test
    void aShortGeneratedKeyNamesItsFlawsAndNeverItself() {
        Outcome outcome = judge("SECRET_KEY = 'django-insecure-shop'");
        assertTrue(outcome.reason().contains("marked insecure"), outcome.reason());
        assertFalse(outcome.toString().contains("insecure-shop"));
    }

    @Test
    void aKeyFromTheEnvironmentThatNobodySawIsNotKnown() {
        assertThrows(Unreadable.class, () -> judge("import os", "SECRET_KEY = os.environ['KEY']"));
    }

    @Test
    void aDefaultInTheSourceFails() {
        assertEquals(
                Status.FAIL,
                judge("import os", "SECRET_KEY = os.environ.get('KEY', 'change-me')")
                        .status());
    }

    @Test
    void aKeyFromTheServicesEnvironmentPassesWhenItIsLong() {
        assertEquals(Status.PASS, given(LONG).status());
        assertEquals(Status.FAIL, given("short").status());
    }

    private Outcome given(String key) {
        DjangoProject plain = Projects.of("import os", "SECRET_KEY = os.environ['KEY']");
        DjangoProject project = new DjangoProject(
                plain.folder(),
                plain.project(),
                plain.files(),
                List.of(),
                List.of(),
                DjangoSettings.read(plain.project(), Map.of("KEY", key)),
                Optional.of("process 1"));
        return check.judge(project, Baseline.standard());
    }
}
