package org.pgrampart.plan;

/// One thing that was shown to be so over connections made anew.
///
/// @param what in a few words: `A new login to the database works`
/// @param detail what was seen, in one sentence
public record Proof(String what, boolean proven, String detail) {}
