package org.pgrampart.plpgsql;

/// How far text can be trusted, with the reason for the worst part.
record Taint(DynamicSql.Level level, String because) {
    static final Taint CONSTANT = new Taint(DynamicSql.Level.SAFE, "Only constants reach the text.");

    static Taint unsafe(String because) {
        return new Taint(DynamicSql.Level.UNSAFE, because);
    }

    static Taint unclear(String because) {
        return new Taint(DynamicSql.Level.UNCLEAR, because);
    }

    static Taint safe(String because) {
        return new Taint(DynamicSql.Level.SAFE, because);
    }

    /// The worse of two; of two safe ones the one that says more.
    Taint or(Taint other) {
        int order = level.compareTo(other.level);
        return order < 0 || order == 0 && !equals(CONSTANT) ? this : other;
    }
}
