package org.pgrampart.export;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Reversal;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.model.Finding;
import org.pgrampart.plan.Plan;

/// A plan as a change request in Markdown: what, why, what may go wrong, exactly what is done and undone, and lines to
/// sign on.
final class ChangeRequest {
    private final Export export;
    private final List<Plan.Item> items;
    private final StringBuilder text = new StringBuilder();

    ChangeRequest(Export export) {
        this.export = export;
        this.items = export.plan().exported();
    }

    String text() {
        text.append("# Change request: ").append(inline(export.target())).append("\n\n");
        facts();
        impact();
        text.append("## Changes\n\n");
        int number = 0;
        for (Plan.Item item : items) {
            number++;
            change(number, item);
        }
        secrets();
        text.append("""
                ## Check afterwards

                A new login works as the application and as an administrator; `pg_hba_file_rules` and `pg_file_settings`
                report no error; a new assessment no longer has the findings above.

                ## Agreed

                | role | name | date | signature |
                |---|---|---|---|
                | requested by | | | |
                | reviewed by | | | |
                | approved by | | | |
                | carried out by | | | |
                | result checked by | | | |

                The digest above names exactly this plan. If the server has changed since, the plan has to be made again.
                """);
        return text.toString();
    }

    private void facts() {
        row("", "");
        text.append("|---|---|\n");
        row("Server", inline(export.target()));
        row("Version", "PostgreSQL " + inline(export.server().versionText()));
        row("Plan made", export.made().truncatedTo(ChronoUnit.SECONDS).toString());
        row("Digest (SHA-256)", "`" + export.plan().digest() + "`");
        row("Changes", Integer.toString(items.size()));
        row("Interruption", interruption());
        row("Risk", risk());
        row("Undo", undo());
        text.append('\n');
    }

    private void row(String name, String value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private Effect effect() {
        return items.stream()
                .map(Plan.Item::effect)
                .max(java.util.Comparator.naturalOrder())
                .orElse(Effect.AT_ONCE);
    }

    private String interruption() {
        return switch (effect()) {
            case RESTART -> "PostgreSQL is restarted: every session ends, and it is away for some seconds.";
            case RELOAD -> "None: the server reads its files again, and nobody is disconnected.";
            case NEW_SESSIONS -> "None: it counts for sessions that begin afterwards.";
            case AT_ONCE -> "None: it counts at once.";
        };
    }

    private String risk() {
        return Told.mayCutAccess(export)
                ? "It may cut access: have a second way into the server, and use the shell script's timer."
                : "None of the changes can cut access.";
    }

    private String undo() {
        long none = items.stream()
                .filter(item -> item.reversal() instanceof Reversal.None)
                .count();
        long equivalent = items.stream()
                .filter(item -> item.reversal() instanceof Reversal.Equivalent)
                .count();
        return none == 0 && equivalent == 0
                ? "Exact."
                : "%d exact, %d equal in effect, %d impossible; each says why below."
                        .formatted(items.size() - none - equivalent, equivalent, none);
    }

    private void impact() {
        text.append("## Impact\n\n");
        text.append(
                Told.mayCutAccess(export)
                        ? "These may change who can log in or from where:\n\n"
                        : "Nobody's way in changes.\n\n");
        items.stream()
                .filter(item -> item.hazard() == Hazard.MAY_CUT_ACCESS)
                .forEach(
                        item -> text.append("- ").append(inline(item.summary())).append('\n'));
        export.plan()
                .notes()
                .forEach(note -> text.append("- Note: ").append(inline(note)).append('\n'));
        text.append('\n');
    }

    private void change(int number, Plan.Item item) {
        text.append("### ")
                .append(number)
                .append(". ")
                .append(inline(item.summary()))
                .append("\n\n");
        for (Finding finding : item.clears()) {
            text.append("- Why: ")
                    .append(inline(finding.key()))
                    .append(". Seen: ")
                    .append(inline(finding.seen()))
                    .append(". Wanted: ")
                    .append(inline(finding.wanted()))
                    .append('\n');
        }
        text.append("- Effect: ").append(effect(item.effect())).append('\n');
        text.append("- Risk: ")
                .append(item.hazard() == Hazard.NONE ? "it cannot cut access" : "**it may cut access**")
                .append('\n');
        text.append("- Undo: ")
                .append(
                        switch (item.reversal()) {
                            case Reversal.Exact _ -> "exact";
                            case Reversal.Equivalent(String because) -> "equal in effect: " + inline(because);
                            case Reversal.None(String because) -> "**impossible**: " + inline(because);
                        })
                .append("\n\nWhat is done:\n\n");
        block(Told.preview(item), item.difference().isPresent());
        text.append("What takes it back:\n\n");
        block(Told.undoPreview(item), item.difference().isPresent());
    }

    private static String effect(Effect effect) {
        return switch (effect) {
            case AT_ONCE -> "at once";
            case NEW_SESSIONS -> "for new sessions";
            case RELOAD -> "with a reload; nobody is interrupted";
            case RESTART -> "with a restart, which ends every session";
        };
    }

    private void secrets() {
        List<Act> acts = export.acts();
        List<String> asked = Told.asked(acts);
        text.append("## Secrets\n\n");
        text.append(
                asked.isEmpty()
                        ? "No secret is in this document, and none is needed.\n\n"
                        : "No secret is in this document. Whoever carries it out is asked for: "
                                + asked.stream().map(ChangeRequest::inline).collect(Collectors.joining("; "))
                                + ".\n\n");
        acts.forEach(act -> {
            if (act instanceof Act.ByHand hand) {
                text.append("Left to be done by hand: ")
                        .append(inline(hand.what()))
                        .append(". ")
                        .append(hand.because())
                        .append("\n\n");
            }
        });
    }

    private void block(String body, boolean diff) {
        String fence = "```";
        while (body.contains(fence)) {
            fence += "`";
        }
        text.append(fence).append(diff ? "diff" : "").append('\n');
        text.append(body).append(body.endsWith("\n") || body.isEmpty() ? "" : "\n");
        text.append(fence).append("\n\n");
    }

    /// Text from a server or a person, so that Markdown reads nothing into it.
    static String inline(String value) {
        return Masked.text(Printable.line(value)).replaceAll("([\\\\`*_{}\\[\\]<>#|!&~])", "\\\\$1");
    }
}
