package org.pgrampart.format;

/// One line of pg_ident.conf: within a map, the name the system gives and the role it may become.
///
/// A line with an `error` has only the columns before the error.
public record IdentRule(int line, String map, HbaToken systemUser, HbaToken role, String error, String text) {
    /// Whether the line allows every role, with the keyword known from PostgreSQL 16 on.
    public boolean allowsEveryRole() {
        return role.isKeyword("all");
    }
}
