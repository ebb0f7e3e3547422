package org.pgrampart.format;

import java.util.stream.IntStream;

/// Makes text from a server safe to look at: no control, direction-changing or invisible characters.
///
/// They become a visible mark instead of vanishing, so that a name with a hidden character does not pass as another.
public final class Printable {
    /// What stands where a character was taken out.
    public static final char MARK = '\uFFFD';

    private Printable() {}

    /// Text for one line: line breaks and tabs become blanks.
    public static String line(String text) {
        return safe(text, false);
    }

    /// Text that keeps its line breaks and tabs.
    public static String text(String text) {
        return safe(text, true);
    }

    private static String safe(String text, boolean keepLayout) {
        IntStream points = text.replace("\r\n", "\n").codePoints().map(point -> {
            if (point == '\n' || point == '\t') {
                return keepLayout ? point : ' ';
            }
            return visible(point) ? point : MARK;
        });
        return points.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            // letters and marks that draw nothing: Hangul fillers, variation selectors, the combining joiner
            default ->
                !(point == 0x115F
                        || point == 0x1160
                        || point == 0x3164
                        || point == 0xFFA0
                        || point == 0x034F
                        || (point >= 0xFE00 && point <= 0xFE0F)
                        || (point >= 0xE0100 && point <= 0xE01EF)
                        || point == 0x2800);
        };
    }
}
