package org.pgrampart.format;

import java.util.Set;

/// One name or keyword in a database or user column; in quotes a keyword is an ordinary name.
public record HbaToken(String text, boolean quoted) {
    private static final Set<String> KEYWORDS =
            Set.of("all", "sameuser", "samerole", "samegroup", "replication", "samehost", "samenet");

    /// A keyword such as `all` or `replication`, or a `+group`.
    public static HbaToken keyword(String text) {
        return new HbaToken(text, false);
    }

    /// An ordinary name, put in quotes where it would be read as something else; throws
    /// [IllegalArgumentException] for a name that starts with `/`, which no quotes keep from being an expression.
    public static HbaToken name(String text) {
        if (text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "The name %s starts with a slash, which pg_hba.conf reads as a regular expression. Rename it first."
                            .formatted(Printable.line(text)));
        }
        boolean special = KEYWORDS.contains(text) || text.startsWith("+") || text.startsWith("@");
        return new HbaToken(text, special || !isBare(text));
    }

    public boolean isKeyword(String keyword) {
        return !quoted && text.equals(keyword);
    }

    /// Whether it means the members of a role.
    public boolean isGroup() {
        return !quoted && text.startsWith("+");
    }

    /// The role of a `+group`.
    public String group() {
        return isGroup() ? text.substring(1) : "";
    }

    /// Whether it is a regular expression where the server knows them (from 16 on), which quotes don't change.
    public boolean isExpression() {
        return text.startsWith("/");
    }

    /// Whether it stands for the words of another file.
    public boolean isFile() {
        return !quoted && text.length() > 1 && text.startsWith("@");
    }

    /// Whether it names one database or role and nothing else.
    public boolean isPlainName() {
        return quoted ? !isExpression() : !KEYWORDS.contains(text) && !isGroup() && !isExpression() && !isFile();
    }

    /// As it is written in the file; throws [IllegalArgumentException] for a name that the file cannot hold.
    public String written() {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "The name %s has a line break or NUL, which pg_hba.conf cannot hold. Rename it first."
                            .formatted(Printable.line(text)));
        }
        if (quoted) {
            return '"' + text.replace("\"", "\"\"") + '"';
        }
        if (isBare(text)) {
            return text;
        }
        char mark = text.isEmpty() ? 0 : text.charAt(0);
        if (mark == '+' || mark == '@') {
            return mark + "\"" + text.substring(1).replace("\"", "\"\"") + '"';
        }
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static boolean isBare(String text) {
        return !text.isEmpty()
                && !text.endsWith("\\")
                && text.chars().noneMatch(c -> c <= ' ' || c == ',' || c == '#' || c == '"');
    }

    @Override
    public String toString() {
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
