package org.pgrampart.plpgsql;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which SQL types cannot hold SQL.
final class Types {
    private static final Set<String> HARMLESS = Set.of(
            "integer",
            "int",
            "int2",
            "int4",
            "int8",
            "smallint",
            "bigint",
            "numeric",
            "decimal",
            "real",
            "double precision",
            "double",
            "float",
            "float4",
            "float8",
            "boolean",
            "bool",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "oid",
            "uuid",
            "money",
            "regclass",
            "regproc",
            "regprocedure",
            "regoper",
            "regoperator",
            "regtype",
            "regrole",
            "regnamespace",
            "regconfig",
            "regdictionary",
            "regcollation",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "pg_lsn",
            "xid",
            "xid8",
            "tid",
            "serial",
            "bigserial",
            "smallserial",
            "void",
            "trigger",
            "event_trigger",
            "int4range",
            "int8range",
            "numrange",
            "tsrange",
            "tstzrange",
            "daterange",
            "point",
            "box",
            "circle",
            "bit");
    private static final Pattern TAIL =
            Pattern.compile("\\(.*?\\)|\\[[^]]*\\]| with(out)? time zone| varying| not null| collate .*");

    private Types() {}

    static boolean harmless(String type) {
        String bare = type.toLowerCase(Locale.ROOT).replace("pg_catalog.", "").replace("\"", "");
        bare = TAIL.matcher(bare).replaceAll("").strip();
        return HARMLESS.contains(bare);
    }
}
