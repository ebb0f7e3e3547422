package org.pgrampart.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fills the holes a function's parameters left with what a caller passes.
@SuppressWarnings({"ReferenceEquality", "IdentityHashMapUsage"
}) // tree nodes and modules are meant as such, not their contents
final class Substitution {
    private Substitution() {}

    static Flow fill(Flow result, Routine routine, Map<String, Flow> arguments, Step call) {
        Flow out = new Flow(List.of(), List.of(), null, null, result.kind());
        for (Flow.Piece piece : result.pieces()) {
            Flow argument = argument(piece, routine, arguments);
            if (argument != null) {
                out = out.plus(follow(argument, (Flow.Source) piece).plain());
            } else {
                out = out.plus(new Flow(List.of(piece), List.of(), null, null, Flow.Kind.PLAIN));
            }
        }
        List<Flow.Source> also = new ArrayList<>(out.also());
        also.addAll(sources(result.also(), routine, arguments));
        List<Flow> items = null;
        if (result.items() != null) {
            items = new ArrayList<>();
            for (Flow item : result.items()) {
                items.add(fill(item, routine, arguments, call));
            }
        }
        List<Flow.Source> keys = result.keys() == null ? null : sources(result.keys(), routine, arguments);
        return new Flow(out.pieces(), Flow.merge(List.of(), also), keys, items, result.kind()).along(call);
    }

    private static List<Flow.Source> sources(List<Flow.Source> holes, Routine routine, Map<String, Flow> arguments) {
        List<Flow.Source> found = new ArrayList<>();
        for (Flow.Source source : holes) {
            Flow argument = argument(source, routine, arguments);
            if (argument != null) {
                found.addAll(follow(argument, source).sources());
            } else {
                found.add(source);
            }
        }
        return List.copyOf(found);
    }

    private static @Nullable Flow argument(Flow.Piece piece, Routine routine, Map<String, Flow> arguments) {
        return piece instanceof Flow.Source source && source.routine() == routine
                ? arguments.get(source.parameter())
                : null;
    }

    /// The argument, with the lines it then took inside the function.
    static Flow follow(Flow argument, Flow.Source hole) {
        Flow followed = argument;
        for (Step step : hole.trace()) {
            followed = followed.along(step);
        }
        return followed;
    }
}
