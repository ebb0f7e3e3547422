package org.pgrampart.python;

/// A line a value passed through.
record Step(String path, int line) {}
