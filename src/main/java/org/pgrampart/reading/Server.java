package org.pgrampart.reading;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a server as soon as a session stands.
///
/// @param version `server_version_num`: 150018
/// @param versionText as the server says it: `15.18 (Debian 15.18-0+deb12u1)`
/// @param role the role of this session
/// @param host what the person calls it: the name or address in the target
/// @param via how it is reached: `jdbc`, `ssh`, `sudo`, `local`, `tunnel`, `pooler`
/// @param os the host's PRETTY_NAME; empty without a shell
/// @param practice whether it is a practice server on the learner's own computer
/// @param databases the databases that allow connections, templates left out
/// @param paths the variables that commands may use ([Command]), known ones only
public record Server(
        int version,
        String versionText,
        String role,
        boolean superuser,
        boolean standby,
        String host,
        List<String> via,
        Optional<String> os,
        boolean practice,
        List<String> databases,
        Map<String, String> paths) {
    public int major() {
        return version / 10_000;
    }

    public boolean hasShell() {
        return via.contains("ssh") || via.contains("local");
    }

    public boolean hasRoot() {
        return via.contains("sudo") || via.contains("root");
    }

    /// Whether a pooler stands in between, so that a new login is not a new session of the server.
    public boolean isPooled() {
        return via.contains("pooler");
    }

    /// The Django project's folder on the host, when one was named.
    public Optional<String> django() {
        return Optional.ofNullable(paths.get("DJANGO"));
    }
}
