package org.pgrampart.python;

/// Python's escapes inside string literals.
final class Escapes {
    private Escapes() {}

    static String decode(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 >= text.length()) {
                out.append(c);
                continue;
            }
            char next = text.charAt(++i);
            switch (next) {
                case '\n' -> {}
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case '\\', '\'', '"' -> out.append(next);
                case 'x' -> i = hex(text, i, 2, out);
                case 'u' -> i = hex(text, i, 4, out);
                case 'U' -> i = hex(text, i, 8, out);
                default -> out.append(c).append(next);
            }
        }
        return out.toString();
    }

    private static int hex(String text, int at, int digits, StringBuilder out) {
        int end = at + 1 + digits;
        if (end <= text.length()) {
            try {
                int code = Integer.parseUnsignedInt(text.substring(at + 1, end), 16);
                if (Character.isValidCodePoint(code)) {
                    out.appendCodePoint(code);
                    return end - 1;
                }
            } catch (NumberFormatException notHex) {
                // Python would refuse the file; keep what is written
            }
        }
        out.append('\\').append(text.charAt(at));
        return at;
    }
}
