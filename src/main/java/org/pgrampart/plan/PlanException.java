package org.pgrampart.plan;

/// A plan was not the one that was confirmed. Both sentences are fit to show.
public final class PlanException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    public PlanException(String happened, String remedy) {
        super(happened);
        this.remedy = remedy;
    }

    public String happened() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }
}
