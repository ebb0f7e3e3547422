package org.pgrampart.catalogue.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.DjangoRoles;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.ScramVerifier;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.probe.ApplicationReach;
import org.pgrampart.probe.OwnedObjects;

/// The remedy for an application that owns its tables: other roles own them and run its migrations.
final class OwnershipSplit {
    private static final String OWNER = "owner";
    private static final String MIGRATOR = "migrator";
    private static final String PASSWORD = "migrator-password";
    private static final String READER = "reader";
    private static final String READER_PASSWORD = "reader-password";
    private static final String NOBODY = "-";
    private static final int LONGEST_STEM = 50;

    private OwnershipSplit() {}

    static List<Input> asks(ApplicationReach reach, ApplicationReach.Right right) {
        String stem = right.database().codePoints().count() > LONGEST_STEM ? right.role() : right.database();
        Set<String> taken = reach.application().roles().byName().keySet();
        return List.of(
                new Input(
                        OWNER,
                        "Name of a new role that owns the tables and nobody logs in as",
                        free(stem + "_owner", taken),
                        false),
                new Input(
                        MIGRATOR,
                        "Name of a new role that runs the migrations",
                        free(stem + "_migrator", taken),
                        false),
                new Input(PASSWORD, "Password of the role that runs the migrations", "", true),
                new Input(READER, "Name of a new role that only reads, or - for none", NOBODY, false),
                new Input(READER_PASSWORD, "Password of the role that only reads; leave it out for none", "", true));
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + i;
        }
        return free;
    }

    /// Empty while an answer is missing.
    static List<Change> changes(Finding finding, ApplicationReach reach, ApplicationReach.Right right, Inputs inputs) {
        Optional<String> owner = inputs.text(finding, OWNER);
        Optional<String> migrator = inputs.text(finding, MIGRATOR);
        Optional<Secret> password = inputs.secret(finding, PASSWORD);
        Optional<String> reader = inputs.text(finding, READER).filter(name -> !name.equals(NOBODY));
        Optional<Secret> readerPassword = inputs.secret(finding, READER_PASSWORD);
        if (owner.isEmpty()
                || migrator.isEmpty()
                || password.isEmpty()
                || reader.isPresent() && readerPassword.isEmpty()) {
            return List.of();
        }
        List<DjangoRoles.Owned> owned = reach.owned().of(right.database(), right.role()).stream()
                .map(OwnershipSplit::owned)
                .toList();
        try {
            return new DjangoRoles(right.database(), right.role(), owner.get(), migrator.get(), reader)
                    .changes(owned, password.map(ScramVerifier::of), readerPassword.map(ScramVerifier::of));
        } catch (IllegalArgumentException e) {
            return List.of(); // a name that no role can have is no answer
        }
    }

    private static DjangoRoles.Owned owned(OwnedObjects.Owned object) {
        String database = object.database();
        List<DatabaseObject> sequences = new ArrayList<>();
        for (int i = 0; i + 1 < object.sequences().size(); i += 2) {
            sequences.add(DatabaseObject.sequence(
                    database, object.sequences().get(i), object.sequences().get(i + 1)));
        }
        DatabaseObject it = switch (object.kind()) {
            case TABLE -> DatabaseObject.table(database, object.schema(), object.name());
            case SEQUENCE -> DatabaseObject.sequence(database, object.schema(), object.name());
            case FUNCTION -> DatabaseObject.function(database, object.schema(), object.name(), object.detail());
            case TYPE -> DatabaseObject.type(database, object.schema(), object.name());
            case SCHEMA -> DatabaseObject.schema(database, object.name());
            case DATABASE -> DatabaseObject.database(database);
        };
        return new DjangoRoles.Owned(it, sequences);
    }
}
