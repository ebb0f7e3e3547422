package org.pgrampart.probe;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;

/// What waits for a restart, and lines of the configuration files that the server could not use.
public record PendingSettings(Settings settings, Answer<List<Fault>> faults) {
    /// A line of a configuration file with what is wrong with it; no name when the line could not be read at all.
    public record Fault(String file, long line, String name, String error) {}

    private static final Query FAULTS = Query.cluster("""
            SELECT coalesce(sourcefile, '') AS file, coalesce(sourceline, 0) AS line, coalesce(name, '') AS name, error
              FROM pg_catalog.pg_file_settings WHERE error IS NOT NULL ORDER BY 1, 2""").needs(Query.FILE_SETTINGS);

    public static final Probe<PendingSettings> PROBE = new Probe<>(
            Stream.concat(Settings.PROBE.requests().stream(), Stream.<Request>of(FAULTS))
                    .toList(),
            PendingSettings::read);

    private static PendingSettings read(Answers answers) {
        Settings settings = Settings.PROBE.read().apply(answers);
        return new PendingSettings(
                settings,
                answers.find(FAULTS)
                        .map(rows -> rows.stream()
                                .map(row -> new Fault(
                                        row.text("file"), row.integer("line"), row.text("name"), row.text("error")))
                                .toList()));
    }

    /// The settings that changed in the files and wait for a restart.
    public List<Settings.Setting> waiting() {
        return settings.byName().values().stream()
                .filter(Settings.Setting::pendingRestart)
                .sorted(Comparator.comparing(Settings.Setting::name))
                .toList();
    }
}
