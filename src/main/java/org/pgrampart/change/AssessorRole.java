package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.model.Secret;

/// A role that assesses the server: it sees the configuration, changes nothing, and needs no root on the host.
public final class AssessorRole {
    private AssessorRole() {}

    /// What makes it.
    ///
    /// @param database the one it assesses from, where it gets the views of the configuration files
    /// @param databases all that it looks into
    /// @param major the server's release
    public static List<Change> changes(
            String role, Secret verifier, String database, List<String> databases, int major) {
        List<Change> changes = new ArrayList<>();
        changes.add(CreateRole.login(role, Optional.of(verifier)));
        changes.add(GrantRole.of("pg_monitor", role));
        changes.add(RoleSetting.ofRole(role, "default_transaction_read_only", "on"));
        for (String name : databases) {
            changes.add(Grant.of(Privilege.of("CONNECT", DatabaseObject.database(name), role)));
        }
        changes.addAll(view(database, "pg_hba_file_rules", "pg_hba_file_rules", role));
        changes.addAll(view(database, "pg_file_settings", "pg_show_all_file_settings", role));
        if (major >= 15) {
            changes.addAll(view(database, "pg_ident_file_mappings", "pg_ident_file_mappings", role));
        }
        return List.copyOf(changes);
    }

    // the view alone is of no use: it runs its function in the name of whoever asks
    private static List<Change> view(String database, String view, String function, String role) {
        return List.of(
                Grant.of(Privilege.of("SELECT", DatabaseObject.table(database, "pg_catalog", view), role)),
                Grant.of(Privilege.of("EXECUTE", DatabaseObject.function(database, "pg_catalog", function, ""), role)));
    }
}
