package org.pgrampart.reading;

/// Something to be read, as data: the same request is asked once, however many probes want it.
public sealed interface Request permits Query, Command, Wire, Past {}
