package org.pgrampart.plpgsql;

/// One place where a function executes SQL it has put together.
///
/// @param line within the body, from 1
/// @param form such as `EXECUTE` or `RETURN QUERY EXECUTE`
/// @param expression the SQL expression as written
/// @param because one sentence that names what makes it unsafe, unclear or safe
public record DynamicSql(int line, String form, Level level, String expression, String because) {
    /// How the text is put together.
    public enum Level {
        /// A parameter of a type that can hold SQL reaches the text unquoted.
        UNSAFE,
        /// Data from a table, a trigger row or something not understood reaches it.
        UNCLEAR,
        /// Only constants, quoted values and types that cannot hold SQL.
        SAFE
    }
}
