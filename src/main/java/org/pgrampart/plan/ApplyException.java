package org.pgrampart.plan;

/// Applying or undoing did not end well. The sentences are fit to show and hold no secret.
public final class ApplyException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What became of the server.
    public enum State {
        /// Nothing was changed.
        UNTOUCHED,
        /// Everything was changed back.
        ROLLED_BACK,
        /// Something is left; the remedy says what finishes it.
        INCOMPLETE
    }

    private final State state;
    private final String remedy;

    /// @param happened what happened, in one sentence
    /// @param remedy what to do about it, in one sentence
    public ApplyException(State state, String happened, String remedy) {
        super(happened);
        this.state = state;
        this.remedy = remedy;
    }

    public State state() {
        return state;
    }

    public String happened() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }
}
