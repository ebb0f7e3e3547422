package org.pgrampart.cli;

/// A command cannot go on: what happened, what to do, and the exit status that says so.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;
    private final int status;

    CommandException(int status, String happened, String remedy) {
        super(happened);
        this.status = status;
        this.remedy = remedy;
    }

    CommandException(int status, String happened, String remedy, Throwable cause) {
        super(happened, cause);
        this.status = status;
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }

    int status() {
        return status;
    }
}
