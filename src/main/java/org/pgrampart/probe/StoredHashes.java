package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pgrampart.model.Subject;
import org.pgrampart.python.DjangoVersion;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;

/// How the passwords of Django's users are stored, counted by kind; no part of any password is read.
///
/// @param tables by database and table
/// @param django the version the project's files tell; empty when they were not read or tell none
public record StoredHashes(List<Table> tables, Optional<DjangoVersion> django) {
    /// One table of users.
    ///
    /// @param readable whether this session may read the column
    public record Table(String database, String schema, String name, boolean readable, List<Kind> kinds) {
        public Subject subject() {
            return Subject.named(Subject.Kind.TABLE, database + ":" + schema + "." + name);
        }
    }

    /// @param algorithm as Django names it; `plain` for what is no known form
    /// @param iterations of PBKDF2, else 0
    public record Kind(String algorithm, long iterations, long users) {}

    // the table is found by its columns, custom user models too; the inner query runs only where it may be read
    private static final Query HASHES = Query.database("""
            SELECT pg_catalog.current_database() AS database, t.nspname AS schema, t.relname AS name, t.readable,
                   CASE WHEN t.readable THEN pg_catalog.query_to_xml(pg_catalog.format(
                       'SELECT pg_catalog.string_agg(k.kind || '':'' || k.users, '','' ORDER BY k.kind) AS h FROM ('
                       'SELECT CASE WHEN password LIKE ''!%%'' OR password = '''' THEN ''unusable:0'''
                       ' WHEN password ~ ''^pbkdf2_sha(1|256)[$][0-9]{1,9}[$]'''
                       ' THEN pg_catalog.split_part(password, ''$'', 1) || '':'' || pg_catalog.split_part(password, ''$'', 2)'
                       ' WHEN password ~ ''^(argon2|bcrypt|bcrypt_sha256|scrypt|md5|sha1|crypt)[$]'''
                       ' THEN pg_catalog.split_part(password, ''$'', 1) || '':0'''
                       ' WHEN password ~ ''^[0-9a-f]{32}$'' THEN ''unsalted_md5:0'' ELSE ''plain:0'' END AS kind,'
                       ' pg_catalog.count(*) AS users FROM %I.%I GROUP BY 1) k', t.nspname, t.relname),
                       true, false, '')::text END AS kinds
              FROM (SELECT n.nspname, c.relname,
                           pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                           AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable
                      FROM pg_catalog.pg_class c
                      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'password'
                       AND a.atttypid IN ('pg_catalog.varchar'::pg_catalog.regtype, 'pg_catalog.text'::pg_catalog.regtype)
                     WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
                       AND EXISTS (SELECT 1 FROM pg_catalog.pg_attribute l
                                    WHERE l.attrelid = c.oid AND l.attname = 'last_login' AND NOT l.attisdropped)
                       AND EXISTS (SELECT 1 FROM pg_catalog.pg_class m
                                    WHERE m.relnamespace = n.oid AND m.relname = 'django_migrations')) t
             ORDER BY 2, 3""");

    private static final Pattern LIST = Pattern.compile("<h>([a-z0-9_:,]*)</h>");

    public static final Probe<StoredHashes> PROBE = new Probe<>(
            Stream.concat(Stream.<Request>of(HASHES), DjangoProject.PROBE.requests().stream())
                    .toList(),
            StoredHashes::read);

    private static StoredHashes read(Answers answers) {
        List<Table> tables = new ArrayList<>();
        for (Rows rows : answers.byDatabase(HASHES).values()) {
            for (Row row : rows) {
                tables.add(new Table(
                        row.text("database"),
                        row.text("schema"),
                        row.text("name"),
                        row.bool("readable"),
                        row.find("kinds").map(StoredHashes::kinds).orElse(List.of())));
            }
        }
        Optional<DjangoVersion> version;
        try {
            version = DjangoVersion.find(DjangoProject.read(answers).files());
        } catch (Unreadable | NotHere e) {
            version = Optional.empty();
        }
        return new StoredHashes(List.copyOf(tables), version);
    }

    static List<Kind> kinds(String xml) {
        List<Kind> kinds = new ArrayList<>();
        Matcher list = LIST.matcher(xml);
        if (list.find() && !list.group(1).isEmpty()) {
            for (String each : list.group(1).split(",", -1)) {
                String[] parts = each.split(":", -1);
                kinds.add(new Kind(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
            }
        }
        return List.copyOf(kinds);
    }
}
