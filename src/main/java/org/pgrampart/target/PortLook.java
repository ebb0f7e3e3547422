package org.pgrampart.target;

import org.pgrampart.reading.Answer;
import org.pgrampart.reading.PortFacts;

/// Looks at the database port from outside, without logging in.
@FunctionalInterface
interface PortLook {
    Answer<PortFacts> look();
}
