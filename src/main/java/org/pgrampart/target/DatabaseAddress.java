package org.pgrampart.target;

import java.util.Map;
import java.util.Optional;

/// Where PostgreSQL is and as whom to log in; never with a password.
///
/// @param host name, address, or the directory of the Unix socket
/// @param sslMode as libpq names it; `verify-full` unless the person lowered it for this target
/// @param sslRootCert file with the trusted certificates; empty takes the system's
/// @param options further driver settings from the pasted text, by libpq name (`sslcert`, `sslkey`, `channel_binding`)
public record DatabaseAddress(
        String host,
        int port,
        String database,
        String user,
        String sslMode,
        Optional<String> sslRootCert,
        Map<String, String> options) {
    public static final String VERIFY_FULL = "verify-full";

    public DatabaseAddress {
        options = Map.copyOf(options);
    }

    public static DatabaseAddress of(String host, int port, String database, String user) {
        return new DatabaseAddress(host, port, database, user, VERIFY_FULL, Optional.empty(), Map.of());
    }

    public DatabaseAddress sslMode(String mode) {
        return new DatabaseAddress(host, port, database, user, mode, sslRootCert, options);
    }

    /// Whether `host` is the directory of a Unix socket.
    public boolean isSocket() {
        return host.startsWith("/");
    }
}
