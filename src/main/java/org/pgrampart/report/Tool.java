package org.pgrampart.report;

/// The program's own name and version, as reports carry it.
public final class Tool {
    /// Follows the version in the pom; a test compares them.
    public static final String VERSION = "0.1.0";

    public static final String NAME = "pgrampart " + VERSION;

    private Tool() {}
}
