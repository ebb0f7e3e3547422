package org.pgrampart.catalogue.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pgrampart.probe.Archiving;
import org.pgrampart.probe.Backups;
import org.pgrampart.probe.Settings;
import org.pgrampart.reading.Answer;

/// Evidence about backups for the tests of this area.
final class BackupEvidence {
    static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    private BackupEvidence() {}

    static Backups backups(List<String> tools, boolean complete, Duration... ages) {
        return new Backups(
                tools.stream()
                        .map(tool -> new Backups.Mechanism(tool, "/etc/" + tool))
                        .toList(),
                Arrays.stream(ages)
                        .map(age -> new Backups.Copy("/var/backups/shop.dump", NOW.minus(age)))
                        .toList(),
                complete,
                "root rights",
                false,
                NOW);
    }

    static Archiving archiving(String... settings) {
        return archiving(new Archiving.Counts(12, 0, false, "", "2026-11-23"), new Answer.Seen<>(0L), settings);
    }

    static Archiving archiving(Archiving.Counts counts, Answer<Long> waiting, String... settings) {
        List<String> all = new ArrayList<>(List.of("wal_level", "replica"));
        all.addAll(List.of(settings));
        if (!all.contains("archive_command")) {
            all.addAll(List.of("archive_command", "pgbackrest --stanza=main archive-push %p"));
        }
        if (!all.contains("archive_mode")) {
            all.addAll(List.of("archive_mode", "on"));
        }
        return new Archiving(
                Settings.of(150018, all.toArray(String[]::new)),
                false,
                counts,
                waiting,
                new Answer.Unseen<>("hidden", "pg_monitor"));
    }
}
