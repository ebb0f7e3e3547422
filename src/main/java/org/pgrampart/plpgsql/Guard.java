package org.pgrampart.plpgsql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a condition proves about a variable: that it is one of a fixed list.
record Guard(List<Token> tokens) {
    /// `x IN ('a', 'b')` proves x in this branch, `x NOT IN (…)` proves it in the others,
    /// whose variables are then returned.
    @Nullable
    Scope prove(int from, int then, Scope scope, Scope before) {
        int name = from;
        boolean negated = tokens.get(name).is("not");
        if (negated) {
            name++;
        }
        int i = name + 1;
        if (tokens.get(i).is("not")) {
            negated = !negated;
            i++;
        }
        if (!tokens.get(name).name()
                || !tokens.get(i).is("in")
                || !tokens.get(i + 1).is("(")) {
            return null;
        }
        int close = new Judgement(tokens, scope).close(i + 1, then);
        if (close != then - 1) {
            return null;
        }
        for (int k = i + 2; k < close; k++) {
            if (tokens.get(k).kind() != Token.Kind.STRING && !tokens.get(k).is(",")) {
                return null;
            }
        }
        Taint proven = Taint.safe("It is one of a fixed list.");
        if (negated) {
            Scope other = before.copy();
            other.assign(tokens.get(name).text(), proven);
            return other;
        } else {
            scope.assign(tokens.get(name).text(), proven);
        }
        return null;
    }
}
