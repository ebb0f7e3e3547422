package org.pgrampart.python;

import java.util.List;

/// A place where SQL is put together in Python, with how dangerous it is and why.
///
/// @param line from 1
/// @param sink what takes the SQL, such as `cursor.execute` or `.extra(where=)`
/// @param trace the lines the value came along, each `path:line: text`, the last one the sink
/// @param text the SQL with `{…}` where something is filled in
/// @param rewrite how to write it safely; empty when nothing has to change
/// @param because one sentence that names who fills the holes
/// @param acknowledged marked by the project with `nosec` or `noqa: S608`: told, but not counted as open
/// @param test in a test file: not reachable from outside
public record RawSql(
        String path,
        int line,
        Rule rule,
        String sink,
        Level level,
        List<String> trace,
        String text,
        String rewrite,
        String because,
        boolean acknowledged,
        boolean test) {
    public RawSql {
        trace = List.copyOf(trace);
    }

    /// How dangerous, most dangerous first.
    public enum Level {
        /// The request reaches the text.
        FAIL,
        /// A parameter or command option reaches it and no caller proves it constant.
        WARN,
        /// Something not seen reaches it.
        REVIEW,
        /// Only constants, quoted names and numbers; or the SQL is built but its use was not seen.
        INFO
    }

    /// What is wrong.
    public enum Rule {
        /// Text from outside becomes SQL.
        SQL_TEXT,
        /// `'%s'` in quotes with parameters: the driver's quotes end the literal.
        QUOTED_PLACEHOLDER,
        /// Names of fields or lookups chosen by the user reach the ORM: CVE-2025-64459 and its like.
        USER_NAMES,
        /// SQL-shaped text is built by hand, where it goes was not seen.
        BUILT_BY_HAND
    }
}
