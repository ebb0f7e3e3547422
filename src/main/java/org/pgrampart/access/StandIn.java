package org.pgrampart.access;

/// Names in brackets that stand for roles and databases nobody can list, when only a file of rules is known.
public final class StandIn {
    /// A role that no rule names and that is in no group of the rules.
    public static final String ANY_ROLE = "(any other role)";

    /// A database that no rule names.
    public static final String ANY_DATABASE = "(any other database)";

    private StandIn() {}

    /// `(a member of devs)`.
    public static String memberOf(String group) {
        return "(a member of " + group + ")";
    }

    /// Whether a name is such a one. A real name that looks so is only judged more carefully.
    static boolean is(String name) {
        return name.startsWith("(") && name.endsWith(")");
    }
}
