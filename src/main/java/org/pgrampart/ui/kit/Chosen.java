package org.pgrampart.ui.kit;

import java.util.Comparator;
import java.util.List;
import org.pgrampart.assess.Result;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Reversal;
import org.pgrampart.model.Finding;

/// A finding that is to be put right, and the changes that do it.
public record Chosen(Result result, Finding finding, List<Change> changes) {
    public Chosen {
        changes = List.copyOf(changes);
    }

    public Effect effect() {
        return changes.stream()
                .map(Change::effect)
                .max(Comparator.naturalOrder())
                .orElse(Effect.AT_ONCE);
    }

    public boolean mayCutAccess() {
        return changes.stream().anyMatch(c -> c.hazard() == Hazard.MAY_CUT_ACCESS);
    }

    /// Needs no restart, shuts nobody out and can be undone.
    public boolean safe() {
        return !changes.isEmpty()
                && !mayCutAccess()
                && effect() != Effect.RESTART
                && changes.stream().noneMatch(c -> c.reversal() instanceof Reversal.None);
    }
}
