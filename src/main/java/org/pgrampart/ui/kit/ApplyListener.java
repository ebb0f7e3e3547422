package org.pgrampart.ui.kit;

/// Follows a plan while it runs. Called from the working thread.
@FunctionalInterface
public interface ApplyListener {
    /// How far one step is.
    enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        UNDONE
    }

    /// @param stage what part of applying this belongs to: `Get ready`, `Change`, `Prove`
    /// @param step what is done, in a few words; the same text again is news of the same step
    /// @param transcript what ran and what came back, without secrets; may be empty
    void at(String stage, String step, State state, String transcript);
}
