package org.pgrampart.access;

import java.util.List;

/// Roles that fare alike with databases that fare alike, coming from the same place.
///
/// `replication` rows are about standbys and have no databases.
public record AccessRow(
        List<String> roles,
        List<String> databases,
        boolean replication,
        OriginClass origin,
        Encryption encryption,
        Decision decision) {
    public AccessRow {
        roles = List.copyOf(roles);
        databases = List.copyOf(databases);
    }

    /// What the row says about TLS.
    public enum Encryption {
        /// The local socket, where there is none.
        NONE,
        TLS,
        PLAIN,
        /// TLS or not makes no difference.
        EITHER
    }
}
