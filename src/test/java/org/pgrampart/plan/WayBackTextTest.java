package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Server;

/// What a person reads of the way back is what is carried, without its secrets.
class WayBackTextTest {
    private static final String ID = "20261123T201442Z-3f9c1a";
    private static final Path CHANGES = Path.of("/home/me/changes/db1");
    private static final String PLAIN_LOOKING = "verifier-of-a-form-that-no-mask-knows";
    private static final String HBA = "/etc/postgresql/17/main/pg_hba.conf";
    private static final Server SERVER = new Server(
            170_005,
            "17.5",
            "postgres",
            true,
            false,
            "db1",
            List.of("jdbc", "ssh", "sudo"),
            Optional.empty(),
            false,
            List.of("postgres", "shop"),
            Map.of("PGDATA", "/var/lib/postgresql/17/main"));

    private static Plan.Item item(Change change, Change inverse) {
        return new Plan.Item(change, inverse, List.of(), Optional.empty());
    }

    private static Plan plan(Reach reach) {
        return new Plan(
                List.of(),
                List.of(
                        item(
                                AlterSystem.set("log_connections", "on", Effect.RELOAD),
                                AlterSystem.set("log_connections", "off", Effect.RELOAD)),
                        item(
                                AlterRole.without("shop", AlterRole.Attribute.CREATEDB),
                                AlterRole.with("shop", AlterRole.Attribute.CREATEDB)),
                        item(
                                SetVerifier.of("shop", Secret.of("the-new-verifier")),
                                SetVerifier.of("shop", Secret.of(PLAIN_LOOKING))),
                        item(rules("old\n", "new\n"), rules("new\n", "old\n"))),
                reach,
                List.of());
    }

    private static FileContent rules(String before, String after) {
        return new FileContent(
                HBA,
                Optional.of(Content.of(before)),
                Optional.of(Content.of(after)),
                Optional.empty(),
                Optional.empty(),
                Command.Place.SERVER,
                Effect.RELOAD,
                Hazard.NONE,
                "hba");
    }

    private static String text(Reach reach, UndoCopy copy) {
        return new WayBackText(CHANGES, copy).of(plan(reach), SERVER, ID);
    }

    private static void inOrder(String text, String... words) {
        int at = -1;
        for (String each : words) {
            int next = text.indexOf(each, at + 1);
            assertTrue(next > at, () -> each + " is not in its place in\n" + text);
            at = next;
        }
    }

    @Test
    void whatLiesOnTheServerIsShownInTheOrderInWhichItUndoes() {
        String text = text(Reach.ROOT, (_, _, _) -> "a copy");
        inOrder(
                text,
                "Change set " + ID,
                "sudo sh /var/lib/pgrampart/txn/" + ID + "/rollback.sh manual",
                "\n/var/lib/pgrampart/txn/" + ID + "\n",
                CHANGES + "/" + ID + "/rollback-" + ID + ".sh manual",
                "README.txt in that folder",
                "What is undone, in this order",
                "1. " + HBA + " is put back as it was",
                "2. /var/lib/postgresql/17/main/postgresql.auto.conf is put back as it was",
                "only these settings are: log_connections",
                "3. PostgreSQL reads its files again",
                "4. in database postgres:",
                "PASSWORD '(hidden)'",
                "ALTER ROLE \"shop\" CREATEDB",
                "COMMIT;",
                "5. only where postgresql.auto.conf could not be put back",
                "log_connections",
                "rollback.sh in that folder",
                "Beside it in that folder",
                "activate.sh");
    }

    @Test
    void theReadmeTheScriptAndTheStatementsAreThoseThatAreCarried() {
        String text = text(Reach.OWNER, UndoCopy.NONE);
        Map<String, byte[]> carried = RollbackScript.files(plan(Reach.OWNER), SERVER, ID, "me", Instant.EPOCH);
        for (String name : List.of("README.txt", "rollback.sh")) {
            assertTrue(text.contains(new String(carried.get(name), UTF_8)), name + " differs");
        }
        new String(carried.get("sql/001/undo.sql"), UTF_8)
                .replace(PLAIN_LOOKING, "(hidden)")
                .lines()
                .forEach(line -> assertTrue(text.contains("      " + line + "\n"), line));
        carried.keySet().forEach(name -> assertTrue(text.contains(name), name + " is not named"));
        assertFalse(text.contains("on this computer"), "there is no copy here");
    }

    @Test
    void noSecretIsShownWhateverItLooksLike() {
        for (Reach reach : Reach.values()) {
            String text = text(reach, (_, _, _) -> "PASSWORD 'of-the-copy'");
            assertFalse(text.contains(PLAIN_LOOKING), text);
            assertFalse(text.contains("the-new-verifier"), text);
            assertFalse(text.contains("of-the-copy"), text);
        }
    }

    @Test
    void whatIsShownDiffersFromWhatIsCarriedInTheSecretsAlone() {
        Map<String, byte[]> carried = RollbackScript.files(plan(Reach.ROOT), SERVER, ID, "", Instant.EPOCH);
        Map<String, byte[]> shown = RollbackScript.shown(plan(Reach.ROOT), SERVER, ID);
        assertEquals(carried.keySet(), shown.keySet());
        carried.forEach((name, content) -> assertEquals(
                new String(content, UTF_8).replace(PLAIN_LOOKING, "(verifier, not shown)"),
                new String(shown.get(name), UTF_8),
                name));
    }

    @Test
    void statementsAloneAreKeptOnThisComputerAndItsFolderIsNamed() {
        inOrder(
                text(Reach.SQL, (_, _, _) -> "#!/bin/sh\n# the copy\n"),
                "Folder on this computer:\n" + CHANGES + "/" + ID + "\n",
                "pgrampart rollback … " + ID,
                "/rollback-" + ID + ".sh manual",
                "1. undo-001.sql, in any database:",
                "PASSWORD '(hidden)'",
                "2. undo-settings.sql:",
                "log_connections",
                "# the copy");
    }
}
