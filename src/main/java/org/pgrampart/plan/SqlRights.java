package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pgrampart.change.AlterDatabase;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.CreateRole;
import org.pgrampart.change.Effect;
import org.pgrampart.change.GrantRole;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Membership;
import org.pgrampart.change.RenameRole;
import org.pgrampart.change.RevokeRole;
import org.pgrampart.change.RoleSetting;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.change.Step;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;

/// What can be changed over the database connection: without a shell there is no timer outside the server, and without
/// superuser there are few rights, whatever else can be reached.
final class SqlRights {
    private static final Query ROLES = Query.cluster("""
            SELECT r.rolname AS name,
                   me.rolcreaterole AND NOT r.rolsuper
                   AND CASE WHEN current_setting('server_version_num')::int >= 160000
                            THEN pg_catalog.pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION')
                            ELSE true END AS changes,
                   NOT (r.rolreplication AND current_setting('server_version_num')::int < 160000) AS alters,
                   NOT r.rolsuper
                   AND (pg_catalog.pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION')
                        OR me.rolcreaterole AND current_setting('server_version_num')::int < 160000) AS grants
              FROM pg_catalog.pg_roles r CROSS JOIN pg_catalog.pg_roles me
             WHERE me.rolname = current_user""");
    private static final Query OWN = Query.cluster("""
            SELECT rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
              FROM pg_catalog.pg_roles WHERE rolname = current_user""");
    private static final Query DATABASES = Query.cluster(
            "SELECT datname AS name FROM pg_catalog.pg_database WHERE pg_catalog.pg_has_role(datdba, 'USAGE')");
    private static final Query PARAMETERS = Query.cluster("""
            SELECT parname AS name FROM pg_catalog.pg_parameter_acl
             WHERE pg_catalog.has_parameter_privilege(parname, 'ALTER SYSTEM')""").since(15);

    static final List<Request> READS = List.of(ROLES, OWN, DATABASES, PARAMETERS);

    private final Server server;
    private final Set<String> changed = new HashSet<>();
    private final Set<String> altered = new HashSet<>();
    private final Set<String> granted = new HashSet<>();
    private final Set<AlterRole.Attribute> own = EnumSet.noneOf(AlterRole.Attribute.class);
    private final Set<String> databases;
    private final Set<String> parameters;

    SqlRights(Server server, Answers answers) {
        this.server = server;
        for (Row row : rows(answers, ROLES)) {
            if (row.bool("changes")) {
                changed.add(row.text("name"));
            }
            if (row.bool("changes") && row.bool("alters")) {
                altered.add(row.text("name"));
            }
            if (row.bool("grants")) {
                granted.add(row.text("name"));
            }
        }
        for (Row row : rows(answers, OWN)) {
            for (AlterRole.Attribute attribute : List.of(
                    AlterRole.Attribute.CREATEROLE,
                    AlterRole.Attribute.CREATEDB,
                    AlterRole.Attribute.REPLICATION,
                    AlterRole.Attribute.BYPASSRLS)) {
                if (row.bool("rol" + attribute.name().toLowerCase(Locale.ROOT))) {
                    own.add(attribute);
                }
            }
        }
        databases = names(answers, DATABASES);
        parameters = names(answers, PARAMETERS);
    }

    private static List<Row> rows(Answers answers, Query query) {
        return answers.find(query) instanceof Answer.Seen<Rows>(Rows rows)
                ? rows.stream().toList()
                : List.of();
    }

    private static Set<String> names(Answers answers, Query query) {
        return rows(answers, query).stream().map(row -> row.text("name")).collect(Collectors.toSet());
    }

    /// Why a change has to be left to somebody who reaches further than the database connection.
    ///
    /// @param made the roles that the plan makes before
    Optional<String> beyond(Change change, Set<String> made) {
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
        if (change.hazard() == Hazard.MAY_CUT_ACCESS && role(change).equals(Optional.of(server.role()))) {
            return Optional.of("It is about the role of this very login, and there is no other way in to repair it.");
        }
        return refused(change, made);
    }

    private static Optional<String> role(Change change) {
        return switch (change) {
            case AlterRole alter -> Optional.of(alter.role());
            case SetVerifier verifier -> Optional.of(verifier.role());
            case RenameRole rename -> Optional.of(rename.role());
            default -> Optional.empty();
        };
    }

    /// Why the server will refuse this role a change; empty where it is not known to. Rights on single objects and
    /// their owners are not looked at.
    ///
    /// @param made the roles that the plan makes before, which whoever makes them may change
    Optional<String> refused(Change change, Set<String> made) {
        if (server.superuser()) {
            return Optional.empty();
        }
        return switch (change) {
            case AlterSystem set ->
                unless(
                        parameters.contains(set.parameter().toLowerCase(Locale.ROOT)),
                        "may not set " + set.parameter() + " for the whole server");
            case CreateRole create ->
                unless(own.contains(AlterRole.Attribute.CREATEROLE), "may make no roles")
                        .or(() -> attributes(create.attributes()));
            case AlterRole alter -> attributes(alter.attributes().keySet()).or(() -> role(altered, alter.role(), made));
            case SetVerifier verifier ->
                verifier.role().equals(server.role()) // everybody may change their own password
                        ? Optional.empty()
                        : role(altered, verifier.role(), made);
            case RenameRole rename -> role(changed, rename.role(), made);
            case RoleSetting(Optional<String> role, Optional<String> database, String _, Optional<String> _) ->
                role.isPresent()
                        ? role.filter(name -> !name.equals(server.role())).flatMap(name -> role(changed, name, made))
                        : database.flatMap(this::owns);
            case AlterDatabase database -> owns(database.database());
            case GrantRole grant -> grants(grant.membership(), made);
            case RevokeRole revoke -> grants(revoke.membership(), made);
            default -> Optional.empty();
        };
    }

    private Optional<String> unless(boolean may, String otherwise) {
        return may ? Optional.empty() : Optional.of("Role " + server.role() + " " + otherwise + ".");
    }

    private Optional<String> role(Set<String> may, String role, Set<String> made) {
        return unless(may.contains(role) || made.contains(role), "may not change role " + role);
    }

    private Optional<String> grants(Membership membership, Set<String> made) {
        String role = membership.role();
        return unless(granted.contains(role) || made.contains(role), "may not say who is a member of role " + role);
    }

    private Optional<String> owns(String database) {
        return unless(databases.contains(database), "does not own database " + database);
    }

    private Optional<String> attributes(Set<AlterRole.Attribute> attributes) {
        boolean since16 = server.major() >= 16;
        for (AlterRole.Attribute attribute : attributes) {
            boolean refused = switch (attribute) {
                case SUPERUSER -> true;
                case REPLICATION, BYPASSRLS -> !since16 || !own.contains(attribute);
                case CREATEDB -> since16 && !own.contains(attribute);
                default -> false;
            };
            if (refused) {
                return Optional.of(
                        since16 && attribute != AlterRole.Attribute.SUPERUSER
                                ? "Only a superuser, or a role that has " + attribute + " itself, may do this."
                                : "Only a superuser may do this.");
            }
        }
        return Optional.empty();
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
