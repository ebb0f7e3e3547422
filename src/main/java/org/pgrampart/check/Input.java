package org.pgrampart.check;

/// A value that only the owner can give.
///
/// @param name how scripts call it in the answers file: `password`, `addresses`
/// @param question what the person reads
/// @param suggestion a sensible default, or empty
/// @param secret whether it is typed hidden and never stored
public record Input(String name, String question, String suggestion, boolean secret) {}
