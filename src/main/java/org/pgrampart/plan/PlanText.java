package org.pgrampart.plan;

import java.util.stream.Collectors;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Reversal;
import org.pgrampart.format.Printable;

/// The text of a plan: everything somebody has to know before saying yes, in the same words for the same server.
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Plan.Item item : plan.items()) {
            number++;
            text.append(number)
                    .append(". ")
                    .append(Printable.line(item.summary()))
                    .append('\n');
            text.append("   ").append(sentence(item)).append('\n');
            if (!item.clears().isEmpty()) {
                text.append("   Clears ")
                        .append(item.clears().stream()
                                .map(finding -> Printable.line(finding.key()))
                                .collect(Collectors.joining(", ")))
                        .append('\n');
            }
            block(text, "What is done", item.preview());
            block(text, "What takes it back", item.undoPreview());
            text.append('\n');
        }
        plan.access().ifPresent(access -> {
            text.append("Who logs in, held against the new rules:\n");
            Printable.text(access.impact().text())
                    .lines()
                    .forEach(line -> text.append("   ").append(line).append('\n'));
            text.append('\n');
        });
        text.append("Applied ").append(plan.reach().words()).append('.');
        if (plan.hazard() == Hazard.MAY_CUT_ACCESS) {
            text.append(
                    plan.reach() == Reach.SQL
                            ? " A timer inside the server takes roles and rights back unless they are kept."
                            : " A timer on the server undoes everything unless it is kept.");
        }
        text.append('\n');
        plan.notes()
                .forEach(note ->
                        text.append("Note: ").append(Printable.line(note)).append('\n'));
        return text.toString();
    }

    private static void block(StringBuilder text, String title, String body) {
        text.append("   ").append(title).append(":\n");
        Printable.text(body)
                .lines()
                .forEach(line -> text.append("      ").append(line).append('\n'));
    }

    private static String sentence(Plan.Item item) {
        if (item.heldBack().isPresent()) {
            return item.heldBack().get().because();
        }
        String effect = effect(item.effect());
        String hazard = item.hazard() == Hazard.NONE ? "" : " It may cut access, so it is done last and under a timer.";
        String undo = switch (item.reversal()) {
            case Reversal.Exact _ -> "";
            case Reversal.Equivalent(String because) -> " Undo is equal in effect: " + because + ".";
            case Reversal.None(String because) -> " It cannot be undone: " + because + ".";
        };
        return effect + hazard + undo;
    }

    static String effect(Effect effect) {
        return switch (effect) {
            case AT_ONCE -> "Takes effect at once.";
            case NEW_SESSIONS -> "Takes effect for new sessions.";
            case RELOAD -> "Takes effect when the server reads its files again; nobody is interrupted.";
            case RESTART -> "Takes effect with a restart of PostgreSQL, which ends every session.";
        };
    }
}
