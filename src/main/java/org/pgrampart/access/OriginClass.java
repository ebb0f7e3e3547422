package org.pgrampart.access;

/// Addresses that the rules treat alike, and one of them to try; the sample is without TLS.
public record OriginClass(String label, Origin sample) {}
