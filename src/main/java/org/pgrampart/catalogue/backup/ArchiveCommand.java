package org.pgrampart.catalogue.backup;

import java.util.List;
import java.util.regex.Pattern;
import org.pgrampart.check.Input;

/// What can be told of an archive command from its words.
///
/// @param kind how it does
/// @param seen the same in a few words
record ArchiveCommand(Kind kind, String seen) {
    /// How a command archives.
    enum Kind {
        /// It says that it archived and did not, or loses files.
        FAKE,
        /// It copies, but may overwrite or hide trouble.
        PLAIN,
        /// A tool made for it, or a copy that never overwrites.
        SAFE,
        /// A program of the owner's own.
        OWN
    }

    static final Input INPUT = new Input(
            "command",
            "Which command archives one file of the log? %p stands for its path, %f for its name.",
            "test ! -f /var/backups/wal/%f && cp %p /var/backups/wal/%f",
            false);

    private static final Pattern NOTHING = Pattern.compile(
            "(?:|:|(?:/usr)?/?(?:s?bin/)?true|exit\\s+0|cd\\s+\\.|rem\\b.*|(?:/usr)?(?:/bin/)?echo\\b[^|&;>]*|"
                    + "(?:/bin/)?(?:ba|da)?sh\\s+-c\\s+['\"]?(?:true|exit 0|:)['\"]?)");
    private static final Pattern HIDES =
            Pattern.compile(".*(?:\\|\\||;)\\s*(?:(?:/usr)?(?:/bin/)?true|exit\\s+0|:)\\s*['\"]?\\s*$");
    private static final Pattern TOOL = Pattern.compile(
            ".*\\b(?:pgbackrest\\b.*\\barchive-push|wal-g\\b.*\\bwal-push|wal-e\\b.*\\bwal-push|barman-wal-archive|"
                    + "barman-cloud-wal-archive|pg_probackup\\b.*\\barchive-push|pghoard_postgres_command)\\b.*");
    private static final Pattern COPY =
            Pattern.compile("(?:.*[\\s;&|('\"/])?(?:cp|scp|rsync|mv|dd|gzip|zstd|xz|lz4|cat|ln|install)\\s.*");
    private static final Pattern GUARD =
            Pattern.compile(".*(?:(?:test|\\[)\\s+!\\s+-[efs]\\s|--ignore-existing|set\\s+-[a-z]*C|noclobber).*");

    boolean isSafe() {
        return kind == Kind.SAFE || kind == Kind.OWN;
    }

    static ArchiveCommand of(String text) {
        String command = text.strip().replaceAll("[\\s]+", " ");
        if (NOTHING.matcher(command).matches()) {
            return new ArchiveCommand(Kind.FAKE, "does nothing and says that all went well");
        }
        if (HIDES.matcher(command).matches()) {
            return new ArchiveCommand(Kind.FAKE, "says that all went well also when it did not");
        }
        if (TOOL.matcher(command).matches()) {
            return new ArchiveCommand(Kind.SAFE, "uses a tool that is made for it");
        }
        if (!command.contains("%p")) {
            return new ArchiveCommand(Kind.FAKE, "never reads the file: %p is missing");
        }
        if (command.contains("%p /dev/null") || command.contains("%p\" /dev/null")) {
            return new ArchiveCommand(Kind.FAKE, "throws the file away");
        }
        if (!COPY.matcher(command).matches()) {
            return new ArchiveCommand(Kind.OWN, "runs a program of its own");
        }
        if (!command.contains("%f") && !copiesIntoFolder(command)) {
            return new ArchiveCommand(Kind.FAKE, "writes every file to the same place: %f is missing");
        }
        boolean guarded = GUARD.matcher(command).matches();
        return guarded
                ? new ArchiveCommand(Kind.SAFE, "copies and never overwrites")
                : new ArchiveCommand(Kind.PLAIN, "copies, and would overwrite a file that is there already");
    }

    // `cp %p /archive/` keeps the name by itself
    private static boolean copiesIntoFolder(String command) {
        return command.endsWith("/")
                && List.of("cp ", "scp ", "rsync ").stream().anyMatch(command::contains);
    }
}
