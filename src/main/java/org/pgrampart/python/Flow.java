package org.pgrampart.python;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What is known about a value: its text with holes, what else it may be, the keys of a dictionary, its items, and what
/// kind of object it is.
record Flow(
        List<Piece> pieces,
        List<Source> also,
        @Nullable List<Source> keys,
        @Nullable List<Flow> items,
        Kind kind) {
    private static final int MOST_PIECES = 200;

    enum Kind {
        PLAIN,
        REQUEST,
        CURSOR,
        CONNECTION,
        COMPOSED,
        ELSEWHERE
    }

    sealed interface Piece {}

    /// Text that the program fixes.
    record Fixed(String text) implements Piece {}

    /// A hole: who fills it, how it is written, and the lines it came along.
    record Source(
            Origin origin,
            String label,
            String parameter,
            @Nullable Routine routine,
            boolean route,
            List<Step> trace) implements Piece {
        Source(Origin origin, String label, List<Step> trace) {
            this(origin, label, "", null, false, trace);
        }

        Source along(Step step) {
            if (origin == Origin.SAFE
                    || trace.size() > 12
                    || (!trace.isEmpty() && trace.getLast().equals(step))) {
                return this;
            }
            List<Step> longer = new ArrayList<>(trace);
            longer.add(step);
            return new Source(origin, label, parameter, routine, route, List.copyOf(longer));
        }

        Source labelled(String text) {
            return new Source(origin, text, parameter, routine, route, trace);
        }

        boolean open() {
            return origin != Origin.SAFE;
        }
    }

    static final Flow EMPTY = new Flow(List.of(), List.of(), null, null, Kind.PLAIN);

    static Flow fixed(String text) {
        return new Flow(List.of(new Fixed(text)), List.of(), null, null, Kind.PLAIN);
    }

    static Flow of(Source source) {
        return new Flow(List.of(source), List.of(), null, null, Kind.PLAIN);
    }

    static Flow safe(String label) {
        return of(new Source(Origin.SAFE, label, List.of()));
    }

    Flow as(Kind other) {
        return new Flow(pieces, also, keys, items, other);
    }

    Flow plain() {
        return new Flow(pieces, also, null, null, Kind.PLAIN);
    }

    /// Every hole: in the text and in what the value may be instead.
    Set<Source> sources() {
        Set<Source> found = new LinkedHashSet<>();
        for (Piece piece : pieces) {
            if (piece instanceof Source source) {
                found.add(source);
            }
        }
        found.addAll(also);
        return found;
    }

    Origin worst() {
        Origin worst = Origin.SAFE;
        for (Source source : sources()) {
            if (source.origin().compareTo(worst) > 0) {
                worst = source.origin();
            }
        }
        return worst;
    }

    boolean isFixed() {
        return also.isEmpty() && pieces.stream().allMatch(Fixed.class::isInstance);
    }

    boolean open() {
        return worst() != Origin.SAFE;
    }

    String fixedText() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(piece instanceof Fixed fixed ? fixed.text() : "\u0000");
        }
        return text.toString();
    }

    Flow plus(Flow other) {
        List<Piece> all = new ArrayList<>(pieces);
        for (Piece piece : other.pieces) {
            if (piece instanceof Fixed right && !all.isEmpty() && all.getLast() instanceof Fixed left) {
                all.set(all.size() - 1, new Fixed(left.text() + right.text()));
            } else {
                all.add(piece);
            }
        }
        if (all.size() > MOST_PIECES) {
            // a text this long repeats itself; keep who may fill it
            all = new ArrayList<>(new LinkedHashSet<>(all));
            all = all.subList(0, Math.min(all.size(), MOST_PIECES));
        }
        List<Flow> both = null;
        if (items != null && other.items != null) {
            both = new ArrayList<>(items);
            both.addAll(other.items);
        }
        Kind joint = kind == Kind.COMPOSED || other.kind == Kind.COMPOSED ? Kind.COMPOSED : Kind.PLAIN;
        return new Flow(List.copyOf(all), merge(also, other.also), null, both, joint);
    }

    /// Either this or the other: the text of the more dangerous one, the holes of both.
    Flow or(Flow other) {
        if (equals(other) || other.equals(EMPTY)) {
            return this;
        }
        if (equals(EMPTY)) {
            return other;
        }
        boolean mine = worst().compareTo(other.worst()) >= 0;
        Flow main = mine ? this : other;
        Flow rest = mine ? other : this;
        List<Source> extra = new ArrayList<>();
        Set<Source> shown = main.sources();
        for (Source source : rest.sources()) {
            if (!shown.contains(source)) {
                extra.add(source);
            }
        }
        List<Source> bothKeys = keys == null && other.keys == null ? null : merge(orNone(keys), orNone(other.keys));
        Kind joint = kind == other.kind ? kind : kind == Kind.PLAIN ? other.kind : kind;
        List<Flow> joinedItems = main.items != null && rest.items == null && rest.pieces.isEmpty() ? main.items : null;
        return new Flow(main.pieces, merge(main.also, extra), bothKeys, joinedItems, joint);
    }

    Flow withKeys(List<Source> found) {
        return new Flow(pieces, also, found, items, kind);
    }

    Flow withItems(List<Flow> found) {
        return new Flow(pieces, also, keys, found, kind);
    }

    /// What iterating over this yields: the keys of a dictionary, else its elements.
    Flow iterated() {
        if (keys != null) {
            return new Flow(List.copyOf(keys), List.of(), null, null, Kind.PLAIN);
        }
        if (items != null && !items.isEmpty()) {
            Flow all = items.getFirst();
            for (Flow item : items.subList(1, items.size())) {
                all = all.or(item);
            }
            return all;
        }
        return plain();
    }

    Flow along(Step step) {
        return map(source -> source.along(step));
    }

    Flow map(UnaryOperator<Source> change) {
        List<Piece> changed = new ArrayList<>(pieces.size());
        for (Piece piece : pieces) {
            changed.add(piece instanceof Source source ? change.apply(source) : piece);
        }
        List<Flow> changedItems = null;
        if (items != null) {
            changedItems = new ArrayList<>(items.size());
            for (Flow item : items) {
                changedItems.add(item.map(change));
            }
        }
        return new Flow(
                List.copyOf(changed),
                also.stream().map(change).toList(),
                keys == null ? null : keys.stream().map(change).toList(),
                changedItems,
                kind);
    }

    static List<Source> merge(List<Source> left, List<Source> right) {
        if (right.isEmpty()) {
            return left;
        }
        Set<Source> all = new LinkedHashSet<>(left);
        all.addAll(right);
        return all.stream().limit(40).toList();
    }

    private static List<Source> orNone(@Nullable List<Source> some) {
        return some == null ? List.of() : some;
    }
}
