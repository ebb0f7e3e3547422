package org.pgrampart.practice;

/// Says why a practice server cannot run: what happened in the first sentence, what to do in the second.
public final class PracticeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PracticeException(String message) {
        super(message);
    }

    public PracticeException(String message, Throwable cause) {
        super(message, cause);
    }
}
