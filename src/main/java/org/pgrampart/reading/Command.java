package org.pgrampart.reading;

/// A few lines of POSIX shell for the server's host that only look. All commands of one assessment share one `sh -s`.
///
/// Each runs in a subshell of its own with `LC_ALL=C`, a fixed PATH and no input, as root where that is possible and
/// `asRoot` is set, else as the login user. It may use these variables, empty when not known: `PGDATA` `PGCONF` `PGHBA`
/// `PGIDENT` `PGPORT` `PGSOCKETS` `PGMAJOR` `PGLOGDIR` `PGSSLKEY` `PGSSLCERT` `PGSSLCA` `PGPID` (the postmaster's)
/// `DJANGO` (the project's folder) and `SELF` (the login user). It ends with status 77 and one sentence on standard
/// error when a right is missing, 78 and a sentence when the thing does not exist. Output above `limit` bytes is cut.
public record Command(Place place, boolean asRoot, String script, int limit) implements Request {
    /// What it looks at.
    public enum Place {
        /// What belongs to the database server or the Django project.
        SERVER,
        /// The machine around it: firewall, packages, sshd. Not read on a practice server, which lives on the learner's
        /// own computer.
        MACHINE
    }

    private static final int LIMIT = 1 << 20;

    /// About the database server's own files and processes.
    public static Command server(String script) {
        return new Command(Place.SERVER, true, script, LIMIT);
    }

    /// About the machine around it.
    public static Command machine(String script) {
        return new Command(Place.MACHINE, true, script, LIMIT);
    }

    public Command asUser() {
        return new Command(place, false, script, limit);
    }

    public Command limit(int bytes) {
        return new Command(place, asRoot, script, bytes);
    }
}
