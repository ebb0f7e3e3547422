package org.pgrampart.change;

import org.pgrampart.reading.Answers;

/// A change of the machine around the database server: files and the commands that make its services act on them.
///
/// Its inverse has the commands in the order in which they undo: those in front of the files are run before the files
/// are back, those behind them afterwards.
public sealed interface HostChange extends Change permits FirewallRules, HostRestored {
    @Override
    default boolean outside() {
        return true;
    }

    @Override
    default Change inverse(Answers before) {
        return HostRestored.of(this, before);
    }

    /// What takes it back from the state that was read.
    java.util.List<Step> undo(Answers before);
}
