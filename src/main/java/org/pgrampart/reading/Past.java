package org.pgrampart.reading;

/// What the program itself knows: the run before this one, and what this run has judged so far.
public enum Past implements Request {
    /// The assessment before this one.
    EARLIER,
    /// The outcomes of all other checks of this run; checks that ask for it are judged last.
    SO_FAR
}
