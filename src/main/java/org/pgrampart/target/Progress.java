package org.pgrampart.target;

/// What is going on, for the person who waits. Called from the working thread.
@FunctionalInterface
public interface Progress {
    Progress NONE = (_, _, _) -> {};

    /// @param doing in a few words: `Reading database shop`
    /// @param done steps behind us
    /// @param total steps in all; 0 when not known
    void at(String doing, int done, int total);
}
