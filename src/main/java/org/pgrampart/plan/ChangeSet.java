package org.pgrampart.plan;

import java.util.Optional;

/// A plan that was applied, as the server or this computer remembers it.
///
/// @param when in UTC, as ISO 8601
/// @param who user and computer
/// @param secondsLeft until the server undoes it by itself
/// @param undoCommand what undoes it by hand on the server; empty when it was by SQL alone
public record ChangeSet(
        String id,
        State state,
        Optional<Long> secondsLeft,
        String when,
        String who,
        String summary,
        String undoCommand) {
    /// What became of it.
    public enum State {
        /// Being made at this moment, or left behind before anything was changed.
        OPEN,
        /// Applied, and undone by the server unless somebody keeps it.
        WAITING,
        /// Applied and never decided, and no timer runs any more: roll it back.
        OVERDUE,
        KEPT,
        UNDONE,
        /// Its undo is not finished: run it again.
        INCOMPLETE,
        /// Nothing was changed.
        ABANDONED
    }
}
