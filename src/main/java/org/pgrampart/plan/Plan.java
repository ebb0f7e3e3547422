package org.pgrampart.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Reversal;
import org.pgrampart.format.Masked;
import org.pgrampart.format.TextDiff;
import org.pgrampart.model.Finding;

/// Distinct changes in the order in which they are made, each with what takes it back; shown and confirmed as a whole.
///
/// @param choices what it was made from
/// @param notes what was left out and why, and what this reach cannot do
/// @param access who can log in before and after, where the plan touches that
public record Plan(
        List<Choice> choices, List<Item> items, Reach reach, List<String> notes, Optional<PlannedAccess> access) {
    /// Why a change is not run from here.
    ///
    /// @param practice because a practice server leaves the computer around it alone
    /// @param because in one sentence
    public record HeldBack(boolean practice, String because) {
        static final HeldBack PRACTICE = new HeldBack(
                true, "On a real server this would run; a practice server leaves the computer around it alone.");

        static HeldBack reach(String because) {
            return new HeldBack(false, "It is not run from here, but goes into an export of this plan. " + because);
        }
    }

    /// One change and everything that is told about it.
    ///
    /// @param inverse what takes it back, worked out from the server as it is
    /// @param clears the findings it helps to clear
    /// @param heldBack why it is shown and not run from here; empty where it runs
    public record Item(Change change, Change inverse, List<Finding> clears, Optional<HeldBack> heldBack) {
        public Item {
            clears = List.copyOf(clears);
        }

        public boolean shownOnly() {
            return heldBack.isPresent();
        }

        /// Whether it belongs into what somebody else is given to run: also what cannot be run from here, but nothing
        /// that only a real server would have.
        public boolean exported() {
            return heldBack.filter(HeldBack::practice).isEmpty();
        }

        public String summary() {
            return change.summary();
        }

        public Effect effect() {
            return change.effect();
        }

        public Hazard hazard() {
            return change.hazard();
        }

        public Reversal reversal() {
            return change.reversal();
        }

        /// Exactly what will be done: statements, commands, or the difference of a file.
        public String preview() {
            return difference().map(Item::shown).orElseGet(() -> StepText.of(change.steps()));
        }

        /// Exactly what takes it back.
        public String undoPreview() {
            if (inverse instanceof FileContent file) {
                return shown(diff(file));
            }
            return StepText.of(inverse.steps());
        }

        /// The difference, when the change is a file's content.
        public Optional<TextDiff> difference() {
            return change instanceof FileContent file ? Optional.of(diff(file)) : Optional.empty();
        }

        // the lines around a change may hold secrets of the file, and the text goes to disks and into mails
        private static String shown(TextDiff diff) {
            return Masked.text(diff.unified());
        }

        private static TextDiff diff(FileContent file) {
            return TextDiff.of(
                    file.path(),
                    file.before().map(Content::bytes).orElseGet(() -> new byte[0]),
                    file.after().map(Content::bytes).orElseGet(() -> new byte[0]));
        }
    }

    /// A plan whose digest somebody has confirmed; nothing else is ever applied.
    public static final class Confirmed {
        private final Plan plan;
        private final Optional<String> id;

        private Confirmed(Plan plan, Optional<String> id) {
            this.plan = plan;
            this.id = id;
        }

        public Plan plan() {
            return plan;
        }

        /// The same to be known by this name, which was told before.
        public Confirmed as(String changeSet) {
            return new Confirmed(plan, Optional.of(changeSet));
        }

        Optional<String> id() {
            return id;
        }
    }

    public Plan {
        choices = List.copyOf(choices);
        items = List.copyOf(items);
        notes = List.copyOf(notes);
    }

    /// A plan that does not touch who can log in.
    public Plan(List<Choice> choices, List<Item> items, Reach reach, List<String> notes) {
        this(choices, items, reach, notes, Optional.empty());
    }

    /// Whether there is nothing to do.
    public boolean isEmpty() {
        return items.stream().allMatch(Item::shownOnly);
    }

    /// The strongest interruption of all items that run.
    public Effect effect() {
        return running().stream()
                .map(Item::effect)
                .max(Comparator.naturalOrder())
                .orElse(Effect.AT_ONCE);
    }

    public Hazard hazard() {
        return running().stream()
                .map(Item::hazard)
                .max(Comparator.naturalOrder())
                .orElse(Hazard.NONE);
    }

    /// Whether the server has to read its files again: after ALTER SYSTEM also where only new sessions notice.
    boolean reloads() {
        return running().stream()
                .anyMatch(item -> item.effect().compareTo(Effect.RELOAD) >= 0 || item.change() instanceof AlterSystem);
    }

    /// The items that are really run on this server.
    public List<Item> running() {
        return items.stream().filter(item -> !item.shownOnly()).toList();
    }

    /// The items that somebody with more rights can be given to run.
    public List<Item> exported() {
        return items.stream().filter(Item::exported).toList();
    }

    /// What takes the items that run back again, as a plan of its own, last change first.
    public Plan inverse() {
        List<Item> back = running().reversed().stream()
                .map(item -> new Item(item.inverse(), item.change(), List.of(), Optional.empty()))
                .toList();
        return new Plan(List.of(), back, reach, List.of());
    }

    /// What is shown and digested.
    public String text() {
        return PlanText.of(this);
    }

    /// What takes everything back, last change first.
    public String undoText() {
        return running().reversed().stream().map(Item::undoPreview).collect(Collectors.joining("\n"));
    }

    /// SHA-256 of [#text], in lower-case hexadecimal.
    public String digest() {
        return Content.of(text()).sha256();
    }

    /// The person says yes to exactly this text.
    ///
    /// @throws PlanException when it was another text
    public Confirmed confirm(String digest) throws PlanException {
        if (!digest().equals(digest)) {
            throw new PlanException(
                    "The server or the plan has changed since it was confirmed.",
                    "Read the plan again and confirm it.");
        }
        return new Confirmed(this, Optional.empty());
    }
}
