package org.pgrampart.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pgrampart.access.AccessComparison.Row;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.Admission;
import org.pgrampart.access.Client;
import org.pgrampart.access.Decision;
import org.pgrampart.access.FileRule;
import org.pgrampart.access.RuleSet;
import org.pgrampart.format.Printable;

/// Who can log in from where, for the terminal: place by place, or one verdict.
public final class AccessText {
    private static final int NAMES = 3;
    private static final int WIDEST = 44;

    private final AccessReport report;
    private final StringBuilder text = new StringBuilder();

    private AccessText(AccessReport report) {
        this.report = report;
    }

    public static String write(AccessReport report) {
        AccessText writer = new AccessText(report);
        if (report.asked().isPresent()) {
            writer.verdict(report.asked().get());
        } else {
            writer.table();
        }
        return Printable.text(writer.text.toString());
    }

    private void verdict(Client client) {
        line(client.login().words());
        String indent = report.plan().isPresent() ? "Today: " : "";
        verdict(indent, report.before(), client);
        report.plan().ifPresent(plan -> verdict("Then:  ", plan.after(), client));
    }

    private void verdict(String start, AccessPicture picture, Client client) {
        Decision decision = picture.simulator().decide(client.login());
        Admission admission = picture.admit(client);
        String word = switch (admission.entry()) {
            case ENTERS -> "gets in by ";
            case REFUSED -> decision.admits() ? "is refused at " : "is refused: ";
            case UNKNOWN -> decision.admits() ? "may get in by " : "cannot be told: ";
        };
        String by = decision.rule()
                .map(rule -> rule.place() + "  " + rule.rule().words())
                .orElse(decision.refuses() ? "no line matches" : decision.because());
        line("  " + start + word + by);
        if (decision.admits() && !admission.because().isEmpty()) {
            line("  " + " ".repeat(start.length()) + "because " + admission.because());
        }
        for (Decision possible : decision.possible()) {
            line("  " + " ".repeat(start.length()) + "perhaps " + possible.words());
        }
    }

    private void table() {
        RuleSet rules = report.before().simulator().rules();
        line(report.title() + ": who can log in from where, by which line");
        line("");
        rules.problems().forEach(problem -> line(problem + " The server keeps the rules it loaded before."));
        Map<String, List<Row>> places = new LinkedHashMap<>();
        report.comparison()
                .rows()
                .forEach(row -> places.computeIfAbsent(row.from(), _ -> new ArrayList<>())
                        .add(row));
        boolean planned = report.plan().isPresent();
        places.forEach((from, rows) -> place(from, rows, planned));
        report.plan().ifPresent(plan -> {
            line(plan.impact().sentence());
            plan.impact().text().lines().forEach(this::line);
        });
        if (!planned) {
            report.before().gaps().forEach(this::line);
        }
    }

    private void place(String from, List<Row> rows, boolean planned) {
        List<Row> open = rows.stream().filter(Row::open).toList();
        line("From " + from);
        if (open.isEmpty()) {
            line("  nobody");
            line("");
            return;
        }
        List<String[]> cells = new ArrayList<>();
        for (Row row : open) {
            String way = planned && row.changes()
                    ? words(row.before()) + "  →  " + words(row.after())
                    : words(planned ? row.after() : row.before());
            cells.add(new String[] {who(row), what(row), way});
        }
        int first = width(cells, 0);
        int second = width(cells, 1);
        for (String[] cell : cells) {
            line("  " + padded(cell[0], first) + "  " + padded(cell[1], second) + "  " + cell[2]);
        }
        line("");
    }

    private static int width(List<String[]> cells, int column) {
        return Math.min(
                WIDEST,
                cells.stream().mapToInt(cell -> cell[column].length()).max().orElse(0));
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(Math.max(0, width - cell.length()));
    }

    private static String words(Decision decision) {
        if (decision.rule().isPresent() || decision.refuses()) {
            return decision.refuses() ? "refused, " + decision.words() : decision.words();
        }
        List<String> possible =
                decision.possible().stream().map(Decision::words).distinct().toList();
        return possible.isEmpty() ? decision.because() : String.join(" or ", possible);
    }

    private String who(Row row) {
        return row.roles().size() == report.before().loginRoles() ? "every role" : names(row.roles());
    }

    private String what(Row row) {
        if (row.replication()) {
            return "replication";
        }
        return row.databases().size() == report.before().databases().size() ? "every database" : names(row.databases());
    }

    private static String names(List<String> names) {
        List<String> shown = names.stream().sorted().limit(NAMES).toList();
        String more = names.size() > NAMES ? " and " + (names.size() - NAMES) + " more" : "";
        return String.join(", ", shown) + more;
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /// `/etc/postgresql/16/main/pg_hba.conf:12`, for what is read by programs.
    static String place(Decision decision) {
        return decision.rule().map(FileRule::place).orElse("");
    }
}
