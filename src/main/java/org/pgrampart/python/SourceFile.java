package org.pgrampart.python;

/// One file of a project: its path relative to the project's root, with slashes, and its bytes.
@SuppressWarnings(
        "ArrayRecordComponent") // files are handed over once and compared by path; copying megabytes helps nobody
public record SourceFile(String path, byte[] content) {
    @Override
    public String toString() {
        return path + " (" + content.length + " bytes)";
    }
}
