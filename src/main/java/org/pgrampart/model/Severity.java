package org.pgrampart.model;

/// How much harm a broken control allows; the order is the order of sorting, worst first.
public enum Severity {
    CRITICAL(40),
    HIGH(20),
    MEDIUM(8),
    LOW(3),
    INFO(0);

    private final int weight;

    Severity(int weight) {
        this.weight = weight;
    }

    /// Points that a control of this severity is worth in its area's score.
    public int weight() {
        return weight;
    }

    /// The name scripts use: `critical`.
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
