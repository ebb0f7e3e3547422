package org.pgrampart.catalogue.encryption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ClientSecrets;
import org.pgrampart.probe.ClientSecrets.Kind;
import org.pgrampart.probe.ClientSecrets.Place;
import org.pgrampart.probe.HostFile;

class ClientSecretsAreSafeTest {
    private final ClientSecretsAreSafe check = new ClientSecretsAreSafe();

    @Test
    void aPasswordFileOfItsOwnerAlonePasses() {
        assertEquals(Status.PASS, judge(secrets(true, passwords(0600, false))).status());
    }

    @Test
    void aReadablePasswordFileIsNarrowedWhereverItBelongs() {
        for (boolean own : List.of(true, false)) {
            ClientSecrets secrets = secrets(true, passwords(0644, own));
            Outcome outcome = judge(secrets);
            assertEquals(Status.FAIL, outcome.status());
            Change change = check.remedy(outcome.findings().getFirst(), secrets, Inputs.none())
                    .getFirst();
            assertEquals("Give /home/app/.pgpass mode 600", change.summary());
            assertEquals(!own, change.outside());
        }
    }

    @Test
    void passwordsInTextsAndCommandLinesFail() {
        HostFile cron = new HostFile("/etc/cron.d/backup", "root", "root", 0644);
        Outcome outcome = judge(secrets(
                true,
                new Place(Kind.TEXT, cron.path(), 3, Optional.of(cron), false),
                new Place(Kind.ARGUMENTS, "psql of backup", 0, Optional.empty(), false)));
        assertEquals(
                List.of("/etc/cron.d/backup:3", "server process psql of backup"),
                outcome.findings().stream().map(f -> f.subject().name()).toList());
    }

    @Test
    void havingLookedAtOneUserOnlyIsNoPass() {
        assertEquals(
                Status.UNKNOWN, judge(secrets(false, passwords(0600, false))).status());
    }

    private static Place passwords(int mode, boolean own) {
        HostFile file = new HostFile("/home/app/.pgpass", "app", "app", mode);
        return new Place(Kind.PASSWORD_FILE, file.path(), 0, Optional.of(file), own);
    }

    private static ClientSecrets secrets(boolean complete, Place... places) {
        return new ClientSecrets(new LinkedHashSet<>(List.of(places)), complete);
    }

    private Outcome judge(ClientSecrets secrets) {
        return check.judge(secrets, Baseline.standard());
    }
}
