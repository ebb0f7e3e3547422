package org.pgrampart.export;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pgrampart.change.Hazard;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.format.Sql;
import org.pgrampart.plan.Plan;

/// What every export says in the same words.
final class Told {
    private Told() {}

    /// The head of a script or playbook: what it is, how to use it, what it does. No empty line is at its end.
    static String head(Export export, List<Act> acts, String use) {
        StringBuilder text = new StringBuilder();
        text.append(count(acts))
                .append(" for ")
                .append(Printable.line(export.target()))
                .append('\n');
        text.append("PostgreSQL ")
                .append(Printable.line(export.server().versionText()))
                .append(", plan of ")
                .append(export.made().truncatedTo(ChronoUnit.SECONDS))
                .append(", digest ")
                .append(export.plan().digest())
                .append("\n\n")
                .append(use)
                .append('\n');
        List<String> asked = asked(acts);
        text.append(
                asked.isEmpty()
                        ? "No secret is in this file and none is asked for.\n"
                        : "No secret is in this file. It asks for, one line each: " + String.join("; ", asked)
                                + ".\nA SCRAM-SHA-256 verifier may be given in place of a password.\n");
        for (Act act : acts) {
            if (act instanceof Act.ByHand hand) {
                text.append("Left for you to do by hand: ")
                        .append(hand.what())
                        .append(". ")
                        .append(hand.because())
                        .append('\n');
            }
        }
        export.plan()
                .notes()
                .forEach(note ->
                        text.append("Note: ").append(Printable.line(note)).append('\n'));
        text.append('\n');
        int number = 0;
        for (Plan.Item item : export.plan().exported()) {
            number++;
            text.append(number)
                    .append(". ")
                    .append(Printable.line(item.summary()))
                    .append('\n');
            preview(item)
                    .lines()
                    .forEach(line -> text.append("     ").append(line).append('\n'));
        }
        return text.toString();
    }

    static List<String> asked(List<Act> acts) {
        List<String> asked = new ArrayList<>();
        acts.forEach(act -> {
            if (act instanceof Act.Statements sql) {
                sql.asked().forEach(one -> asked.add(one.what()));
            }
        });
        return asked;
    }

    static String count(List<Act> acts) {
        long changes = acts.stream().map(Act::what).distinct().count();
        return changes == 1 ? "1 change" : changes + " changes";
    }

    /// What is done, without secrets.
    static String preview(Plan.Item item) {
        return Masked.text(Printable.text(item.preview()));
    }

    static String undoPreview(Plan.Item item) {
        return Masked.text(Printable.text(item.undoPreview()));
    }

    static boolean mayCutAccess(Export export) {
        return export.plan().exported().stream().anyMatch(item -> item.hazard() == Hazard.MAY_CUT_ACCESS);
    }

    /// A query that answers with the statements that give these roles the verifiers they have now.
    static String verifiers(List<String> roles) {
        return """
                SELECT format('ALTER ROLE %%I PASSWORD %%s;', rolname, coalesce(quote_literal(rolpassword), 'NULL'))
                  FROM pg_authid WHERE rolname IN (%s);
                """.formatted(roles.stream().map(Sql::literal).collect(Collectors.joining(", ")));
    }
}
