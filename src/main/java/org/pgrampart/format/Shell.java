package org.pgrampart.format;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Quotes words for a POSIX shell, and refuses what no quoting makes safe.
public final class Shell {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Shell() {}

    /// Any text as exactly one word; refuses a NUL.
    public static String quote(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "The text holds a NUL character, which no command can carry. Leave it out.");
        }
        return '\'' + word.replace("'", "'\\''") + '\'';
    }

    /// A file or other name as one word; a line break in it is refused too, since listings would split there.
    public static String quoteName(String name) {
        if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("The name %s has a line break, which is not handled. Rename it first."
                    .formatted(Printable.line(name)));
        }
        return quote(name);
    }

    /// A whole command from its words.
    public static String command(List<String> words) {
        return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }

    /// `NAME='value'` for the head of a script; refuses a name that is no shell variable.
    public static String assignment(String name, String value) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new IllegalArgumentException("%s cannot be a shell variable. Use letters, digits and underscores."
                    .formatted(Printable.line(name)));
        }
        return name + '=' + quote(value);
    }
}
