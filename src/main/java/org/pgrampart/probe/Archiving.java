package org.pgrampart.probe;

import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.model.Evidence;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// How the server archives its write-ahead log: the settings and what came of it.
///
/// @param standby whether this server follows another one
/// @param counts what the archiver has done since the statistics began
/// @param waiting finished files that wait to be archived
/// @param receivers programs that fetch the log over a connection instead, such as `pg_receivewal`
public record Archiving(
        Settings settings, boolean standby, Counts counts, Answer<Long> waiting, Answer<Long> receivers) {
    /// @param failing whether the last attempt failed
    /// @param lastFailed the file of the last failure; empty without one
    public record Counts(long archived, long failed, boolean failing, String lastFailed, String lastTime) {
        public Evidence evidence() {
            return new Evidence(
                    "pg_stat_archiver",
                    archived + " archived, the last one " + (lastTime.isEmpty() ? "never" : "at " + lastTime) + ", "
                            + failed + " failed attempts");
        }
    }

    private static final Query COUNTS = Query.cluster("""
            SELECT archived_count, failed_count, coalesce(last_failed_wal, '') AS last_failed,
                   coalesce(last_archived_time::text, '') AS last_time,
                   last_failed_time IS NOT NULL
                       AND (last_archived_time IS NULL OR last_failed_time > last_archived_time) AS failing
              FROM pg_catalog.pg_stat_archiver""");

    private static final Query WAITING = Query.cluster("""
            SELECT count(*) AS waiting FROM pg_catalog.pg_ls_archive_statusdir() WHERE name LIKE '%.ready'""")
            .needs(new Query.Need(
                    "pg_catalog.has_function_privilege('pg_catalog.pg_ls_archive_statusdir()', 'EXECUTE')",
                    "GRANT pg_monitor TO the assessing role"));

    private static final Query RECEIVERS = Query.cluster("""
            SELECT count(*) AS receivers FROM pg_catalog.pg_stat_replication
             WHERE application_name IN ('pg_receivewal', 'barman_receive_wal', 'wal-receive')""").needs(Query.ALL_STATS);

    public static final Probe<Archiving> PROBE = new Probe<>(
            Stream.concat(Settings.PROBE.requests().stream(), Stream.<Request>of(COUNTS, WAITING, RECEIVERS))
                    .toList(),
            Archiving::read);

    static Archiving read(Answers answers) {
        Row row = answers.rows(COUNTS).first();
        return new Archiving(
                Settings.PROBE.read().apply(answers),
                answers.server().standby(),
                new Counts(
                        row.integer("archived_count"),
                        row.integer("failed_count"),
                        row.bool("failing"),
                        row.text("last_failed"),
                        row.text("last_time")),
                number(answers.find(WAITING), "waiting"),
                number(answers.find(RECEIVERS), "receivers"));
    }

    private static Answer<Long> number(Answer<Rows> answer, String column) {
        return Attempt.to(() -> answer.get().first().integer(column));
    }

    /// Whether this server itself archives.
    public boolean on() {
        String mode = settings.value("archive_mode");
        return mode.equals("always") || mode.equals("on") && !standby;
    }

    /// The command; empty when a library is used instead, or nothing.
    ///
    /// The server prints `(disabled)` in its place while archive_mode is off.
    public String command() {
        String command = settings.value("archive_command").strip();
        return command.equals("(disabled)") ? "" : command;
    }

    /// The library (15 and later); empty when there is none.
    public String library() {
        return settings.find("archive_library")
                .flatMap(setting -> Optional.ofNullable(setting.value()))
                .orElse("")
                .strip();
    }

    /// Whether something fetches the log over a connection.
    public boolean fetched() {
        return receivers instanceof Answer.Seen<Long>(Long count) && count > 0;
    }
}
