package org.pgrampart.catalogue.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;

class ArchiveCommandArchivesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "/bin/true",
                "/usr/bin/true",
                "exit 0",
                ":",
                "cd .",
                "echo %p",
                "cp %p /srv/wal/%f || true",
                "cp %p /srv/wal/%f; exit 0",
                "cp %p /dev/null",
                "cp %p /srv/wal/last",
                "test -d /srv/wal"
            })
    void whatArchivesNothingFails(String command) {
        assertEquals(Status.FAIL, status(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cp %p /srv/wal/%f",
                "cp -n %p /srv/wal/",
                "/usr/bin/rsync -a %p backup:/srv/wal/%f",
                "gzip < %p > /srv/wal/%f.gz"
            })
    void whatMayOverwriteWarns(String command) {
        assertEquals(Status.WARN, status(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test ! -f /srv/wal/%f && cp %p /srv/wal/%f",
                "[ ! -e /srv/wal/%f ] && cp \"%p\" /srv/wal/%f",
                "rsync --ignore-existing %p backup:/srv/wal/%f",
                "pgbackrest --stanza=main archive-push %p",
                "envdir /etc/wal-g.d/env wal-g wal-push %p",
                "barman-wal-archive backup main %p",
                "pg_probackup archive-push -B /backup --instance main --wal-file-name=%f"
            })
    void toolsAndCarefulCopiesPass(String command) {
        assertEquals(Status.PASS, status(command));
    }

    @Test
    void aScriptOfTheOwnersIsTold() {
        assertEquals(Status.INFO, status("/usr/local/bin/archive-wal %p %f"));
    }

    @Test
    void whileArchivingIsOffTheWordDisabledIsNoCommand() {
        assertEquals(
                Status.NOT_APPLICABLE,
                new ArchiveCommandArchives()
                        .judge(
                                BackupEvidence.archiving("archive_mode", "off", "archive_command", "(disabled)"),
                                Baseline.standard())
                        .status());
    }

    @Test
    void aPasswordInTheCommandIsNotShown() {
        var outcome = new ArchiveCommandArchives()
                .judge(
                        BackupEvidence.archiving("archive_command", "curl -T %p ftp://me:hunter2@backup/%f"),
                        Baseline.standard());
        assertEquals(
                List.of(),
                outcome.evidence().stream()
                        .filter(e -> e.text().contains("hunter2"))
                        .toList());
    }

    private static Status status(String command) {
        return new ArchiveCommandArchives()
                .judge(BackupEvidence.archiving("archive_command", command), Baseline.standard())
                .status();
    }
}
