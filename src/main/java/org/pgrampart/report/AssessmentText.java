package org.pgrampart.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Result;
import org.pgrampart.assess.Score;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.model.Area;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Status;

/// An assessment for the terminal: scores, then a table of what is wrong, then what could not be checked.
public final class AssessmentText {
    private static final int OBJECTS_SHOWN = 3;

    private final StringBuilder text = new StringBuilder();
    private final boolean colour;
    private final int width;

    private AssessmentText(boolean colour, int width) {
        this.colour = colour;
        this.width = Math.max(60, width);
    }

    /// @param width columns of the terminal
    public static String write(Assessment assessment, boolean colour, int width) {
        var writer = new AssessmentText(colour, width);
        writer.head(assessment);
        writer.areas(assessment);
        writer.broken(assessment);
        writer.unchecked(assessment);
        return writer.text.toString();
    }

    private void head(Assessment assessment) {
        var server = assessment.answers().server();
        line(bold(shown(assessment.target())) + "  PostgreSQL " + shown(server.versionText()) + "  via "
                + String.join(", ", server.via()));
        line("");
    }

    private void areas(Assessment assessment) {
        for (Area area : Area.values()) {
            List<Result> results = assessment.in(area);
            if (results.isEmpty()) {
                continue;
            }
            var counts = Assessment.counts(results);
            line(String.format(
                    Locale.ROOT,
                    "%2d  %-34s %s   %d pass, %d fail, %d attention, %d not checked",
                    area.number(),
                    area.title(),
                    points(assessment.score(area)),
                    counts.getOrDefault(Status.PASS, 0),
                    counts.getOrDefault(Status.FAIL, 0),
                    counts.getOrDefault(Status.WARN, 0),
                    counts.getOrDefault(Status.UNKNOWN, 0)));
        }
        Score score = assessment.score();
        line(String.format(
                Locale.ROOT,
                "    %-34s %s   %d %% of the applicable checks could be made",
                "All",
                points(score),
                score.coveragePercent()));
        line("");
    }

    private static String points(Score score) {
        return score.points().isPresent()
                ? String.format(Locale.ROOT, "%3d", score.points().getAsInt())
                : "  –";
    }

    private void broken(Assessment assessment) {
        List<Result> broken = assessment.results().stream()
                .filter(r -> r.status() == Status.FAIL || r.status() == Status.WARN)
                .sorted(Comparator.comparing((Result r) -> r.control().severity())
                        .thenComparing(Result::status, Comparator.comparing(s -> s == Status.FAIL ? 0 : 1)))
                .toList();
        if (broken.isEmpty()) {
            line("Nothing is wrong among the checks that could be made.");
            line("");
            return;
        }
        line(bold(String.format(Locale.ROOT, "%-9s %-10s %-8s %s", "Severity", "Status", "Check", "What is wrong")));
        for (Result result : broken) {
            String indent = " ".repeat(29);
            String head = String.format(
                    Locale.ROOT,
                    "%-9s %-10s %-8s ",
                    result.control().severity().key(),
                    result.status().word(),
                    result.control().number());
            line(paint(result.control().severity(), head) + result.control().title());
            List<Finding> open = result.open();
            open.stream()
                    .limit(OBJECTS_SHOWN)
                    .forEach(f -> line(indent + cut(shown(f.subject().name() + ": " + Masked.text(f.seen())), indent)));
            if (open.size() > OBJECTS_SHOWN) {
                line(indent + "and " + (open.size() - OBJECTS_SHOWN) + " more");
            }
        }
        line("");
    }

    private void unchecked(Assessment assessment) {
        List<Result> unchecked = assessment.results().stream()
                .filter(r -> r.status() == Status.UNKNOWN)
                .toList();
        if (unchecked.isEmpty()) {
            return;
        }
        line(bold("Could not be checked"));
        for (Result result : unchecked) {
            line(String.format(Locale.ROOT, "%-8s ", result.control().number())
                    + result.control().title());
            line("         " + cut(shown(Masked.text(AssessmentJson.reason(result.outcome()))), "         "));
        }
        line("");
    }

    private String cut(String line, String indent) {
        int room = width - indent.length();
        return line.length() <= room ? line : line.substring(0, room - 1) + "…";
    }

    private static String shown(String untrusted) {
        return Printable.line(untrusted);
    }

    private String bold(String words) {
        return colour ? "\u001b[1m" + words + "\u001b[0m" : words;
    }

    private String paint(Severity severity, String words) {
        if (!colour) {
            return words;
        }
        String code = switch (severity) {
            case CRITICAL -> "1;31";
            case HIGH -> "31";
            case MEDIUM -> "33";
            case LOW, INFO -> "36";
        };
        return "\u001b[" + code + "m" + words + "\u001b[0m";
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
