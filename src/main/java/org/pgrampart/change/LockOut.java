package org.pgrampart.change;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
            "default_transaction_read_only",
            "search_path",
            "role",
            "session_authorization");

    /// `ssl` and all that belongs to it, Kerberos and GSSAPI, the sockets, external authentication.
    private static final List<String> FAMILIES = List.of("ssl", "krb_", "gss_", "unix_socket_", "oauth_");

    private LockOut() {}

    /// The hazard of giving this setting another value, for the server, a database or a role.
    ///
    /// @param value empty takes the entry away
    static Hazard of(String setting, Optional<String> value) {
        String name = setting.toLowerCase(Locale.ROOT);
        boolean family =
                FAMILIES.stream().anyMatch(name::startsWith) || name.startsWith("idle_") && name.endsWith("_timeout");
        // passwords that are set as MD5 from then on fail where a rule asks for SCRAM
        boolean md5 = name.equals("password_encryption")
                && value.filter(v -> v.equalsIgnoreCase("md5")).isPresent();
        return family || md5 || NAMES.contains(name) ? Hazard.MAY_CUT_ACCESS : Hazard.NONE;
    }
}
