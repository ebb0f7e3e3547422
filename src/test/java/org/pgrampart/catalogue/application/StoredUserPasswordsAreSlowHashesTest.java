package org.pgrampart.catalogue.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.StoredHashes;
import org.pgrampart.python.DjangoVersion;
import org.pgrampart.reading.NotHere;

class StoredUserPasswordsAreSlowHashesTest {
    private final StoredUserPasswordsAreSlowHashes check = new StoredUserPasswordsAreSlowHashes();

    private Outcome judge(Optional<String> django, boolean readable, StoredHashes.Kind... kinds) {
        StoredHashes hashes = new StoredHashes(
                List.of(new StoredHashes.Table("shop", "public", "auth_user", readable, List.of(kinds))),
                django.map(v -> new DjangoVersion(v, "requirements.txt")));
        return check.judge(hashes, Baseline.standard());
    }

    private static StoredHashes.Kind pbkdf2(long iterations) {
        return new StoredHashes.Kind("pbkdf2_sha256", iterations, 7);
    }

    @Test
    void slowHashesPassAndUnusableOnesDoNotCountAgainst() {
        assertEquals(
                Status.PASS,
                judge(
                                Optional.of("4.2.28"),
                                true,
                                pbkdf2(600_000),
                                new StoredHashes.Kind("argon2", 0, 2),
                                new StoredHashes.Kind("unusable", 0, 1))
                        .status());
    }

    @Test
    void fastHashesFailAndClearTextToo() {
        assertEquals(
                Status.FAIL,
                judge(Optional.empty(), true, new StoredHashes.Kind("md5", 0, 3))
                        .status());
        assertEquals(
                Status.FAIL,
                judge(Optional.empty(), true, new StoredHashes.Kind("plain", 0, 1))
                        .status());
    }

    @Test
    void fewerIterationsThanTheInstalledDjangoTakesWarn() {
        assertEquals(
                Status.PASS, judge(Optional.of("3.2.25"), true, pbkdf2(260_000)).status());
        assertEquals(
                Status.WARN, judge(Optional.of("5.2.1"), true, pbkdf2(260_000)).status());
        assertEquals(Status.WARN, judge(Optional.empty(), true, pbkdf2(15_000)).status());
    }

    @Test
    void noUsersAndNoTableAreNotApplicable() {
        assertEquals(Status.NOT_APPLICABLE, judge(Optional.empty(), true).status());
        assertThrows(
                NotHere.class, () -> check.judge(new StoredHashes(List.of(), Optional.empty()), Baseline.standard()));
    }

    @Test
    void aClosedTableIsNotKnown() {
        assertEquals(Status.UNKNOWN, judge(Optional.empty(), false).status());
    }
}
