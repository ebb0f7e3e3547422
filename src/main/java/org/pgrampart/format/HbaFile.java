package org.pgrampart.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The bytes of a pg_hba.conf and its rules; every edit gives a new file that differs only where it was asked to.
///
/// A file is immutable. A rule for an edit must come from `rules()` of the very same file.
public final class HbaFile {
    /// The newest syntax we know: includes and regular expressions (16), `oauth` (18).
    public static final int NEWEST_MAJOR = 18;

    private record Placed(HbaEntry entry, AuthLines.Line line, int netmaskField, int methodField) {}

    private final byte[] bytes;
    private final int major;
    private final List<Placed> placed = new ArrayList<>();

    private HbaFile(byte[] bytes, int major) {
        this.bytes = bytes;
        this.major = major;
        for (AuthLines.Line line : AuthLines.of(bytes)) {
            if (!line.fields().isEmpty()) {
                placed.add(place(line));
            }
        }
    }

    /// Reads a file with the newest syntax; never throws, what is wrong is in the rules' `error`.
    public static HbaFile parse(byte[] bytes) {
        return new HbaFile(bytes.clone(), NEWEST_MAJOR);
    }

    /// Reads a file as a server of this major version does: before 16 `include` is an error.
    public static HbaFile parse(byte[] bytes, int major) {
        return new HbaFile(bytes.clone(), major);
    }

