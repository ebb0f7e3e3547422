package org.pgrampart.target;

/// How often a session went to the server after connecting.
///
/// @param jdbc round trips to PostgreSQL
/// @param ssh commands run on the host
public record Rounds(int jdbc, int ssh) {}
