package org.pgrampart.change;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// A backup every night that is read back before it counts, into a folder for the server's user alone.
public final class BackupJob {
    public static final String NAME = "pgrampart-backup";

    /// How the data is copied.
    public enum Kind {
        /// Each database by pg_dump, and the roles.
        DUMP,
        /// The whole cluster by pg_basebackup, which needs a replication rule for the local socket.
        BASE
    }

    private BackupJob() {}

    /// @param folder absolute; its parent has to be there
    /// @param keep how many backups stay; the first run removes none whatever there are
    public static ScheduledJob of(Kind kind, String folder, int keep) {
        if (keep < 2) {
            throw new IllegalArgumentException("At least two backups have to be kept. Give a larger number.");
        }
        String program = program()
                .replace("@kind@", kind.name().toLowerCase(Locale.ROOT))
                .replace("@keep@", Integer.toString(keep));
        return new ScheduledJob(NAME, "Backup of PostgreSQL", program, folder, Optional.empty());
    }

    private static String program() {
        try (InputStream stream = BackupJob.class.getResourceAsStream("backup.sh")) {
            if (stream == null) {
                throw new IllegalStateException("backup.sh is missing from the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