    private Placed place(AuthLines.Line line) {
        if (major >= 16 && line.fields().size() == 2) {
            String first = line.fields().getFirst().first().text();
            for (HbaInclude.Kind kind : HbaInclude.Kind.values()) {
                if (kind.keyword().equals(first)) {
                    String path = line.fields().get(1).first().text();
                    return new Placed(new HbaInclude(line.number(), kind, path, line.text()), line, -1, -1);
                }
            }
        }
        HbaGrammar.Parsed parsed = HbaGrammar.parse(line, major);
        return new Placed(parsed.rule(), line, parsed.netmaskField(), parsed.methodField());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int major() {
        return major;
    }

    /// Rules and includes in the order of the file.
    public List<HbaEntry> entries() {
        return placed.stream().map(Placed::entry).toList();
    }

    /// The rules of this file alone, those with an error too; an included file's rules are in that file.
    public List<HbaRule> rules() {
        return placed.stream()
                .map(Placed::entry)
                .filter(HbaRule.class::isInstance)
                .map(HbaRule.class::cast)
                .toList();
    }

    public List<HbaInclude> includes() {
        return placed.stream()
                .map(Placed::entry)
                .filter(HbaInclude.class::isInstance)
                .map(HbaInclude.class::cast)
                .toList();
    }

    /// The rules the server cannot read. With any of them it keeps its old rules, and would not start again.
    public List<HbaRule> errors() {
        return rules().stream().filter(rule -> !rule.error().isEmpty()).toList();
    }

    /// The files named by `@file` in a database or user column, as written.
    public List<String> listFiles() {
        return placed.stream()
                .flatMap(at -> at.line().fields().stream())
                .flatMap(field -> field.tokens().stream())
                .filter(HbaToken::isFile)
                .map(token -> token.text().substring(1))
                .distinct()
                .toList();
    }

    /// Whether the file starts with a byte order mark, which PostgreSQL takes for the beginning of the first word.
    public boolean hasByteOrderMark() {
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    /// The rule at a line number, empty where there is none.
    public Optional<HbaRule> ruleAt(int line) {
        return rules().stream().filter(rule -> rule.line() == line).findFirst();
    }

    /// The words of an `@` list file: names for the column it stands in.
    public static List<HbaToken> listWords(byte[] listFile) {
        return AuthLines.of(listFile).stream()
                .flatMap(line -> line.fields().stream())
                .flatMap(field -> field.tokens().stream())
                .toList();
    }

    /// Changes the method and leaves the options, which may not suit the new method: see `errors()` of the result.
    public HbaFile replaceMethod(HbaRule rule, String method) {
        Placed at = find(rule);
        return replaceField(field(at, at.methodField()), new HbaToken(method, false).written());
    }

    /// Changes the method and all options.
    public HbaFile replaceMethod(HbaRule rule, String method, List<HbaOption> options) {
        Placed at = find(rule);
        AuthLines.Field methodField = field(at, at.methodField());
        StringBuilder words = new StringBuilder(new HbaToken(method, false).written());
        options.forEach(option -> words.append(' ').append(option.written()));
        int end = at.line().fields().getLast().end();
        return splice(methodField.start(), end, words.toString());
    }

    public HbaFile replaceType(HbaRule rule, HbaType type) {
        if (type == HbaType.UNKNOWN) {
            throw new IllegalArgumentException("UNKNOWN is not a type to write. Choose a type.");
        }
        Placed at = find(rule);
        return replaceField(field(at, 0), type.keyword());
    }

    /// Changes the address; a netmask column, if there is one, goes away with the old address.
    public HbaFile replaceAddress(HbaRule rule, String address) {
        Placed at = find(rule);
        if (rule.isLocal()) {
            throw new IllegalArgumentException("A local rule has no address. Change its type first.");
        }
        AuthLines.Field first = field(at, 3);
        int end = at.netmaskField() < 0
                ? first.end()
                : field(at, at.netmaskField()).end();
        return splice(first.start(), end, new HbaToken(address, false).written());
    }

    public HbaFile replaceDatabases(HbaRule rule, List<HbaToken> databases) {
        Placed at = find(rule);
        return replaceField(field(at, 1), written(databases));
    }

    public HbaFile replaceUsers(HbaRule rule, List<HbaToken> users) {
        Placed at = find(rule);
        return replaceField(field(at, 2), written(users));
    }

    /// Puts whole lines in front of a rule, with the line ending the file uses.
    public HbaFile insertBefore(HbaEntry entry, String text) {
        int at = find(entry).line().start();
        return splice(at, at, block(text));
    }

    /// Puts whole lines in front of everything else, comments included.
    public HbaFile insertFirst(String text) {
        return splice(0, 0, block(text));
    }

    /// Puts whole lines at the end, ending the last line first where that is missing.
    public HbaFile append(String text) {
        return splice(bytes.length, bytes.length, Splice.fresh(bytes, true) + block(text));
    }

    /// Takes a rule out with its line break and, if it has one, the comment behind it.
    public HbaFile remove(HbaEntry entry) {
        AuthLines.Line line = find(entry).line();
        return splice(line.start(), line.next(), "");
    }

    /// Turns a rule into a comment, a continued one as a whole.
    public HbaFile commentOut(HbaEntry entry) {
        int at = find(entry).line().start();
        return splice(at, at, "# ");
    }

    private Placed find(HbaEntry entry) {
        return placed.stream()
                .filter(at -> at.entry().equals(entry))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Line %d of pg_hba.conf is no longer what it was. Read the file again."
                                .formatted(entry.line())));
    }

    private static AuthLines.Field field(Placed at, int index) {
        if (index < 0 || index >= at.line().fields().size()) {
            throw new IllegalArgumentException("Line %d of pg_hba.conf lacks this column. Mend the line first."
                    .formatted(at.line().number()));
        }
        return at.line().fields().get(index);
    }

    private static String written(List<HbaToken> tokens) {
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("A rule needs at least one name. Name one, or remove the rule.");
        }
        return tokens.stream().map(HbaToken::written).collect(Collectors.joining(","));
    }

    private HbaFile replaceField(AuthLines.Field field, String word) {
        return splice(field.start(), field.end(), word);
    }

    private String block(String text) {
        String lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        for (String line : lines.split("\n", -1)) {
            if (line.endsWith("\\") || line.indexOf('\r') >= 0 || line.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "The new line %s holds a NUL or carriage return, or ends with a backslash. Write it without."
                                .formatted(Printable.line(line)));
            }
        }
        return lines.replace("\n", Splice.ending(bytes)) + Splice.ending(bytes);
    }

    private HbaFile splice(int start, int end, String text) {
        return new HbaFile(Splice.replace(bytes, start, end, text), major);
    }
}
