package org.pgrampart.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Quotes names and values for SQL text, and refuses what no quoting makes safe.
public final class Sql {
    /// PostgreSQL cuts longer names silently, so a longer name would mean another object.
    private static final int LONGEST_NAME = 63;

    private static final Pattern SETTING_NAME =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(?:\\.[A-Za-z_][A-Za-z0-9_$]*)*");

    /// Lists of names: elements without quotes are folded to lower case by the server.
    private static final Set<String> NAME_LISTS = Set.of("search_path", "temp_tablespaces");

    /// Lists of files: elements keep their case and may hold blanks.
    private static final Set<String> FILE_LISTS = Set.of(
            "shared_preload_libraries",
            "session_preload_libraries",
            "local_preload_libraries",
            "unix_socket_directories",
            "oauth_validator_libraries");

    /// Lists that the server keeps as the text it was given.
    private static final Set<String> PLAIN_LISTS = Set.of(
            "datestyle",
            "listen_addresses",
            "log_destination",
            "wal_consistency_checking",
            "debug_io_direct",
            "createrole_self_grant",
            "restrict_nonsystem_relation_kind");

    private Sql() {}

    /// A name as a quoted identifier; throws [IllegalArgumentException] for an empty name, a NUL or over 63 bytes.
    public static String identifier(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A name is empty. Give the object a name.");
        }
        refuseNul(name);
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "The name %s is longer than %d bytes, and PostgreSQL would cut it. Use a shorter name."
                            .formatted(Printable.line(name), LONGEST_NAME));
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// A name within its schema, both quoted.
    public static String qualified(String schema, String name) {
        return identifier(schema) + '.' + identifier(name);
    }

    /// A string constant that means the same whatever `standard_conforming_strings` says; refuses a NUL.
    public static String literal(String value) {
        refuseNul(value);
        String doubled = value.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? '\'' + doubled + '\'' : "E'" + doubled.replace("\\", "\\\\") + '\'';
    }

    /// The name of a setting as it is written after `SET`; refuses everything that is not a plain or dotted word.
    public static String settingName(String name) {
        if (!SETTING_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("%s is not the name of a setting. Use a name that pg_settings lists."
                    .formatted(Printable.line(name)));
        }
        return name;
    }

    /// The value of a setting for `ALTER SYSTEM SET name TO …` or `ALTER ROLE … SET name TO …`.
    ///
    /// `value` is the form that `SHOW` and `pg_settings` print. A list is taken apart, because the server would
    /// quote a single constant as one element.
    public static String settingValue(String name, String value) {
        settingName(name);
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException(
                    "The value for %s has a line break, which no configuration file can hold. Leave it out."
                            .formatted(name));
        }
        String known = name.toLowerCase(Locale.ROOT);
        boolean names = NAME_LISTS.contains(known);
        boolean files = FILE_LISTS.contains(known);
        if (!names && !files && !PLAIN_LISTS.contains(known)) {
            return literal(value);
        }
        List<String> elements = elements(value, names);
        if (elements.isEmpty()) {
            if (files) {
                throw new IllegalArgumentException(
                        "SQL cannot set %s to an empty list: the server would look for a file without a name. Reset it instead."
                                .formatted(name));
            }
            return "''";
        }
        return String.join(", ", elements.stream().map(Sql::literal).toList());
    }

    /// Splits a list as the server stores it: commas, blanks around elements, double quotes.
    public static List<String> elements(String value, boolean foldCase) {
        List<String> elements = new ArrayList<>();
        int at = 0;
        while (at < value.length()) {
            while (at < value.length() && (Character.isWhitespace(value.charAt(at)) || value.charAt(at) == ',')) {
                at++;
            }
            if (at == value.length()) {
                break;
            }
            StringBuilder element = new StringBuilder();
            boolean quoted = value.charAt(at) == '"';
            if (quoted) {
                at++;
                while (at < value.length()) {
                    if (value.charAt(at) == '"') {
                        if (at + 1 < value.length() && value.charAt(at + 1) == '"') {
                            at++;
                        } else {
                            break;
                        }
                    }
                    element.append(value.charAt(at++));
                }
                at++;
            } else {
                while (at < value.length() && value.charAt(at) != ',') {
                    element.append(value.charAt(at++));
                }
            }
            String text = element.toString();
            elements.add(quoted ? text : foldCase ? text.strip().toLowerCase(Locale.ROOT) : text.strip());
        }
        return elements;
    }

    private static void refuseNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("The text holds a NUL character, which SQL cannot carry. Leave it out.");
        }
    }
}
