package org.pgrampart.model;

/// What became of one control in one assessment, in one word.
public enum Status {
    PASS("Pass"),
    WARN("Attention"),
    FAIL("Fail"),
    INFO("Info"),
    UNKNOWN("Not checked"),
    NOT_APPLICABLE("Not applicable"),
    WAIVED("Waived");

    private final String word;

    Status(String word) {
        this.word = word;
    }

    /// The word shown to people.
    public String word() {
        return word;
    }

    /// The name scripts use: `not-applicable`.
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
