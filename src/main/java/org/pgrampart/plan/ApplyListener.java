package org.pgrampart.plan;

/// Follows a plan while it is applied or undone. Called from the working thread.
@FunctionalInterface
public interface ApplyListener {
    ApplyListener NONE = (_, _, _, _) -> {};

    /// The stages, in their order; UNDO only when something is taken back.
    enum Stage {
        CHECK,
        PREPARE,
        VALIDATE,
        ARM,
        APPLY,
        PROVE,
        KEEP,
        UNDO
    }

    /// How far a step is.
    enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /// @param step in a few words: `Set password_encryption to scram-sha-256`
    /// @param transcript what was said on the way, fit to show; may be empty
    void at(Stage stage, String step, State state, String transcript);
}
