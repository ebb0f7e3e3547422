package org.pgrampart.reading;

/// What a check is about does not exist on this server; the assessor turns it into a not-applicable outcome.
public final class NotHere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotHere(String because) {
        super(because, null, false, false);
    }

    public String because() {
        return String.valueOf(getMessage());
    }
}
