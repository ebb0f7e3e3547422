package org.pgrampart.change;

import java.util.Locale;
import java.util.Set;

/// The settings with which a server can shut everybody out, or keep itself from starting again.
final class LockOut {
    private static final Set<String> NAMES = Set.of(
            "listen_addresses",
            "port",
            "hba_file",
            "ident_file",
            "config_file",
            "data_directory",
            "authentication_timeout",
            "max_connections",
            "superuser_reserved_connections",
            "reserved_connections",
            "shared_preload_libraries",
            "session_preload_libraries",
            "local_preload_libraries",
            "db_user_namespace",
            "event_triggers",
            "statement_timeout",
            "transaction_timeout",
            "idle_session_timeout",
            "idle_in_transaction_session_timeout",
            "default_transaction_read_only",
            "search_path",
            "role",
            "session_authorization");

    private LockOut() {}

    /// The hazard of giving this setting another value, for the server, a database or a role.
    static Hazard of(String setting) {
        String name = setting.toLowerCase(Locale.ROOT);
        boolean family = name.equals("ssl")
                || name.startsWith("ssl_")
                || name.startsWith("krb_")
                || name.startsWith("unix_socket_");
        return family || NAMES.contains(name) ? Hazard.MAY_CUT_ACCESS : Hazard.NONE;
    }
}
