package org.pgrampart.change;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Takes a right on an object from a role or from PUBLIC. Never cascades: it fails where others depend on it.
///
/// @param optionOnly takes only the right to pass it on
/// @param given who gave it, where that was not the object's owner alone; each takes his own back
public record Revoke(Privilege privilege, boolean optionOnly, List<Given> given) implements Change {
    public Revoke {
        given = List.copyOf(given);
    }

    public static Revoke of(Privilege privilege) {
        return new Revoke(privilege, false, List.of());
    }

    /// Takes only the right to pass it on.
    public static Revoke grantOption(Privilege privilege) {
        return new Revoke(privilege, true, List.of());
    }

    @Override
    public String summary() {
        return "Revoke %s%s on %s from %s"
                .formatted(
                        optionOnly ? "the right to pass on " : "",
                        privilege.word(),
                        privilege.object(),
                        privilege.whoInWords());
    }

    @Override
    public List<Step> steps() {
        String text =
                "REVOKE " + (optionOnly ? "GRANT OPTION FOR " : "") + privilege.what() + " FROM " + privilege.who();
        return given.isEmpty()
                ? List.of(privilege.step(text))
                : given.stream()
                        .flatMap(by -> privilege.as(by.grantor(), text).stream())
                        .toList();
    }

    @Override
    public List<Request> reads() {
        return List.of(privilege.object().privileges());
    }

    @Override
    public Change inverse(Answers before) {
        List<Given> others = privilege.givenByOthers(before);
        return new Grant(privilege, privilege.held(before) == Privilege.Held.GRANTABLE, others);
    }

    @Override
    public Change ready(Answers before) {
        return new Revoke(privilege, optionOnly, privilege.givenByOthers(before));
    }

    @Override
    public Set<String> roles() {
        return privilege.roles();
    }

    @Override
    public Map<String, String> decides() {
        return optionOnly ? Map.of() : Map.of(privilege.toString(), "no");
    }

    @Override
    public boolean holds(Answers now) {
        Privilege.Held held = privilege.held(now);
        return held == Privilege.Held.NO || optionOnly && held == Privilege.Held.YES;
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    /// Whoever may no longer connect is shut out.
    @Override
    public Hazard hazard() {
        return privilege.word().equals("CONNECT") && !optionOnly ? Hazard.MAY_CUT_ACCESS : Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("the privileges are the same afterwards, but built-in ones are written out");
    }
}
