package org.pgrampart.python;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parameter placeholders inside SQL text.
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("%(?:\\(\\w+\\))?s");
    private static final Pattern SKIPPED = Pattern.compile("--[^\\n]*|(?s:/\\*.*?\\*/)|'(?:[^']|'')*'?|\"[^\"]*\"?");

    private Placeholders() {}

    /// Whether a placeholder stands inside a quoted literal, where the driver's own quotes would end it.
    static boolean quoted(String sql) {
        Matcher literal = SKIPPED.matcher(sql.replace("%%", "  "));
        while (literal.find()) {
            if (literal.group().startsWith("'")
                    && PLACEHOLDER.matcher(literal.group()).find()) {
                return true;
            }
        }
        return false;
    }
}
