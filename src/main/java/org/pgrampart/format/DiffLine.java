package org.pgrampart.format;

/// One line of a comparison for the eye: `oldNumber` and `newNumber` are 0 where the line is not on that side.
public record DiffLine(Kind kind, int oldNumber, int newNumber, String text) {
    /// What happened to the line.
    public enum Kind {
        SAME(' '),
        REMOVED('-'),
        ADDED('+'),
        /// Lines left out; the text is the head of the next part.
        GAP('@'),
        /// A remark on the line above: it has no line break.
        NOTE('\\');

        private final char mark;

        Kind(char mark) {
            this.mark = mark;
        }

        public char mark() {
            return mark;
        }
    }
}
