package org.pgrampart.change;

import java.util.List;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Takes a role away that this program made, unless it owns or was granted something since: then it may no longer log
/// in. Roles of others are never dropped.
record DropRole(CreateRole made) implements Change {
    @Override
    public String summary() {
        return "Drop role " + made.role() + ", unless it owns something by then";
    }

    /// The server itself proves that nothing depends on it, in all databases at once.
    @Override
    public List<Step> steps() {
        String name = Sql.identifier(made.role());
        return List.of(Step.Sql.cluster(Block.of("""
                BEGIN
                    DROP ROLE IF EXISTS %s;
                EXCEPTION WHEN dependent_objects_still_exist THEN
                    ALTER ROLE %s NOLOGIN;
                    RAISE WARNING USING MESSAGE = %s;
                END""".formatted(
                        name,
                        name,
                        Sql.literal("role " + made.role()
                                + " owns or was granted something since, so it stays and may no longer log in")))));
    }

    @Override
    public List<Request> reads() {
        return made.reads();
    }

    @Override
    public Change inverse(Answers before) {
        return made;
    }

    @Override
    public boolean holds(Answers now) {
        return made.row(now)
                .map(row -> !row.bool(AlterRole.Attribute.LOGIN.column()))
                .orElse(true);
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        return Hazard.MAY_CUT_ACCESS;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("a role made again has another number (OID)");
    }
}
