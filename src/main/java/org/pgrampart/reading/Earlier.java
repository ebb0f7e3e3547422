package org.pgrampart.reading;

import java.time.Instant;
import java.util.Map;
import org.pgrampart.model.Status;

/// The assessment before this one: when it was and what became of each control, by number.
public record Earlier(Instant at, Map<String, Status> outcomes) {}
