package org.pgrampart.change;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;

/// Something in a database that privileges are granted on.
///
/// @param database where it is; for a database or a tablespace its own name
/// @param schema empty where the kind has none
/// @param detail a function's identity arguments as `pg_get_function_identity_arguments` prints them, a table's column,
/// else empty
public record DatabaseObject(Kind kind, String database, String schema, String name, String detail) {
    /// The kinds, with the word that GRANT uses.
    public enum Kind {
        TABLE("TABLE"),
        COLUMN("TABLE"),
        SEQUENCE("SEQUENCE"),
        FUNCTION("ROUTINE"),
        SCHEMA("SCHEMA"),
        DATABASE("DATABASE"),
        LANGUAGE("LANGUAGE"),
        TABLESPACE("TABLESPACE"),
        TYPE("TYPE"),
        FOREIGN_SERVER("FOREIGN SERVER"),
        FOREIGN_DATA_WRAPPER("FOREIGN DATA WRAPPER"),
        /// A setting that may be granted, from 15 on.
        PARAMETER("PARAMETER");

        private final String keyword;

        Kind(String keyword) {
            this.keyword = keyword;
        }
    }

    /// A table, view, materialized view, foreign or partitioned table.
    public static DatabaseObject table(String database, String schema, String name) {
        return new DatabaseObject(Kind.TABLE, database, schema, name, "");
    }

    public static DatabaseObject column(String database, String schema, String table, String column) {
        return new DatabaseObject(Kind.COLUMN, database, schema, table, column);
    }

    public static DatabaseObject sequence(String database, String schema, String name) {
        return new DatabaseObject(Kind.SEQUENCE, database, schema, name, "");
    }

    /// A function or procedure; arguments as `pg_get_function_identity_arguments` prints them, where only results may
    /// be
    /// left out.
    public static DatabaseObject function(String database, String schema, String name, String arguments) {
        return new DatabaseObject(Kind.FUNCTION, database, schema, name, arguments);
    }

    public static DatabaseObject schema(String database, String name) {
        return new DatabaseObject(Kind.SCHEMA, database, "", name, "");
    }

    public static DatabaseObject database(String name) {
        return new DatabaseObject(Kind.DATABASE, name, "", name, "");
    }

    public static DatabaseObject language(String database, String name) {
        return new DatabaseObject(Kind.LANGUAGE, database, "", name, "");
    }

    public static DatabaseObject tablespace(String name) {
        return new DatabaseObject(Kind.TABLESPACE, "", "", name, "");
    }

    public static DatabaseObject type(String database, String schema, String name) {
        return new DatabaseObject(Kind.TYPE, database, schema, name, "");
    }

    public static DatabaseObject foreignServer(String database, String name) {
        return new DatabaseObject(Kind.FOREIGN_SERVER, database, "", name, "");
    }

    public static DatabaseObject foreignDataWrapper(String database, String name) {
        return new DatabaseObject(Kind.FOREIGN_DATA_WRAPPER, database, "", name, "");
    }

    public static DatabaseObject parameter(String name) {
        return new DatabaseObject(Kind.PARAMETER, "", "", name, "");
    }

    /// Whether one catalog for all databases holds its privileges.
    public boolean isShared() {
        return kind == Kind.DATABASE || kind == Kind.TABLESPACE || kind == Kind.PARAMETER;
    }

    /// `TABLE "public"."users"`, as it stands after ON.
    String target() {
        String own = kind == Kind.PARAMETER ? Sql.settingName(name) : Sql.identifier(name);
        String full = schema.isEmpty() ? own : Sql.identifier(schema) + "." + own;
        return kind.keyword + " " + (kind == Kind.FUNCTION ? full + "(" + arguments() + ")" : full);
    }

    /// `SELECT ("email")` for a column, else the bare word.
    String privilege(String word) {
        return kind == Kind.COLUMN ? word + " (" + Sql.identifier(detail) + ")" : word;
    }

