package org.pgrampart.python;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// One parsed Python file.
@SuppressWarnings("ArrayRecordComponent") // bytes are shared, never compared
record PythonModule(String path, byte[] source, List<Statement> body, boolean damaged) {
    private static final Pattern UNTIDY = Pattern.compile("[\\p{Cntrl}\\s]+");

    String text(Span span) {
        return new String(source, span.start(), span.end() - span.start(), StandardCharsets.UTF_8);
    }

    /// The line (from 1) without surrounding blanks, control characters and excess length.
    String line(int number) {
        int start = 0;
        for (int line = 1; line < number && start < source.length; start++) {
            if (source[start] == '\n') {
                line++;
            }
        }
        int end = start;
        while (end < source.length && source[end] != '\n') {
            end++;
        }
        return tidy(new String(source, start, end - start, StandardCharsets.UTF_8));
    }

    static String tidy(String text) {
        String clean = UNTIDY.matcher(text).replaceAll(" ").strip();
        return clean.length() > 160 ? clean.substring(0, 157) + "..." : clean;
    }
}
