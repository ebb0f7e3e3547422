package org.pgrampart.check;

import java.util.List;
import java.util.Locale;
import org.pgrampart.change.Change;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.probe.Probe;

/// How one control is judged and put right; exactly one per control.
///
/// @param <E> the evidence it judges
public interface Check<E> {
    Control control();

    Probe<E> probe();

    /// A pure function of the evidence: no I/O, no clock, no other check.
    Outcome judge(E evidence, Baseline baseline);

    /// What the owner has to say before [#remedy] can answer; empty for most.
    default List<Input> asks(Finding finding, E evidence) {
        return List.of();
    }

    /// The changes that would clear one finding; empty when only a person can, or while an input is missing.
    default List<Change> remedy(Finding finding, E evidence, Inputs inputs) {
        return List.of();
    }

    /// The class name in kebab-case: `passwords-are-scram`.
    default String name() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