    // the text comes from the server's own printing; a semicolon can only be there in a quoted name
    private String arguments() {
        boolean quoted = false;
        for (int i = 0; i < detail.length(); i++) {
            char c = detail.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted
                    && (c == ';'
                            || c == '\''
                            || c == '(' && !detail.substring(i).matches("(?s)\\([0-9, ]*\\).*"))) {
                throw new IllegalArgumentException("The arguments of the function " + name
                        + " are not what PostgreSQL prints. Assess the server again.");
            }
        }
        return detail;
    }

    /// Each privilege on it: `grantee` (empty is PUBLIC), `privilege`, `grantable`, `grantor`, the object's `owner`,
    /// and
    /// whether it still has its built-in privileges (`builtin`).
    Query privileges() {
        String acl = switch (kind) {
            case TABLE, SEQUENCE ->
                """
                    SELECT coalesce(c.relacl, pg_catalog.acldefault('%s', c.relowner)) AS acl, c.relacl IS NULL AS builtin,
                           c.relowner AS owner
                      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE n.nspname = %s AND c.relname = %s AND c.relkind %s 'S'""".formatted(
                                kind == Kind.SEQUENCE ? "s" : "r",
                                Sql.literal(schema),
                                Sql.literal(name),
                                kind == Kind.SEQUENCE ? "=" : "<>");
            case COLUMN -> """
                    SELECT a.attacl AS acl, a.attacl IS NULL AS builtin, c.relowner AS owner
                      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE n.nspname = %s AND c.relname = %s AND a.attname = %s AND NOT a.attisdropped""".formatted(Sql.literal(schema), Sql.literal(name), Sql.literal(detail));
            case FUNCTION -> """
                    SELECT coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner)) AS acl, p.proacl IS NULL AS builtin,
                           p.proowner AS owner
                      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                     WHERE n.nspname = %1$s AND p.proname = %2$s
                       AND (pg_catalog.pg_get_function_identity_arguments(p.oid) = %3$s
                         OR %3$s = '' AND p.pronargs = 0)""".formatted(Sql.literal(schema), Sql.literal(name), Sql.literal(detail));
            case SCHEMA -> named("pg_namespace", "nspacl", "nspowner", "nspname", "n");
            case DATABASE -> named("pg_database", "datacl", "datdba", "datname", "d");
            case LANGUAGE -> named("pg_language", "lanacl", "lanowner", "lanname", "l");
            case TABLESPACE -> named("pg_tablespace", "spcacl", "spcowner", "spcname", "t");
            case FOREIGN_SERVER -> named("pg_foreign_server", "srvacl", "srvowner", "srvname", "S");
            case FOREIGN_DATA_WRAPPER -> named("pg_foreign_data_wrapper", "fdwacl", "fdwowner", "fdwname", "F");
            case TYPE ->
                named("pg_type", "typacl", "typowner", "typname", "T")
                        + " AND o.typnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = %s)"
                                .formatted(Sql.literal(schema));
            case PARAMETER ->
                "SELECT o.paracl AS acl, false AS builtin, 10::oid AS owner FROM pg_catalog.pg_parameter_acl o WHERE o.parname = "
                        + Sql.literal(name);
        };
        String sql = """
                SELECT coalesce(g.rolname, '') AS grantee, x.privilege_type AS privilege, x.is_grantable AS grantable,
                       pg_catalog.pg_get_userbyid(x.grantor) AS grantor, o.builtin,
                       pg_catalog.pg_get_userbyid(o.owner) AS owner
                  FROM (%s) o CROSS JOIN LATERAL pg_catalog.aclexplode(o.acl) x
                  LEFT JOIN pg_catalog.pg_roles g ON g.oid = x.grantee ORDER BY 1, 2""".formatted(acl);
        Query query = isShared() ? Query.cluster(sql) : Query.database(sql);
        return kind == Kind.PARAMETER ? query.since(15) : query;
    }

    /// The same for every column of a table that has rights of its own, with its name as `column`.
    Query columnPrivileges() {
        return Query.database("""
                SELECT a.attname AS column, coalesce(g.rolname, '') AS grantee, x.privilege_type AS privilege,
                       x.is_grantable AS grantable, pg_catalog.pg_get_userbyid(x.grantor) AS grantor
                  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) x LEFT JOIN pg_catalog.pg_roles g ON g.oid = x.grantee
                 WHERE n.nspname = %s AND c.relname = %s AND NOT a.attisdropped ORDER BY 1, 2, 3""".formatted(Sql.literal(schema), Sql.literal(name)));
    }

    /// The answer to [#privileges].
    Rows privileges(Answers answers) {
        return answer(answers, privileges());
    }

    /// The answer to a query about this object.
    Rows answer(Answers answers, Query query) {
        if (isShared()) {
            return answers.rows(query);
        }
        @Nullable
        Answer<Rows> answer =
                answers.perDatabase().getOrDefault(query, Map.of()).get(database);
        if (answer == null) {
            throw new Unreadable("database " + database + " was not read", "CONNECT on that database");
        }
        return answer.get();
    }

    private String named(String catalog, String acl, String owner, String column, String type) {
        return """
                SELECT coalesce(o.%1$s, pg_catalog.acldefault('%2$s', o.%3$s)) AS acl, o.%1$s IS NULL AS builtin,
                       o.%3$s AS owner
                  FROM pg_catalog.%4$s o WHERE o.%5$s = %6$s""".formatted(acl, type, owner, catalog, column, Sql.literal(name));
    }

    Optional<String> where() {
        return isShared() ? Optional.empty() : Optional.of(database);
    }

    /// For people: `table public.users in database shop`.
    @Override
    public String toString() {
        String full = schema.isEmpty() ? name : schema + "." + name;
        String in = isShared() ? "" : " in database " + database;
        return switch (kind) {
            case FUNCTION -> "function " + full + "(" + detail + ")" + in;
            case COLUMN -> "column " + full + "." + detail + in;
            default -> kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " " + full + in;
        };
    }
}
