package org.pgrampart.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.ChangeOwner.Keep;
import org.pgrampart.change.DatabaseObject.Kind;
import org.pgrampart.model.Secret;

/// Splits what one role does for a Django project: an owner that nobody logs in as, a migrator that becomes the owner,
/// the runtime role for rows alone, and perhaps a reader.
///
/// The migrator becomes the owner by SET ROLE, which Django does with `"OPTIONS": {"assume_role": OWNER}` (4.2 and
/// later) or `"options": "-c role=OWNER"`. No ALTER ROLE … SET role is used: it would bind every session of the
/// migrator, and nobody would see why. Should the migrator forget it, its new tables are still reachable: default
/// privileges are set for owner and migrator alike.
///
/// @param runtime who owns everything now and keeps serving pages
/// @param owner who owns it afterwards
/// @param reader who only reads; empty makes no such role
public record DjangoRoles(String database, String runtime, String owner, String migrator, Optional<String> reader) {
    /// An object that the runtime role owns, with the sequences of its columns.
    public record Owned(DatabaseObject object, List<DatabaseObject> sequences) {
        public Owned {
            sequences = List.copyOf(sequences);
        }
    }

    private static final List<String> ROWS = List.of("SELECT", "INSERT", "UPDATE", "DELETE");
    private static final List<String> READ = List.of("SELECT");
    private static final List<String> COUNT = List.of("USAGE", "SELECT");

    public DjangoRoles {
        Set<String> names = new LinkedHashSet<>(List.of(runtime, owner));
        names.add(migrator);
        reader.ifPresent(names::add);
        if (names.size() != (reader.isPresent() ? 4 : 3)) {
            throw new IllegalArgumentException("Each role of the application needs a name of its own.");
        }
    }

    /// The steps of the split, in their order: roles, the database, its schemas, its objects, what is made later.
    ///
    /// @param owned what the runtime role owns in this database, the database itself among it
    /// @param migratorVerifier how the migrator logs in
    /// @param readerVerifier how the reader logs in
    public List<Change> changes(List<Owned> owned, Optional<Secret> migratorVerifier, Optional<Secret> readerVerifier) {
        List<Change> changes = new ArrayList<>();
        changes.add(CreateRole.group(owner));
        changes.add(CreateRole.login(migrator, migratorVerifier));
        reader.ifPresent(name -> changes.add(CreateRole.login(name, readerVerifier)));
        changes.add(GrantRole.of(owner, migrator));
        DatabaseObject whole = DatabaseObject.database(database);
        changes.add(Grant.of(Privilege.of("CONNECT", whole, migrator)));
        reader.ifPresent(name -> changes.add(Grant.of(Privilege.of("CONNECT", whole, name))));
        Set<String> schemas = new LinkedHashSet<>();
        for (Owned each : owned) {
            if (!each.object().schema().isEmpty()) {
                schemas.add(each.object().schema());
            }
            if (each.object().kind() == Kind.SCHEMA) {
                schemas.add(each.object().name());
            }
        }
        ordered(owned).forEach(each -> changes.add(given(each)));
        schemas.forEach(schema -> changes.addAll(schema(schema)));
        return List.copyOf(changes);
    }

    // what is shared by all databases first, so that it is one transaction
    private static List<Owned> ordered(List<Owned> owned) {
        List<Owned> ordered = new ArrayList<>(
                owned.stream().filter(each -> each.object().isShared()).toList());
        owned.stream().filter(each -> each.object().kind() == Kind.SCHEMA).forEach(ordered::add);
        owned.stream().filter(each -> !ordered.contains(each)).forEach(ordered::add);
        return ordered;
    }

    private Change given(Owned each) {
        List<Keep> keeps = new ArrayList<>();
        DatabaseObject object = each.object();
        keeps.add(new Keep(object, runtime, use(object)));
        reader.ifPresent(name -> look(object, name).ifPresent(keeps::add));
        for (DatabaseObject sequence : each.sequences()) {
            keeps.add(new Keep(sequence, runtime, COUNT));
            reader.ifPresent(name -> keeps.add(new Keep(sequence, name, READ)));
        }
        return new ChangeOwner(object, each.sequences(), owner, keeps);
    }

    // Django reads the journal of migrations when it starts, and only migrations write it
    private static List<String> use(DatabaseObject object) {
        return switch (object.kind()) {
            case DATABASE -> List.of("CONNECT", "TEMPORARY");
            case SEQUENCE -> COUNT;
            case FUNCTION -> List.of("EXECUTE");
            case TABLE -> object.name().equals("django_migrations") ? READ : ROWS;
            default -> List.of("USAGE");
        };
    }

    private static Optional<Keep> look(DatabaseObject object, String reader) {
        return switch (object.kind()) {
            case TABLE, SEQUENCE -> Optional.of(new Keep(object, reader, READ));
            case SCHEMA -> Optional.of(new Keep(object, reader, List.of("USAGE")));
            default -> Optional.empty();
        };
    }

    private List<Change> schema(String name) {
        List<Change> changes = new ArrayList<>();
        DatabaseObject schema = DatabaseObject.schema(database, name);
        changes.add(Grant.of(Privilege.of("USAGE", schema, owner)));
        changes.add(Grant.of(Privilege.of("CREATE", schema, owner)));
        changes.add(Grant.of(Privilege.of("USAGE", schema, runtime)));
        reader.ifPresent(role -> changes.add(Grant.of(Privilege.of("USAGE", schema, role))));
        for (String creator : List.of(owner, migrator)) {
            changes.add(later(creator, name, DefaultPrivileges.Kind.TABLES, runtime, ROWS));
            changes.add(later(creator, name, DefaultPrivileges.Kind.SEQUENCES, runtime, COUNT));
            reader.ifPresent(role -> {
                changes.add(later(creator, name, DefaultPrivileges.Kind.TABLES, role, READ));
                changes.add(later(creator, name, DefaultPrivileges.Kind.SEQUENCES, role, READ));
            });
        }
        return changes;
    }

    private Change later(String creator, String schema, DefaultPrivileges.Kind kind, String role, List<String> words) {
        return DefaultPrivileges.grant(
                database, creator, Optional.of(schema), kind, role, words.toArray(String[]::new));
    }
}
