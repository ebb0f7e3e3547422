package org.pgrampart.change;

/// Statements of PL/pgSQL as one statement of SQL.
final class Block {
    private Block() {}

    /// `DO` with this body, in dollar quotes that the body cannot end.
    static String of(String body) {
        StringBuilder tag = new StringBuilder("$do");
        while (body.contains(tag + "$")) {
            tag.append('x');
        }
        tag.append('$');
        return "DO " + tag + "\n" + body + "\n" + tag;
    }
}
