package org.pgrampart.model;

/// The one thing a finding is about; waivers and scripts name it.
///
/// @param name as scripts see it, with its kind: `setting ssl`, `pg_hba.conf:97`, `/etc/…/pg_hba.conf`
/// @param stable the same thing by a name that survives edits elsewhere: the rule's text instead of its line number
public record Subject(Kind kind, String name, String stable) {
    /// What kind of thing it is.
    public enum Kind {
        SETTING,
        ROLE,
        RULE,
        FILE,
        FUNCTION,
        TABLE,
        SCHEMA,
        DATABASE,
        EXTENSION,
        PACKAGE,
        SESSION,
        SOCKET,
        SERVER,
        SOURCE
    }

    public static Subject setting(String name) {
        return named(Kind.SETTING, name);
    }

    public static Subject role(String name) {
        return named(Kind.ROLE, name);
    }

    /// A line of pg_hba.conf or pg_ident.conf; `text` is the rule with single blanks.
    public static Subject rule(String file, int line, String text) {
        String base = file.substring(file.lastIndexOf('/') + 1);
        return new Subject(Kind.RULE, base + ":" + line, base + ":" + text);
    }

    public static Subject file(String path) {
        return new Subject(Kind.FILE, path, path);
    }

    /// A function with its argument types, schema-qualified, and the database it is in.
    public static Subject function(String database, String signature) {
        return named(Kind.FUNCTION, database + ":" + signature);
    }

    /// A place in source code; `text` is the line itself, so that the finding survives edits above it.
    public static Subject source(String path, int line, String text) {
        return new Subject(Kind.SOURCE, path + ":" + line, path + ":" + text.strip());
    }

    /// Anything that is told by its kind and name.
    public static Subject named(Kind kind, String name) {
        String text = kind.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
        return new Subject(kind, text, text);
    }

    /// The bare name, without the kind.
    public String bare() {
        String prefix = kind.name().toLowerCase(java.util.Locale.ROOT) + " ";
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
}
