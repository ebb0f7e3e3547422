package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.change.Step;

/// Which command takes back which. The script undoes the items of a change from the last to the first, and puts files
/// back as it comes by; so a command that is due before the old files are back belongs to one that was run after the
/// new ones were in place, and the other way round.
public final class UndoRuns {
    /// One thing to do with what takes it back.
    ///
    /// @param step a file or command; `true` where something is only run on the way back
    /// @param undo the command that takes it back, where it is not a file that is put back
    public record Item(Step step, boolean late, Optional<Step.Run> undo) {}

    private UndoRuns() {}

    /// The steps of a change in their order, each with its way back; statements are left out.
    public static List<Item> of(Change change, Change inverse) {
        List<Step> back = new ArrayList<>();
        for (Step step : inverse.steps()) {
            Step bare = bare(step);
            if (!(bare instanceof Step.Sql)) {
                back.add(bare);
            }
        }
        List<Step.Run> beforeFiles = new ArrayList<>();
        List<Step.Run> afterFiles = new ArrayList<>();
        int firstFile = firstFile(back);
        for (int i = 0; i < back.size(); i++) {
            if (back.get(i) instanceof Step.Run run) {
                (i < firstFile ? beforeFiles : afterFiles).add(run);
            }
        }
        List<Step> forward = change.steps().stream()
                .filter(step -> !(bare(step) instanceof Step.Sql))
                .toList();
        List<Item> items = new ArrayList<>();
        int split = firstFile(forward.stream().map(UndoRuns::bare).toList());
        if (split == forward.size() && firstFile == back.size()) {
            items.addAll(paired(forward, beforeFiles)); // no files at all
            return items;
        }
        items.addAll(paired(forward.subList(0, split), afterFiles));
        List<Step> rest = forward.subList(split, forward.size());
        int tail = rest.size();
        while (tail > 0 && bare(rest.get(tail - 1)) instanceof Step.Run) {
            tail--;
        }
        rest.subList(0, tail).forEach(step -> items.add(item(step, Optional.empty())));
        items.addAll(paired(rest.subList(tail, rest.size()), beforeFiles));
        return items;
    }

    // the last command is taken back first; what is left over is only run on the way back, after the others
    private static List<Item> paired(List<Step> runs, List<Step.Run> undo) {
        List<Item> items = new ArrayList<>();
        List<Step.Run> left = new ArrayList<>(undo);
        for (Step step : runs.reversed()) {
            boolean run = bare(step) instanceof Step.Run;
            items.addFirst(item(step, run && !left.isEmpty() ? Optional.of(left.removeFirst()) : Optional.empty()));
        }
        for (Step.Run run : left) {
            items.addFirst(new Item(new Step.Run(List.of("true"), ""), false, Optional.of(run)));
        }
        return items;
    }

    private static Item item(Step step, Optional<Step.Run> undo) {
        return new Item(bare(step), step instanceof Step.WhenKept, undo);
    }

    private static int firstFile(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (!(steps.get(i) instanceof Step.Run)) {
                return i;
            }
        }
        return steps.size();
    }

    static Step bare(Step step) {
        return step instanceof Step.WhenKept(Step kept) ? bare(kept) : step;
    }
}
