package org.pgrampart.export;

import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Content;
import org.pgrampart.change.Step;

/// One thing that an exported plan does, with all that takes it back. Like [Step], but what belongs together is
/// together, and what is secret is only named.
sealed interface Act {
    /// Counts from 1; names what is kept for it on the server.
    int number();

    /// One line for people.
    String what();

    /// Statements of one database in one transaction.
    ///
    /// @param undo in the order in which they take back
    /// @param asked what a person has to give, by the name of its variable
    /// @param kept roles whose verifiers are kept on the server before, since they must not be in a file that is
    ///     handed around
    record Statements(
            int number,
            String what,
            String database,
            List<String> forward,
            List<String> undo,
            List<Asked> asked,
            List<String> kept)
            implements Act {}

    /// A secret that the person who runs it types.
    ///
    /// @param variable letters, digits and underscores
    /// @param what `password of role app`
    record Asked(String variable, String what) {}

    /// ALTER SYSTEM, each statement by itself.
    record Settings(int number, String what, List<String> forward, List<String> undo) implements Act {}

    /// A file that gets another content, comes or goes.
    ///
    /// @param before what it is made for; empty when there is no such file
    /// @param whatever whatever is there is replaced, and `before` says nothing
    /// @param after empty when the file goes away
    /// @param late only once the rest is kept
    record FileContents(
            int number,
            String what,
            String path,
            Optional<Content> before,
            boolean whatever,
            Optional<Content> after,
            Optional<String> owner,
            Optional<String> mode,
            boolean late)
            implements Act {}

    /// Owner and mode of a file or folder.
    record Attributes(int number, String what, String path, Optional<String> owner, Optional<String> mode)
            implements Act {}

    /// A command on the host as root.
    record Command(int number, String what, Step.Run run, Optional<Step.Run> undo, boolean late) implements Act {}

    /// What no exported file can do, and why.
    record ByHand(int number, String what, String because) implements Act {}
}
