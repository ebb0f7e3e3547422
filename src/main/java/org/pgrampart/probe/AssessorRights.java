package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;

/// What the role that assesses may do beyond reading.
///
/// @param beyond the attributes and memberships that an assessment never needs
/// @param readOnly whether its sessions begin read-only by themselves
/// @param place where it assesses
public record AssessorRights(
        String role,
        boolean superuser,
        List<String> beyond,
        boolean monitor,
        boolean readOnly,
        boolean practice,
        Place place) {
    /// The database of the session, all others that can be connected to, the roles and the release.
    public record Place(String database, List<String> databases, List<String> roles, int major) {}

    /// Where nothing is known of the place.
    public AssessorRights(
            String role, boolean superuser, List<String> beyond, boolean monitor, boolean readOnly, boolean practice) {
        this(role, superuser, beyond, monitor, readOnly, practice, new Place("", List.of(), List.of(), 0));
    }

    private static final Query ROLE = Query.cluster("""
            SELECT r.rolname AS role, r.rolsuper AS superuser, r.rolcreaterole AS makes_roles,
                   r.rolcreatedb AS makes_databases, r.rolreplication AS replicates, r.rolbypassrls AS bypasses,
                   pg_catalog.pg_has_role('pg_monitor', 'USAGE') AS monitor,
                   ARRAY(SELECT m.rolname FROM pg_catalog.pg_roles m
                          WHERE m.rolname IN ('pg_write_all_data', 'pg_write_server_files',
                                              'pg_execute_server_program', 'pg_read_server_files')
                            AND pg_catalog.pg_has_role(r.oid, m.oid, 'MEMBER') ORDER BY 1) AS memberships,
                   pg_catalog.current_database() AS database,
                   ARRAY(SELECT d.datname FROM pg_catalog.pg_database d
                          WHERE d.datallowconn AND NOT d.datistemplate ORDER BY 1) AS databases,
                   ARRAY(SELECT n.rolname FROM pg_catalog.pg_roles n ORDER BY 1) AS roles,
                   EXISTS (SELECT 1 FROM pg_catalog.pg_db_role_setting s, unnest(s.setconfig) AS c
                            WHERE s.setrole = r.oid AND c = 'default_transaction_read_only=on') AS read_only
              FROM pg_catalog.pg_roles r WHERE r.rolname = current_user""");

    public static final Probe<AssessorRights> PROBE = Probe.of(AssessorRights::read, ROLE);

    static AssessorRights read(Answers answers) {
        Row row = answers.rows(ROLE).first();
        List<String> beyond = new ArrayList<>();
        boolean superuser = row.bool("superuser");
        if (!superuser) {
            add(beyond, row.bool("makes_roles"), "CREATEROLE");
            add(beyond, row.bool("makes_databases"), "CREATEDB");
            add(beyond, row.bool("replicates"), "REPLICATION");
            add(beyond, row.bool("bypasses"), "BYPASSRLS");
            row.array("memberships").forEach(role -> beyond.add("member of " + role));
        }
        return new AssessorRights(
                row.text("role"),
                superuser,
                List.copyOf(beyond),
                row.bool("monitor"),
                row.bool("read_only"),
                answers.server().practice(),
                new Place(
                        row.text("database"),
                        row.array("databases"),
                        row.array("roles"),
                        answers.server().major()));
    }

    private static void add(List<String> beyond, boolean has, String attribute) {
        if (has) {
            beyond.add(attribute);
        }
    }
}
