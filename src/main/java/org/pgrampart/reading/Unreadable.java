package org.pgrampart.reading;

/// Something a check needs could not be read; the assessor turns it into an unknown outcome.
public final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String missing;

    /// @param because what could not be read, in one sentence
    /// @param missing the right or access that would allow it
    public Unreadable(String because, String missing) {
        super(because, null, false, false);
        this.missing = missing;
    }

    public String because() {
        return String.valueOf(getMessage());
    }

    public String missing() {
        return missing;
    }
}
