package org.pgrampart.format;

/// A line that stands for the lines of other files, known from PostgreSQL 16 on.
public record HbaInclude(int line, Kind kind, String path, String text) implements HbaEntry {
    /// How the other files are found.
    public enum Kind {
        /// One file that must exist.
        INCLUDE("include"),
        /// One file that may be missing.
        INCLUDE_IF_EXISTS("include_if_exists"),
        /// Every `*.conf` of a directory in the order of names.
        INCLUDE_DIR("include_dir");

        private final String keyword;

        Kind(String keyword) {
            this.keyword = keyword;
        }

        public String keyword() {
            return keyword;
        }
    }
}
