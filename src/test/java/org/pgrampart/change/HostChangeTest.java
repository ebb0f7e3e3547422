package org.pgrampart.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Server;

class HostChangeTest {
    private static final Server SERVER = new Server(
            150_005,
            "15.5",
            "postgres",
            true,
            false,
            "db1",
            List.of("jdbc", "ssh", "sudo"),
            Optional.of("Debian"),
            false,
            List.of("postgres"),
            Map.of("PGPID", "1", "PGDATA", "/data"));

    /// What each reading of a change says, in their order; null is a file that is not there.
    static Answers answers(Change change, String... said) {
        Map<Command, Answer<Output>> outputs = new HashMap<>();
        int at = 0;
        for (Request request : change.reads()) {
            String text = at < said.length ? said[at] : "";
            at++;
            outputs.put(
                    (Command) request,
                    new Answer.Seen<>(
                            text.equals("(none)") ? new Output(78, new byte[0], "", false) : Output.of(text)));
        }
        return new Answers(
                SERVER,
                Instant.EPOCH,
                Map.of(),
                Map.of(),
                outputs,
                new Answer.Unseen<>("not looked at", "a look"),
                Optional.empty(),
                Map.of());
    }

    private static final ScheduledJob JOB = BackupJob.of(BackupJob.Kind.DUMP, "/backups/it's".replace("'", ""), 3);

    private static ScheduledJob ready(String facts, String place) {
        return (ScheduledJob) JOB.ready(answers(JOB, facts, place));
    }

    private static String script(Step step) {
        return assertInstanceOf(Step.Run.class, step).argv().getLast();
    }

    @Test
    void withoutSystemdTheJobGoesToCron() {
        List<Step> steps = ready("cron\npgsql\n5433\n/tmp\n", "new").steps();
        Step.Write program = assertInstanceOf(Step.Write.class, steps.get(1));
        String text = new Content(program.content()).text();
        assertTrue(text.contains("PGPORT='5433'\n") && text.contains("PGHOST='/tmp'\n"), text);
        assertTrue(text.contains("folder='/backups/its'\nkind=dump\nkeep=3\n"), text);
        assertFalse(text.contains("@"), text);
        Step.Write cron = assertInstanceOf(Step.Write.class, steps.get(2));
        assertEquals("/etc/cron.d/pgrampart-backup", cron.path());
        assertTrue(new Content(cron.content()).text().contains("30 2 * * * pgsql /usr/local/sbin/pgrampart-backup\n"));
        assertEquals(3, steps.size());
    }

    @Test
    void theUndoStopsTheTimerBeforeItsFilesGoAndTellsSystemdAfterwards() {
        ScheduledJob job = ready("systemd\npostgres\n5432\n/run\n", "new");
        Answers before = answers(job, "systemd\npostgres\n5432\n/run\n", "new", "", "(none)", "(none)", "(none)");
        List<Step> undo = job.inverse(before).steps();
        assertTrue(script(undo.getFirst()).contains("disable --now pgrampart-backup.timer"));
        assertEquals(
                List.of(
                        new Step.Delete("/etc/systemd/system/pgrampart-backup.timer"),
                        new Step.Delete("/etc/systemd/system/pgrampart-backup.service"),
                        new Step.Delete("/usr/local/sbin/pgrampart-backup")),
                undo.subList(1, 4));
        String last = script(undo.getLast());
        assertTrue(last.startsWith("systemctl daemon-reload\n") && last.contains("rmdir -- '/backups/its'"), last);
        assertFalse(last.contains("rm -r"), last);
    }

    @Test
    void aJobThatWasThereIsPutBackRunning() {
        ScheduledJob job = ready("systemd\npostgres\n5432\n/run\n", "postgres 700");
        Answers before =
                answers(job, "systemd\npostgres\n5432\n/run\n", "postgres 700", "enabled\nactive\n", "#!/bin/sh\n");
        List<Step> undo = job.inverse(before).steps();
        String last = script(undo.getLast());
        assertTrue(
                last.contains("enable pgrampart-backup.timer") && last.contains("start pgrampart-backup.timer"), last);
        assertFalse(last.contains("rmdir"), last);
        assertTrue(undo.stream()
                .anyMatch(
                        step -> step instanceof Step.Write write && write.path().endsWith("-backup")));
    }

    @Test
    void aFolderOfSomebodyElseIsRefused() {
        for (String place : List.of("postgres 755", "root 700", "no folder", "no parent")) {
            assertThrows(IllegalArgumentException.class, () -> ready("systemd\npostgres\n5432\n/run\n", place), place);
        }
        for (String folder : List.of("relative", "/a/../b", "/a b", "/", "/a\nb")) {
            assertThrows(IllegalArgumentException.class, () -> BackupJob.of(BackupJob.Kind.DUMP, folder, 3), folder);
        }
        assertThrows(IllegalArgumentException.class, () -> BackupJob.of(BackupJob.Kind.DUMP, "/a", 1));
    }

    @Test
    void theKernelsOldValueIsPutBackBeforeTheFileGoes() {
        Sysctl change = Sysctl.of("vm.overcommit_memory", "2");
        List<Step> undo = change.inverse(answers(change, "0\n", "(none)")).steps();
        assertEquals(
                List.of(
                        new Step.Run(List.of("sysctl", "-q", "-w", "vm.overcommit_memory=0"), ""),
                        new Step.Delete(Sysctl.FILE)),
                undo);
        assertFalse(change.holds(answers(change, "2\n", "(none)")), "it would be gone after a restart");
        assertTrue(change.holds(answers(change, "2\n", "# made by PgRampart\nvm.overcommit_memory = 2\n")));
        assertEquals(Hazard.NONE, change.hazard());
        assertEquals(
                Hazard.MAY_CUT_ACCESS, Sysctl.of("net.ipv4.ip_forward", "0").hazard());
        assertThrows(IllegalArgumentException.class, () -> Sysctl.of("a.b", "1\nc = 2"));
        assertThrows(IllegalArgumentException.class, () -> Sysctl.of("-p", "1"));
    }

    @Test
    void theInverseKnowsWhenAllIsAsItWas() {
        Sysctl change = Sysctl.of("vm.overcommit_memory", "2");
        Change inverse = change.inverse(answers(change, "0\n", "(none)"));
        assertTrue(inverse.holds(answers(change, "0\n", "(none)")));
        assertFalse(inverse.holds(answers(change, "2\n", "(none)")));
        assertEquals(change, inverse.inverse(answers(change, "2\n")));
    }

    @Test
    void logrotateIsAskedFirst() {
        List<Step> steps =
                LogRotation.of("pg", "/var/log/pg/*.log", "postgres", "adm", 4).steps();
        assertTrue(script(steps.getFirst()).contains("logrotate --debug"));
        assertEquals(2, steps.size());
        assertThrows(IllegalArgumentException.class, () -> LogRotation.of("pg", "/a\" {\n}", "postgres", "adm", 4));
    }
}
