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
        /// Decided to be kept, but making it last was not finished.
        KEEPING,
        UNDONE,
        /// Its undo is not finished: run it again.
        INCOMPLETE,
        /// Nothing was changed.
        ABANDONED,
        /// This computer began it and the server knows nothing of it: it is another server, or was put back from a
        /// backup.
        LOST;

        /// Whether [ChangeSets#finish] has something to do.
        public boolean unfinished() {
            return this == OVERDUE || this == KEEPING || this == INCOMPLETE;
        }

        /// What to do about it, in one sentence; empty when nothing is to be done.
        public String advice() {
            return switch (this) {
                case OPEN -> "Wait until it is done; if nobody is at it, the next change clears it away.";
                case WAITING -> "Keep it before its time is over, or the server undoes it.";
                case OVERDUE -> "Roll it back: nobody decided about it and no timer runs any more.";
                case KEEPING -> "Finish it: it was kept, but not all of it lasts yet.";
                case INCOMPLETE -> "Roll it back again: something of it could not be undone yet.";
                case LOST -> "Compare the server with the plan on this computer; nothing can be undone by itself.";
                case KEPT, UNDONE, ABANDONED -> "";
            };
        }
    }
}
