package org.pgrampart.change;

import java.util.List;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Takes a right on an object from a role or from PUBLIC. Never cascades: it fails where others depend on it.
///
/// @param optionOnly takes only the right to pass it on
public record Revoke(Privilege privilege, boolean optionOnly) implements Change {
    public static Revoke of(Privilege privilege) {
        return new Revoke(privilege, false);
    }

    /// Takes only the right to pass it on.
    public static Revoke grantOption(Privilege privilege) {
        return new Revoke(privilege, true);
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
        return List.of(privilege.step(
                "REVOKE " + (optionOnly ? "GRANT OPTION FOR " : "") + privilege.what() + " FROM " + privilege.who()));
    }

    @Override
    public List<Request> reads() {
        return List.of(privilege.object().privileges());
    }

    @Override
    public Change inverse(Answers before) {
        return new Grant(privilege, privilege.held(before) == Privilege.Held.GRANTABLE);
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
