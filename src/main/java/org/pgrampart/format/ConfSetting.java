package org.pgrampart.format;

/// One line of a configuration file: `value` without quotes; a line the server cannot read has an `error` only.
public record ConfSetting(int line, String name, String value, String error, String text) {
    /// Whether it stands for other files (`include`, `include_if_exists`, `include_dir`); the value is the path.
    public boolean isInclude() {
        return name.equalsIgnoreCase("include")
                || name.equalsIgnoreCase("include_if_exists")
                || name.equalsIgnoreCase("include_dir");
    }
}
