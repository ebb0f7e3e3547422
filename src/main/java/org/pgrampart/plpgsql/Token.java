package org.pgrampart.plpgsql;

import java.util.Locale;

/// A token of PL/pgSQL; words are lower-cased unless quoted, strings hold their value.
record Token(Kind kind, String text, int line, int start, int end) {
    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        PARAMETER,
        SIGN,
        END
    }

    boolean is(String wanted) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(wanted);
    }

    boolean name() {
        return kind == Kind.WORD || kind == Kind.QUOTED || kind == Kind.PARAMETER;
    }

    static Token word(String text, int line, int start, int end) {
        return new Token(Kind.WORD, text.toLowerCase(Locale.ROOT), line, start, end);
    }
}
