package org.pgrampart.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The bytes of a postgresql.conf, an auto.conf or a `conf.d` part; every edit keeps all other bytes.
///
/// Within one file the last line of a name wins; names are the same in any case.
public final class ConfFile {
    private static final String LETTER = "[A-Za-z_\\x80-\\xFF]";
    private static final String WORD = LETTER + "[A-Za-z_0-9$\\x80-\\xFF]*";

    /// One line in latin-1 characters, so that positions are bytes.
    private static final Pattern LINE = Pattern.compile("[ \\t\\r]*(?<name>" + WORD + "(?:\\." + WORD + ")*)"
            + "(?:[ \\t\\r]*=[ \\t\\r]*|[ \\t\\r]+|(?='))"
            + "(?<value>'(?:[^'\\\\\\n]|\\\\[^\\n]|'')*+'"
            + "|" + LETTER + "[A-Za-z_0-9$\\x80-\\xFF\\-._:/]*"
            + "|[-+]?(?:0x[0-9a-fA-F]+|[0-9]+)[a-zA-Z]*"
            + "|[-+]?[0-9]*\\.[0-9]*(?:[Ee][-+]?[0-9]+)?)"
            + "[ \\t\\r]*(?:#[^\\n]*)?");

    private static final Pattern BLANK = Pattern.compile("[ \\t\\r]*(?:#[^\\n]*)?");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*|[0-9]+[a-zA-Z]*|[0-9]+\\.[0-9]+");

    private record Placed(ConfSetting setting, int start, int next, int valueStart, int valueEnd) {}

    private final byte[] bytes;
    private final List<Placed> placed = new ArrayList<>();

    private ConfFile(byte[] bytes) {
        this.bytes = bytes;
        String characters = new String(bytes, StandardCharsets.ISO_8859_1);
        int number = 1;
        int at = 0;
        while (at < bytes.length) {
            int end = characters.indexOf('\n', at);
            int next = end < 0 ? bytes.length : end + 1;
            read(characters.substring(at, end < 0 ? bytes.length : end), number++, at, next);
            at = next;
        }
    }

    /// Reads a file; never throws, what is wrong is in the settings' `error`.
    public static ConfFile parse(byte[] bytes) {
        return new ConfFile(bytes.clone());
    }

    private void read(String line, int number, int start, int next) {
        if (BLANK.matcher(line).matches()) {
            return;
        }
        String shown = utf8(line.stripTrailing());
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            placed.add(new Placed(new ConfSetting(number, "", "", "syntax error", shown), start, next, -1, -1));
            return;
        }
        String raw = matcher.group("value");
        String value = raw.startsWith("'") ? unescaped(raw.substring(1, raw.length() - 1)) : raw;
        ConfSetting setting = new ConfSetting(number, matcher.group("name"), utf8(value), "", shown);
        placed.add(new Placed(setting, start, next, start + matcher.start("value"), start + matcher.end("value")));
    }

    private static String utf8(String characters) {
        return AuthLines.decode(characters.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String unescaped(String text) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                i++;
                value.append('\'');
            } else if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                int octal = 0;
                int digits = 0;
                while (digits < 3 && i + digits < text.length() && isOctal(text.charAt(i + digits))) {
                    octal = octal * 8 + text.charAt(i + digits++) - '0';
                }
                if (digits > 0) {
                    i += digits - 1;
                    value.append((char) (octal & 255));
                } else {
                    value.append(
                            switch (escaped) {
                                case 'b' -> '\b';
                                case 'f' -> '\f';
                                case 'n' -> '\n';
                                case 'r' -> '\r';
                                case 't' -> '\t';
                                default -> escaped;
                            });
                }
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /// Every line with content, includes and broken lines among them.
    public List<ConfSetting> settings() {
        return placed.stream().map(Placed::setting).toList();
    }

    public List<ConfSetting> includes() {
        return settings().stream().filter(ConfSetting::isInclude).toList();
    }

    /// The lines the server cannot read. With any of them it would not start again.
    public List<ConfSetting> errors() {
        return settings().stream().filter(setting -> !setting.error().isEmpty()).toList();
    }

    /// The setting that counts in this file, the last one of its name.
    public Optional<ConfSetting> find(String name) {
        return last(name).map(Placed::setting);
    }

    private Optional<Placed> last(String name) {
        return placed.stream()
                .filter(at -> at.setting().name().equalsIgnoreCase(name))
                .reduce((first, second) -> second);
    }

    /// Gives a setting a value: in its line, keeping the comment behind it, or in a new line at the end.
    public ConfFile set(String name, String value) {
        Optional<Placed> last = last(Sql.settingName(name));
        String written = written(value);
        if (last.isPresent()) {
            int start = last.get().valueStart();
            return new ConfFile(Splice.replace(bytes, start, last.get().valueEnd(), written));
        }
        String line = name + " = " + written + Splice.ending(bytes);
        return new ConfFile(Splice.replace(bytes, bytes.length, bytes.length, Splice.fresh(bytes, false) + line));
    }

    /// Takes out every line of this name, broken lines excepted.
    public ConfFile remove(String name) {
        byte[] edited = bytes;
        for (Placed at : placed.reversed()) {
            if (at.setting().name().equalsIgnoreCase(name)) {
                edited = Splice.replace(edited, at.start(), at.next(), "");
            }
        }
        return new ConfFile(edited);
    }

    private static String written(String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A configuration value cannot hold a line break or NUL. Leave it out.");
        }
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        return '\'' + value.replace("\\", "\\\\").replace("'", "''") + '\'';
    }
}
