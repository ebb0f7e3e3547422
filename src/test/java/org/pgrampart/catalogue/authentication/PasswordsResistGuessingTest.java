package org.pgrampart.catalogue.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.format.ScramVerifier;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.Verifiers;

class PasswordsResistGuessingTest {
    private final PasswordsResistGuessing check = new PasswordsResistGuessing();

    private Status status(Verifiers evidence) {
        return check.judge(evidence, Baseline.standard()).status();
    }

    private static Verifiers one(String role, String verifier) {
        return new Verifiers(List.of(new Verifiers.Stored(role, Secret.of(verifier))), Set.of("shop"));
    }

    private static String scram(String password) {
        return ScramVerifier.of(
                        Secret.of(password),
                        "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        4096)
                .reveal();
    }

    @Test
    void aCommonPasswordIsHitInBothForms() {
        assertEquals(Status.FAIL, status(one("app", "md5" + md5("monkey1" + "app"))));
        assertEquals(Status.FAIL, status(one("app", scram("monkey"))));
    }

    @Test
    void theRolesAndTheDatabasesNameAreTriedToo() {
        assertEquals(Status.FAIL, status(one("billing", scram("billing123"))));
        assertEquals(Status.FAIL, status(one("billing", scram("Shop2026"))));
    }

    @Test
    void aLongRandomPasswordPassesAndTheReasonSaysHowManyWereTried() {
        Outcome outcome = check.judge(one("app", scram("u8K-vq2.Lr0-zz91")), Baseline.standard());
        assertEquals(Status.PASS, outcome.status());
        assertTrue(outcome.reason().matches(".*with \\d+ tries each"), outcome.reason());
    }

    @Test
    void neitherPasswordNorVerifierIsToldAnywhere() {
        Outcome outcome = check.judge(one("app", scram("monkey")), Baseline.standard());
        assertFalse(outcome.toString().contains("monkey"));
        assertFalse(outcome.toString().contains("SCRAM-SHA"));
    }

    private static String md5(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("MD5")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
