package org.pgrampart.probe;

/// One role with its attributes; `validUntil` is as the server prints it, empty without an end.
///
/// @param bootstrap the role that initdb made, which cannot stop being superuser
public record Role(
        String name,
        boolean login,
        boolean superuser,
        boolean createRole,
        boolean createDatabase,
        boolean replication,
        boolean bypassRls,
        boolean inherit,
        boolean bootstrap,
        String validUntil) {
    /// How a role's password is kept.
    public enum Verifier {
        NONE("no password"),
        MD5("an MD5 hash"),
        SCRAM("a SCRAM-SHA-256 verifier"),
        /// What is neither can only be the password itself, kept by an upgrade from before PostgreSQL 10.
        OTHER("its password in clear text");

        private final String words;

        Verifier(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /// For tests: a role with LOGIN and nothing else.
    public static Role login(String name) {
        return new Role(name, true, false, false, false, false, false, true, false, "");
    }

    /// For tests: a role nobody logs in as.
    public static Role group(String name) {
        return new Role(name, false, false, false, false, false, false, true, false, "");
    }

    public Role asSuperuser() {
        return new Role(
                name, login, true, createRole, createDatabase, replication, bypassRls, inherit, bootstrap, validUntil);
    }

    public Role with(boolean createsRoles, boolean createsDatabases) {
        return new Role(
                name,
                login,
                superuser,
                createsRoles,
                createsDatabases,
                replication,
                bypassRls,
                inherit,
                bootstrap,
                validUntil);
    }
}
