package org.pgrampart.change;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Gives a right on an object to a role or to PUBLIC.
///
/// @param grantable with the right to pass it on
/// @param given who gives it, where that is not the object's owner alone; then each says whether it may be passed on
public record Grant(Privilege privilege, boolean grantable, List<Given> given) implements Change {
    public Grant {
        given = List.copyOf(given);
    }

    public static Grant of(Privilege privilege) {
        return new Grant(privilege, false, List.of());
    }

    public static Grant withGrantOption(Privilege privilege) {
        return new Grant(privilege, true, List.of());
    }

    @Override
    public String summary() {
        return "Grant %s on %s to %s%s"
                .formatted(
                        privilege.word(),
                        privilege.object(),
                        privilege.whoInWords(),
                        grantable ? " with the right to pass it on" : "");
    }

    @Override
    public List<Step> steps() {
        return given.isEmpty()
                ? List.of(privilege.step(text(grantable)))
                : given.stream()
                        .flatMap(by -> privilege.as(by.grantor(), text(by.grantable())).stream())
                        .toList();
    }

    private String text(boolean option) {
        return "GRANT " + privilege.what() + " TO " + privilege.who() + (option ? " WITH GRANT OPTION" : "");
    }

    @Override
    public List<Request> reads() {
        return List.of(privilege.object().privileges());
    }

    @Override
    public Change inverse(Answers before) {
        return privilege.held(before) == Privilege.Held.NO ? Revoke.of(privilege) : Revoke.grantOption(privilege);
    }

    @Override
    public boolean holds(Answers now) {
        Privilege.Held held = privilege.held(now);
        return held == Privilege.Held.GRANTABLE || held == Privilege.Held.YES && !grantable;
    }

    @Override
    public Set<String> roles() {
        return privilege.roles();
    }

    @Override
    public Map<String, String> decides() {
        return Map.of(privilege.toString(), "yes");
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
        return Reversal.equivalent("the privileges are the same afterwards, but built-in ones are written out");
    }
}
