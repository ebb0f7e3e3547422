package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.RoleSetting;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.change.Step;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;

/// What can be changed over the database connection alone, by this role: without a shell there is no timer outside the
/// server, and without superuser there are few rights.
final class SqlRights {
    /// The roles that this one may change.
    static final Query ROLES = Query.cluster("""
            SELECT r.rolname AS name
              FROM pg_catalog.pg_roles r CROSS JOIN pg_catalog.pg_roles me
             WHERE me.rolname = current_user
               AND (me.rolsuper
                    OR me.rolcreaterole AND NOT r.rolsuper
                       AND CASE WHEN current_setting('server_version_num')::int >= 160000
                                THEN pg_catalog.pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION')
                                ELSE NOT r.rolreplication END)""");
    private static final Set<AlterRole.Attribute> SUPERUSERS_ONLY =
            Set.of(AlterRole.Attribute.SUPERUSER, AlterRole.Attribute.REPLICATION, AlterRole.Attribute.BYPASSRLS);

    private final Server server;
    private final Set<String> roles = new HashSet<>();

    SqlRights(Server server, Answers answers) {
        this.server = server;
        if (answers.find(ROLES) instanceof Answer.Seen<Rows>(Rows rows)) {
            rows.stream().map((Row row) -> row.text("name")).forEach(roles::add);
        }
    }

    /// Why a change has to be left to somebody who reaches further.
    Optional<String> beyond(Change change) {
        boolean alone = change.steps().stream().anyMatch(step -> step instanceof Step.Sql sql && sql.alone());
        if (alone && change.hazard() == Hazard.MAY_CUT_ACCESS) {
            return Optional.of("It may cut access, and no timer inside the server can undo a setting of the server.");
        }
        if (change instanceof AlterSystem && change.effect() == Effect.RESTART) {
            return Optional.of("It counts only after a restart, and without a shell nothing could start the server"
                    + " again if it did not come up.");
        }
        if (change instanceof RoleSetting && change.hazard() == Hazard.MAY_CUT_ACCESS) {
            return Optional.of("It may keep sessions from beginning, and without a shell this login could be one.");
        }
        Optional<String> role = role(change);
        if (change.hazard() == Hazard.MAY_CUT_ACCESS && role.equals(Optional.of(server.role()))) {
            return Optional.of("It is about the role of this very login, and there is no other way in to repair it.");
        }
        if (server.superuser()) {
            return Optional.empty();
        }
        if (change instanceof AlterRole alter
                && alter.attributes().keySet().stream().anyMatch(SUPERUSERS_ONLY::contains)) {
            return Optional.of("Only a superuser may do this.");
        }
        return role.filter(name -> !roles.contains(name))
                .map(name -> "Role " + server.role() + " may not change role " + name + ".");
    }

    private static Optional<String> role(Change change) {
        return switch (change) {
            case AlterRole alter -> Optional.of(alter.role());
            case SetVerifier verifier -> Optional.of(verifier.role());
            case RoleSetting setting -> setting.role();
            default -> Optional.empty();
        };
    }

    /// What this way of reaching a server cannot do, told before anything else.
    static List<String> notes(Server server, Reach reach) {
        List<String> notes = new ArrayList<>();
        switch (reach) {
            case ROOT -> {}
            case OWNER ->
                notes.add("Without root only the files of the database server, its settings and its roles are changed;"
                        + " firewall, SSH, packages and files of the system go into an export.");
            case SQL -> {
                notes.add("Over the database connection alone roles and rights are changed, those that may cut access"
                        + " under a timer inside the server. Settings are changed where they need no restart and cannot"
                        + " cut access.");
                notes.add("Other settings, what may shut out the role of this very login, and files such as"
                        + " pg_hba.conf, certificates, firewall and SSH go into an export.");
                notes.add("A timer inside the server takes roles and rights back unless they are kept. It needs the"
                        + " port of the server itself, no pooler. A restart of the server ends it, and it does not"
                        + " reach settings: then only the undo on this computer is left.");
                if (!server.superuser()) {
                    notes.add("Role " + server.role() + " is no superuser, as on a managed service: it changes only"
                            + " what it may. It cannot read stored passwords, so it could not put one back and changes"
                            + " none; make a second role with a new password, and change over to it.");
                }
            }
        }
        return notes;
    }
}
