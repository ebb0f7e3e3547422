package org.pgrampart.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Unreadable;

/// Gives one object to another role, with the rights that others, the old owner above all, need on it from then on.
/// Never REASSIGN OWNED: that cannot be taken back, since it would give everything to one owner.
///
/// @param with objects whose owner follows, such as the sequences of a table's columns
/// @param keeps the rights that are granted with it
public record ChangeOwner(DatabaseObject object, List<DatabaseObject> with, String owner, List<Keep> keeps)
        implements Change {
    /// Rights of a role on the object or one that follows it.
    public record Keep(DatabaseObject on, String role, List<String> words) {
        public Keep {
            words = words.stream().map(Privilege::word).toList();
        }

        List<Privilege> privileges() {
            return words.stream().map(word -> Privilege.of(word, on, role)).toList();
        }

        Step step(String verb, String preposition) {
            String list = words.stream().map(on::privilege).collect(Collectors.joining(", "));
            String text = "%s %s ON %s %s %s".formatted(verb, list, on.target(), preposition, Sql.identifier(role));
            return privileges().getFirst().step(text);
        }
    }

    public ChangeOwner {
        with = List.copyOf(with);
        keeps = List.copyOf(keeps);
        if (object.kind() == DatabaseObject.Kind.COLUMN || object.kind() == DatabaseObject.Kind.PARAMETER) {
            throw new IllegalArgumentException(object + " has no owner of its own. Name an object that has.");
        }
    }

    public static ChangeOwner of(DatabaseObject object, String owner) {
        return new ChangeOwner(object, List.of(), owner, List.of());
    }

    @Override
    public String summary() {
        String rights = keeps.stream()
                .map(keep ->
                        "%s keeps %s on %s".formatted(keep.role(), String.join(", ", keep.words()), name(keep.on())))
                .collect(Collectors.joining("; "));
        return "Give %s to role %s%s".formatted(object, owner, rights.isEmpty() ? "" : "; " + rights);
    }

    private static String name(DatabaseObject object) {
        return object.schema().isEmpty() ? object.name() : object.schema() + "." + object.name();
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        steps.add(give(owner));
        keeps.forEach(keep -> steps.add(keep.step("GRANT", "TO")));
        return List.copyOf(steps);
    }

    Step give(String role) {
        String text = "ALTER " + object.target() + " OWNER TO " + Sql.identifier(role);
        return object.where()
                .<Step>map(database -> Step.Sql.in(database, text))
                .orElseGet(() -> Step.Sql.cluster(text));
    }

    /// The object and those that follow it.
    Stream<DatabaseObject> all() {
        return Stream.concat(Stream.of(object), with.stream());
    }

    @Override
    public List<Request> reads() {
        Set<Request> requests = new LinkedHashSet<>();
        all().forEach(each -> requests.add(each.privileges()));
        if (object.kind() == DatabaseObject.Kind.TABLE) {
            requests.add(object.columnPrivileges());
        }
        return List.copyOf(requests);
    }

    /// Who owns it now.
    String owner(Answers answers) {
        return object.privileges(answers).stream()
                .findFirst()
                .orElseThrow(() ->
                        new Unreadable("there is no " + object + ", or nobody has a right on it", "a new assessment"))
                .text("owner");
    }

    /// @throws IllegalArgumentException when rights were passed on in a way that could not be put back
    @Override
    public Change inverse(Answers before) {
        String old = owner(before);
        List<OwnerBack.Right> rights = new ArrayList<>();
        for (DatabaseObject each : all().toList()) {
            object.answer(before, each.privileges()).forEach(row -> rights.add(right(each, row, old)));
        }
        if (object.kind() == DatabaseObject.Kind.TABLE) {
            for (Row row : object.answer(before, object.columnPrivileges())) {
                DatabaseObject column =
                        DatabaseObject.column(object.database(), object.schema(), object.name(), row.text("column"));
                rights.add(right(column, row, old));
            }
        }
        return new OwnerBack(this, old, rights);
    }

    private OwnerBack.Right right(DatabaseObject on, Row row, String old) {
        String grantor = row.text("grantor");
        if (!grantor.equals(old)
                && (grantor.equals(owner) || row.text("grantee").equals(owner))) {
            throw new IllegalArgumentException(
                    "Role %s has passed rights on %s on, or got them so, and that could not be put back. Revoke them first."
                            .formatted(owner, on));
        }
        return new OwnerBack.Right(on, row.text("grantee"), row.text("privilege"), row.bool("grantable"), grantor);
    }

    @Override
    public boolean holds(Answers now) {
        return owner(now).equals(owner)
                && keeps.stream()
                        .flatMap(keep -> keep.privileges().stream())
                        .allMatch(privilege -> privilege.held(now) != Privilege.Held.NO);
    }

    @Override
    public Set<String> roles() {
        Set<String> roles = new LinkedHashSet<>(List.of(owner));
        keeps.forEach(keep -> roles.add(keep.role()));
        return Set.copyOf(roles);
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        return Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("owner and rights are the same afterwards, but built-in ones are written out");
    }

    @Override
    public Map<String, String> decides() {
        return Map.of("owner of " + object, owner);
    }
}
