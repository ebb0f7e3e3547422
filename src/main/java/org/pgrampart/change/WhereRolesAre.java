package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// The way back of a change about roles that the same plan makes: nothing is to be done where they were never made,
/// so that a plan that broke off before can be undone as well.
///
/// @param needed the roles that have to exist
public record WhereRolesAre(Set<String> needed, Change change) implements Change {
    public WhereRolesAre {
        needed = java.util.Collections.unmodifiableSet(new TreeSet<>(needed));
    }

    @Override
    public String summary() {
        return change.summary();
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Step step : change.steps()) {
            steps.add(
                    step instanceof Step.Sql sql && !sql.alone()
                            ? new Step.Sql(sql.database(), guarded(needed, sql.text()), false, sql.secret())
                            : step);
        }
        return List.copyOf(steps);
    }

    /// The statement, run only where all these roles are.
    static String guarded(Set<String> needed, String statement) {
        String names = needed.stream().map(Sql::literal).collect(Collectors.joining(", "));
        return Block.of("""
                BEGIN
                    IF (SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname IN (%s)) = %d THEN
                        %s;
                    END IF;
                END""".formatted(names, needed.size(), statement));
    }

    @Override
    public List<Request> reads() {
        return change.reads();
    }

    @Override
    public Change inverse(Answers before) {
        return change.inverse(before);
    }

    @Override
    public boolean holds(Answers now) {
        return change.holds(now);
    }

    @Override
    public Effect effect() {
        return change.effect();
    }

    @Override
    public Hazard hazard() {
        return change.hazard();
    }

    @Override
    public Reversal reversal() {
        return change.reversal();
    }

    @Override
    public Map<String, String> decides() {
        return change.decides();
    }
}
