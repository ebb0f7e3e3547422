package org.pgrampart.format;

/// A line of pg_hba.conf that is neither blank nor a comment.
public sealed interface HbaEntry permits HbaRule, HbaInclude {
    /// The number of its first line in the file, from 1.
    int line();

    /// The line as written, continuations joined.
    String text();
}
