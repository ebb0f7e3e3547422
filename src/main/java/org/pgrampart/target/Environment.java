package org.pgrampart.target;

/// What a server is for, as its owner says; it decides how loudly the program asks before it changes anything.
public enum Environment {
    PRODUCTION("production"),
    STAGING("staging"),
    TEST("test"),
    PRACTICE("practice");

    private final String word;

    Environment(String word) {
        this.word = word;
    }

    /// The word shown to people and written in files.
    public String word() {
        return word;
    }
}
