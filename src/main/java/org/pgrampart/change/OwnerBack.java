package org.pgrampart.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Gives an object back to its old owner and puts every right back that the change of owner merged away.
///
/// @param forward what it takes back
/// @param owner who had the object
/// @param rights as they were
record OwnerBack(ChangeOwner forward, String owner, List<Right> rights) implements Change {
    /// One right on the object or one that follows it.
    ///
    /// @param grantee empty is PUBLIC
    record Right(DatabaseObject on, String grantee, String word, boolean grantable, String grantor) {}

    OwnerBack {
        rights = List.copyOf(rights);
    }

    @Override
    public String summary() {
        return "Give %s back to role %s, with the rights as they were".formatted(forward.object(), owner);
    }

    /// The rights that came with the change go first, while their giver still owns the object.
    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        forward.keeps().forEach(keep -> steps.add(keep.step("REVOKE", "FROM")));
        steps.add(forward.give(owner));
        Set<DatabaseObject> objects = new LinkedHashSet<>(forward.all().toList());
        rights.forEach(right -> objects.add(right.on()));
        objects.forEach(object -> steps.addAll(replay(object)));
        return List.copyOf(steps);
    }

    private List<Step> replay(DatabaseObject object) {
        List<Right> here =
                rights.stream().filter(right -> right.on().equals(object)).toList();
        List<Step> steps = new ArrayList<>();
        // what the new owner could do is the old one's now, even what he had taken from himself
        List<String> own = words(here, owner);
        List<String> surplus = words(here, forward.owner()).stream()
                .filter(word -> !own.contains(word))
                .toList();
        if (!surplus.isEmpty()) {
            steps.add(new ChangeOwner.Keep(object, owner, surplus).step("REVOKE", "FROM"));
        }
        List<String> options = here.stream()
                .filter(right -> right.grantee().equals(forward.owner()) && right.grantable())
                .map(Right::word)
                .filter(word -> here.stream()
                        .noneMatch(right -> right.grantee().equals(owner)
                                && right.grantable()
                                && right.word().equals(word)))
                .filter(own::contains)
                .toList();
        if (!options.isEmpty()) {
            steps.add(new ChangeOwner.Keep(object, owner, options).step("REVOKE GRANT OPTION FOR", "FROM"));
        }
        // where the change was never made, the statements above took from the owner what is his
        if (forward.keeps().stream()
                        .anyMatch(
                                keep -> keep.on().equals(object) && keep.role().equals(owner))
                && !own.isEmpty()) {
            steps.add(new ChangeOwner.Keep(object, owner, own).step("GRANT", "TO"));
        }
        Set<String> grantees = new LinkedHashSet<>();
        here.stream()
                .filter(right ->
                        right.grantor().equals(owner) && !right.grantee().equals(owner))
                .forEach(right -> grantees.add(right.grantee()));
        for (String grantee : grantees) {
            for (boolean option : new boolean[] {false, true}) {
                List<String> words = here.stream()
                        .filter(right -> right.grantor().equals(owner)
                                && right.grantee().equals(grantee)
                                && right.grantable() == option)
                        .map(Right::word)
                        .toList();
                if (!words.isEmpty()) {
                    steps.add(grant(object, grantee, words, option));
                }
            }
        }
        return steps;
    }

    private static List<String> words(List<Right> rights, String grantee) {
        return rights.stream()
                .filter(right -> right.grantee().equals(grantee))
                .map(Right::word)
                .toList();
    }

    private static Step grant(DatabaseObject object, String grantee, List<String> words, boolean option) {
        String who = grantee.isEmpty() ? "PUBLIC" : Sql.identifier(grantee);
        String list = words.stream().map(object::privilege).collect(Collectors.joining(", "));
        return Privilege.of(words.getFirst(), object, grantee.isEmpty() ? "public" : grantee)
                .step("GRANT %s ON %s TO %s%s"
                        .formatted(list, object.target(), who, option ? " WITH GRANT OPTION" : ""));
    }

    @Override
    public List<Request> reads() {
        Set<Request> requests = new LinkedHashSet<>(forward.reads());
        rights.forEach(right -> requests.add(right.on().privileges()));
        return List.copyOf(requests);
    }

    @Override
    public Change inverse(Answers before) {
        return forward;
    }

    @Override
    public boolean holds(Answers now) {
        return forward.owner(now).equals(owner) && rights.stream().allMatch(right -> held(now, right));
    }

    private static boolean held(Answers now, Right right) {
        Optional<String> who = Optional.of(right.grantee()).filter(name -> !name.isEmpty());
        Privilege.Held held = new Privilege(right.word(), right.on(), who).held(now);
        return held == Privilege.Held.GRANTABLE || held == Privilege.Held.YES && !right.grantable();
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
        return forward.reversal();
    }

    @Override
    public Map<String, String> decides() {
        return Map.of("owner of " + forward.object(), owner);
    }
}
