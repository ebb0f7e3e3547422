package org.pgrampart.access;

import org.pgrampart.format.IpAddress;

/// An attempt to log in; `replication` means a standby's physical stream, which names no database.
public record Login(String role, String database, Origin origin, boolean replication) {
    public static Login local(String role, String database) {
        return new Login(role, database, Origin.LOCAL_SOCKET, false);
    }

    public static Login network(String role, String database, IpAddress address, boolean tls) {
        return new Login(role, database, Origin.network(address, tls), false);
    }

    public static Login replication(String role, Origin origin) {
        return new Login(role, "", origin, true);
    }

    /// `role app, database shop, from 10.0.0.7 with TLS`.
    public String words() {
        return "role %s, %s, %s"
                .formatted(
                        role,
                        replication ? "replication" : "database " + database,
                        origin.isLocal() ? "from the local socket" : "from " + origin);
    }
}
