package org.pgrampart.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pgrampart.assess.Result;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.model.FixKind;

/// What can be done about one result, and what that does to the server.
///
/// @param changes one line each, for the findings the program could clear by itself
public record Fix(FixKind kind, String summary, Optional<Effect> effect, Hazard hazard, List<String> changes) {
    public static Fix of(Result result) {
        if (result.open().isEmpty()) {
            return new Fix(FixKind.NONE, "", Optional.empty(), Hazard.NONE, List.of());
        }
        List<Change> changes = result.open().stream()
                .flatMap(f -> result.remedies().getOrDefault(f, List.of()).stream())
                .distinct()
                .toList();
        boolean asks = result.asks().values().stream().anyMatch(inputs -> !inputs.isEmpty());
        FixKind kind = !changes.isEmpty() ? FixKind.AUTOMATIC : asks ? FixKind.NEEDS_INPUT : FixKind.MANUAL;
        Optional<Effect> effect = changes.stream().map(Change::effect).max(Comparator.naturalOrder());
        Hazard hazard = changes.stream()
                .map(Change::hazard)
                .max(Comparator.naturalOrder())
                .orElse(Hazard.NONE);
        return new Fix(
                kind,
                result.control().fix(),
                effect,
                hazard,
                changes.stream().map(Change::summary).toList());
    }
}
