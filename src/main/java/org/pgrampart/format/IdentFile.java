package org.pgrampart.format;

import java.util.ArrayList;
import java.util.List;

/// The bytes of a pg_ident.conf and its maps; every edit gives a new file that differs only where it was asked to.
public final class IdentFile {
    private static final HbaToken NOTHING = new HbaToken("", true);

    private record Placed(IdentRule rule, AuthLines.Line line) {}

    private final byte[] bytes;
    private final int major;
    private final List<Placed> placed = new ArrayList<>();
    private final List<HbaInclude> includes = new ArrayList<>();

    private IdentFile(byte[] bytes, int major) {
        this.bytes = bytes;
        this.major = major;
        for (AuthLines.Line line : AuthLines.of(bytes)) {
            if (!line.fields().isEmpty() && !isInclude(line)) {
                placed.add(new Placed(rule(line), line));
            }
        }
    }

    public static IdentFile parse(byte[] bytes) {
        return new IdentFile(bytes.clone(), HbaFile.NEWEST_MAJOR);
    }

    /// Reads a file as a server of this major version does: before 16 `include` is an ordinary word.
    public static IdentFile parse(byte[] bytes, int major) {
        return new IdentFile(bytes.clone(), major);
    }

    private boolean isInclude(AuthLines.Line line) {
        if (major < 16 || line.fields().size() != 2) {
            return false;
        }
        for (HbaInclude.Kind kind : HbaInclude.Kind.values()) {
            if (kind.keyword().equals(line.fields().getFirst().first().text())) {
                String path = line.fields().get(1).first().text();
                includes.add(new HbaInclude(line.number(), kind, path, line.text()));
                return true;
            }
        }
        return false;
    }

    private static IdentRule rule(AuthLines.Line line) {
        List<AuthLines.Field> fields = line.fields();
        String error = "";
        HbaToken[] columns = {NOTHING, NOTHING, NOTHING};
        for (int i = 0; i < 3 && error.isEmpty(); i++) {
            if (i >= fields.size()) {
                error = "missing entry at end of line";
            } else if (fields.get(i).words().size() > 1) {
                error = "multiple values in ident field";
            } else {
                columns[i] = fields.get(i).first().token();
            }
        }
        return new IdentRule(line.number(), columns[0].text(), columns[1], columns[2], error, line.text());
    }

    /// The major version it was read for.
    public int major() {
        return major;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public List<IdentRule> rules() {
        return placed.stream().map(Placed::rule).toList();
    }

    public List<HbaInclude> includes() {
        return List.copyOf(includes);
    }

    /// The lines the server cannot read. With any of them it keeps its old maps.
    public List<IdentRule> errors() {
        return rules().stream().filter(rule -> !rule.error().isEmpty()).toList();
    }

    /// Puts a line at the end; names are quoted where needed.
    public IdentFile append(String map, String systemUser, String role) {
        String line = HbaToken.name(map).written()
                + ' '
                + word(systemUser)
                + ' '
                + HbaToken.name(role).written();
        String ending = Splice.ending(bytes);
        return new IdentFile(
                Splice.replace(bytes, bytes.length, bytes.length, Splice.fresh(bytes, true) + line + ending), major);
    }

    private static String word(String systemUser) {
        return (systemUser.startsWith("/") ? HbaToken.keyword(systemUser) : HbaToken.name(systemUser)).written();
    }

    public IdentFile remove(IdentRule rule) {
        AuthLines.Line line = find(rule);
        return new IdentFile(Splice.replace(bytes, line.start(), line.next(), ""), major);
    }

    public IdentFile commentOut(IdentRule rule) {
        AuthLines.Line line = find(rule);
        return new IdentFile(Splice.replace(bytes, line.start(), line.start(), "# "), major);
    }

    private AuthLines.Line find(IdentRule rule) {
        return placed.stream()
                .filter(at -> at.rule().equals(rule))
                .findFirst()
                .map(Placed::line)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Line %d of pg_ident.conf is no longer what it was. Read the file again."
                                .formatted(rule.line())));
    }
}
