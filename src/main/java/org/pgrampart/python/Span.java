package org.pgrampart.python;

/// Where a piece of Python stands: its first line (from 1) and its first and last byte offset in the file.
record Span(int line, int start, int end) {}
