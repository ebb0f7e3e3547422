package org.pgrampart.change;

/// How a right came to somebody: who gave it, and whether it may be passed on.
public record Given(String grantor, boolean grantable) {}
