package org.pgrampart.target;

/// Follows a connection line by line, so that a failure names its true cause. Called from the working thread.
@FunctionalInterface
public interface Checklist {
    Checklist NONE = (_, _, _, _) -> {};

    /// The ten lines, in the order they are shown.
    enum Line {
        NAME("The name resolves"),
        PORT("The port answers"),
        HOST_KEY("The SSH host key is known"),
        SSH_LOGIN("SSH login"),
        SUDO("Root rights on the host"),
        TLS("TLS to the database"),
        DATABASE_LOGIN("Database login"),
        VERSION("Server version"),
        RIGHTS("Rights of the role"),
        SAME_MACHINE("Database and host are the same machine");

        private final String title;

        Line(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// How far a line is.
    enum State {
        WAITING,
        RUNNING,
        OK,
        WARN,
        FAIL,
        SKIPPED
    }

    /// @param detail what was seen, or why it failed, in one sentence
    /// @param remedy what to do about it; empty when nothing has to be done
    void at(Line line, State state, String detail, String remedy);
}
