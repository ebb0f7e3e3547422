package org.pgrampart.export;

import java.util.List;
import java.util.Locale;

/// Writes text for a playbook so that neither YAML nor the templates of Ansible read anything into it.
final class Yaml {
    private Yaml() {}

    /// A text on one line.
    static String text(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        quoted.append((char) c);
                    }
                }
            }
        });
        return (isTemplate(value) ? "!unsafe " : "") + quoted.append('"');
    }

    static String list(List<String> values) {
        return "[" + String.join(", ", values.stream().map(Yaml::text).toList()) + "]";
    }

    /// A text of several lines as it stands, where YAML can hold it so; else on one line.
    ///
    /// @param indent that of the line its key stands on
    static String block(String value, int indent) {
        boolean plain = !value.isBlank()
                && value.chars()
                        .allMatch(c -> c == '\n' || c == '\t' || c >= 0x20 && c < 0x7f || c >= 0xa1 && c < 0xd800);
        if (!plain) {
            return text(value);
        }
        String margin = " ".repeat(indent + 2);
        StringBuilder block = new StringBuilder(isTemplate(value) ? "!unsafe " : "");
        block.append(value.endsWith("\n") ? "|2+" : "|2-");
        // the last line break belongs to the block's end
        String body = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        for (String line : body.split("\n", -1)) {
            block.append('\n').append(line.isEmpty() ? "" : margin + line);
        }
        return block.toString();
    }

    private static boolean isTemplate(String value) {
        return value.contains("{{") || value.contains("{%") || value.contains("{#");
    }
}
