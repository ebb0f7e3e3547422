package org.pgrampart.target;

import java.util.Optional;

/// One server and its host, with every way we may use to reach them. Holds no secret and can be kept on disk.
///
/// @param local the server is this machine: commands run here, without SSH
/// @param tunnel PostgreSQL is reached through the SSH connection
/// @param django the Django project's folder on the host
/// @param practice a practice server on the learner's own computer: only what belongs to it is looked at or touched
public record Target(
        String name,
        DatabaseAddress database,
        Optional<SshAddress> ssh,
        boolean local,
        boolean tunnel,
        Sudo sudo,
        Optional<String> django,
        Environment environment,
        boolean practice) {
    /// A database reached by JDBC alone.
    public static Target of(String name, DatabaseAddress database) {
        return new Target(
                name,
                database,
                Optional.empty(),
                false,
                false,
                Sudo.AUTOMATIC,
                Optional.empty(),
                Environment.TEST,
                false);
    }

    public Target ssh(SshAddress address) {
        return new Target(name, database, Optional.of(address), local, tunnel, sudo, django, environment, practice);
    }

    public Target django(String folder) {
        return new Target(name, database, ssh, local, tunnel, sudo, Optional.of(folder), environment, practice);
    }
}
