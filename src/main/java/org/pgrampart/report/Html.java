package org.pgrampart.report;

import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;

/// Puts HTML together; every text goes through one escaping point.
final class Html {
    private final StringBuilder out = new StringBuilder(1 << 16);

    /// Markup written by us, never anything from a server.
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /// Any text: masked, without control characters, escaped.
    Html text(String words) {
        out.append(escape(words));
        return this;
    }

    /// An element with text in it; `tag` may carry attributes of ours: `td class="n"`.
    Html element(String tag, String words) {
        int blank = tag.indexOf(' ');
        String name = blank < 0 ? tag : tag.substring(0, blank);
        out.append('<')
                .append(tag)
                .append('>')
                .append(escape(words))
                .append("</")
                .append(name)
                .append(">\n");
        return this;
    }

    static String escape(String words) {
        String shown = Printable.text(Masked.text(words));
        StringBuilder safe = new StringBuilder(shown.length() + 16);
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
