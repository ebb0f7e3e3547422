package org.pgrampart.python;

/// A line of a file.
public record Place(String path, int line) {
    @Override
    public String toString() {
        return path + ":" + line;
    }
}
