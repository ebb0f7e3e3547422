package org.pgrampart.target;

/// The server could not be reached, asked or told. Both sentences are fit to show and hold no secret.
public final class TargetException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What kind of trouble it is, for exit codes and for the field that the person has to look at.
    public enum Kind {
        WRONG_INPUT,
        UNREACHABLE,
        /// Every connection slot is taken: says nothing about whether this login would get in.
        BUSY,
        HOST_KEY,
        LOGIN,
        TLS,
        RIGHTS,
        BROKEN
    }

    private final Kind kind;
    private final String remedy;

    /// @param happened what happened, in one sentence
    /// @param remedy what to do about it, in one sentence
    public TargetException(Kind kind, String happened, String remedy, Throwable cause) {
        super(happened, cause);
        this.kind = kind;
        this.remedy = remedy;
    }

    public TargetException(Kind kind, String happened, String remedy) {
        super(happened);
        this.kind = kind;
        this.remedy = remedy;
    }

    public Kind kind() {
        return kind;
    }

    public String happened() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }
}
