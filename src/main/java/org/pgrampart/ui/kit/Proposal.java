package org.pgrampart.ui.kit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Reversal;
import org.pgrampart.plan.PlannedAccess;

/// A plan as the window shows it. The digest is that of the very text a person reads and confirms.
///
/// @param notes what was left out or cannot be done over this connection, and why
/// @param text all that will run
/// @param undo all that would take it back
/// @param access who can log in before and after, where the plan touches that
public record Proposal(
        List<Entry> entries,
        List<String> notes,
        String digest,
        String text,
        String undo,
        Optional<PlannedAccess> access) {
    /// One change.
    ///
    /// @param clears the findings that go away, as `AUTH-02 setting password_encryption`
    /// @param preview the exact difference or statement
    /// @param undo the exact difference or statement that takes it back
    /// @param heldBack why it is shown and not run; empty where it runs
    public record Entry(
            String summary,
            List<String> clears,
            String preview,
            String undo,
            Effect effect,
            Hazard hazard,
            Reversal reversal,
            Optional<String> heldBack) {
        public boolean runs() {
            return heldBack.isEmpty();
        }
    }

    public Proposal {
        entries = List.copyOf(entries);
        notes = List.copyOf(notes);
    }

    /// A plan that does not touch who can log in.
    public Proposal(List<Entry> entries, List<String> notes, String digest, String text, String undo) {
        this(entries, notes, digest, text, undo, Optional.empty());
    }

    /// The changes that are really run.
    public List<Entry> running() {
        return entries.stream().filter(Entry::runs).toList();
    }

    public int size() {
        return running().size();
    }

    public boolean mayCutAccess() {
        return running().stream().anyMatch(e -> e.hazard() == Hazard.MAY_CUT_ACCESS);
    }

    public Effect effect() {
        return running().stream()
                .map(Entry::effect)
                .max(Comparator.naturalOrder())
                .orElse(Effect.AT_ONCE);
    }

    /// `7 changes`, `1 change`: those that are run.
    public String count() {
        return size() == 1 ? "1 change" : size() + " changes";
    }
}
