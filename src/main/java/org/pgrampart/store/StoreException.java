package org.pgrampart.store;

/// A file of the user's own disk could not be read or written; both sentences are fit to show.
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    public StoreException(String happened, String remedy, Throwable cause) {
        super(happened, cause);
        this.remedy = remedy;
    }

    public StoreException(String happened, String remedy) {
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
