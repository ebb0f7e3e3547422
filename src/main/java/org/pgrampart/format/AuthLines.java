package org.pgrampart.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts an authentication file (pg_hba.conf, pg_ident.conf, an `@` list) into lines and fields as the server does:
/// continuations are joined before anything else, so a backslash continues even a comment.
final class AuthLines {
    /// A word and where its bytes lie in the file, quotes included.
    record Word(String text, boolean quoted, int start, int end) {
        HbaToken token() {
            return new HbaToken(text, quoted);
        }
    }

    /// Words joined by commas.
    record Field(List<Word> words) {
        int start() {
            return words.getFirst().start();
        }

        int end() {
            return words.getLast().end();
        }

        Word first() {
            return words.getFirst();
        }

        List<HbaToken> tokens() {
            return words.stream().map(Word::token).toList();
        }
    }

    /// One logical line: `start` to `end` without its line break, `next` where the following line begins.
    record Line(int number, int start, int end, int next, List<Field> fields, String text, boolean holdsNul) {}

    private final byte[] file;
    private final List<Line> lines = new ArrayList<>();

    private AuthLines(byte[] file) {
        this.file = file;
    }

    /// Every logical line, blank ones and comments included (those have no fields).
    static List<Line> of(byte[] file) {
        AuthLines reader = new AuthLines(file);
        int at = 0;
        int number = 1;
        while (at < file.length) {
            Line line = reader.line(at, number);
            reader.lines.add(line);
            for (int i = line.start(); i < line.next(); i++) {
                if (file[i] == '\n') {
                    number++;
                }
            }
            at = line.next();
        }
        return reader.lines;
    }

    private Line line(int start, int number) {
        byte[] joined = new byte[64];
        int[] origin = new int[64];
        int length = 0;
        int lastContinuation = 0;
        int at = start;
        boolean holdsNul = false;
        while (at < file.length) {
            boolean ended = false;
            while (at < file.length && !ended) {
                if (length == joined.length) {
                    joined = Arrays.copyOf(joined, length * 2);
                    origin = Arrays.copyOf(origin, length * 2);
                }
                joined[length] = file[at];
                origin[length++] = at;
                holdsNul |= file[at] == 0;
                ended = file[at++] == '\n';
            }
            while (length > 0 && (joined[length - 1] == '\n' || joined[length - 1] == '\r')) {
                length--;
            }
            if (length > lastContinuation && joined[length - 1] == '\\') {
                lastContinuation = --length;
            } else {
                break;
            }
        }
        int end = at;
        while (end > start && (file[end - 1] == '\n' || file[end - 1] == '\r')) {
            end--;
        }
        String text = decode(Arrays.copyOf(joined, length));
        return new Line(number, start, end, at, fields(joined, origin, length), text, holdsNul);
    }

    private List<Field> fields(byte[] line, int[] origin, int length) {
        List<Field> fields = new ArrayList<>();
        Scanner scanner = new Scanner(line, origin, length);
        while (scanner.at < length) {
            List<Word> words = new ArrayList<>();
            do {
                Word word = scanner.next();
                if (word == null) {
                    break;
                }
                words.add(word);
            } while (scanner.comma);
            if (!words.isEmpty()) {
                fields.add(new Field(List.copyOf(words)));
            }
        }
        return List.copyOf(fields);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    private static final class Scanner {
        private final byte[] line;
        private final int[] origin;
        private final int length;
        private int at;
        private boolean comma;

        Scanner(byte[] line, int[] origin, int length) {
            this.line = line;
            this.origin = origin;
            this.length = length;
        }

        @Nullable
        Word next() {
            comma = false;
            while (at < length && (isBlank(line[at]) || line[at] == ',')) {
                at++;
            }
            int start = at;
            boolean inQuote = false;
            boolean wasQuote = false;
            boolean sawQuote = false;
            boolean quotedFirst = false;
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            while (at < length && (inQuote || !isBlank(line[at]))) {
                byte c = line[at];
                if (c == '#' && !inQuote) {
                    break;
                }
                if (c == ',' && !inQuote) {
                    comma = true;
                    break;
                }
                if (c != '"' || wasQuote) {
                    text.write(c);
                }
                wasQuote = inQuote && c == '"' && !wasQuote;
                if (c == '"') {
                    inQuote = !inQuote;
                    sawQuote = true;
                    quotedFirst |= text.size() == 0;
                }
                at++;
            }
            int end = at;
            if (at < length && line[at] == '#') {
                at = length;
            }
            if (!sawQuote && text.size() == 0) {
                return null;
            }
            return new Word(decode(text.toByteArray()), quotedFirst, origin[start], origin[end - 1] + 1);
        }
    }

    /// UTF-8 where the bytes are UTF-8, else one character per byte.
    static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
