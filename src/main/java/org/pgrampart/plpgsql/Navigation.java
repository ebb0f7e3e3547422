package org.pgrampart.plpgsql;

import java.util.List;

/// Finds its way in a list of tokens.
record Navigation(List<Token> tokens) {
    boolean has(int at, int end, String word) {
        for (int i = at; i < end; i++) {
            if (tokens.get(i).is(word)) {
                return true;
            }
        }
        return false;
    }

    int whenOrEnd(int at) {
        int i = at + 1;
        while (!tokens.get(i).is("when") && tokens.get(i).kind() != Token.Kind.END) {
            i++;
        }
        return i;
    }

    /// The next token of this text outside parentheses, or the end.
    int until(int at, String word) {
        int nested = 0;
        int cases = 0;
        int i = at + 1;
        while (tokens.get(i).kind() != Token.Kind.END) {
            Token token = tokens.get(i);
            nested += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            cases += token.is("case") ? 1 : token.is("end") && cases > 0 ? -1 : 0;
            if (nested <= 0 && token.is(word) && (cases == 0 || word.equals(";"))
                    || token.is(";") && !word.equals(">>")) {
                return i;
            }
            i++;
        }
        return i;
    }
}
