package org.pgrampart.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Result;
import org.pgrampart.assess.Score;
import org.pgrampart.model.Area;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Status;

/// An assessment as one self-contained HTML file: no script, no network, light and dark, fit for printing.
public final class AssessmentHtml {
    private static final int ACTIONS = 5;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final List<Status> ORDER = List.of(Status.FAIL, Status.WARN, Status.WAIVED);
    private static final Comparator<Result> WORST_FIRST = Comparator.comparing((Result r) -> ORDER.indexOf(r.status()))
            .thenComparing(r -> r.control().severity());

    private final Assessment assessment;
    private final Html html = new Html();

    private AssessmentHtml(Assessment assessment) {
        this.assessment = assessment;
    }

    public static String write(Assessment assessment) {
        return new AssessmentHtml(assessment).page();
    }

    private String page() {
        html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
                .element("title", "PgRampart report: " + assessment.target())
                .raw("<style>\n")
                .raw(style())
                .raw("</style>\n</head>\n<body>\n<main>\n");
        head();
        areas();
        actions();
        for (Area area : Area.values()) {
            area(area);
        }
        unchecked();
        method();
        html.raw("</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private void head() {
        var server = assessment.answers().server();
        Score score = assessment.score();
        Map<Status, Integer> counts = assessment.counts();
        html.raw("<header>\n").element("h1", "How well " + assessment.target() + " is protected");
        html.element(
                "p class=\"soft\"", "PostgreSQL " + server.versionText() + " · " + TIME.format(assessment.started()));
        html.element("p class=\"lead\"", verdict());
        html.raw("<div class=\"total\"><div class=\"number\">")
                .text(
                        score.points().isPresent()
                                ? Integer.toString(score.points().getAsInt())
                                : "–")
                .raw("</div><div>")
                .element("div", "of 100 points")
                .element(
                        "div class=\"soft\"",
                        score.coveragePercent() + " %" + " of the applicable checks could be made: "
                                + count(counts, Status.PASS) + " pass, " + count(counts, Status.FAIL) + " fail, "
                                + count(counts, Status.WARN) + " need attention, " + count(counts, Status.UNKNOWN)
                                + " could not be checked")
                .raw("</div></div>\n</header>\n");
    }

    private String verdict() {
        long critical = broken().stream()
                .filter(r -> r.status() == Status.FAIL && r.control().severity() == Severity.CRITICAL)
                .count();
        long high = broken().stream()
                .filter(r -> r.status() == Status.FAIL && r.control().severity() == Severity.HIGH)
                .count();
        if (critical > 0) {
            return critical + (critical == 1 ? " critical control is" : " critical controls are") + " broken, and "
                    + high + " of high severity. Start with the actions below.";
        }
        if (high > 0) {
            return "No critical control is broken, but " + high + " of high severity.";
        }
        return assessment.counts().getOrDefault(Status.UNKNOWN, 0) > 0
                ? "No critical or high control is known to be broken; some could not be checked."
                : "No critical or high control is broken.";
    }

    private void areas() {
        html.raw(
                        "<h2 id=\"areas\">Ten areas</h2>\n<table>\n<thead><tr><th>Area</th><th class=\"n\">Score</th><th>Checks</th>")
                .raw("<th class=\"n\">Pass</th><th class=\"n\">Fail</th><th class=\"n\">Attention</th>")
                .raw("<th class=\"n\">Not checked</th></tr></thead>\n<tbody>\n");
        for (Area area : Area.values()) {
            List<Result> results = assessment.in(area);
            Map<Status, Integer> counts = Assessment.counts(results);
            Score score = assessment.score(area);
            html.raw(results.isEmpty() ? "<tr class=\"soft\"><td>" : "<tr><td><a href=\"#" + area.key() + "\">")
                    .text(area.number() + " " + area.title())
                    .raw(results.isEmpty() ? "</td>" : "</a></td>")
                    .element(
                            "td class=\"n\"",
                            score.points().isPresent()
                                    ? Integer.toString(score.points().getAsInt())
                                    : "–")
                    .raw("<td>")
                    .raw(bar(counts))
                    .raw("</td>")
                    .raw(cell(counts, Status.PASS))
                    .raw(cell(counts, Status.FAIL))
                    .raw(cell(counts, Status.WARN))
                    .raw(cell(counts, Status.UNKNOWN))
                    .raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    }

    private static String cell(Map<Status, Integer> counts, Status status) {
        int count = counts.getOrDefault(status, 0);
        return "<td class=\"n" + (count == 0 ? " zero" : " " + status.key()) + "\">" + count + "</td>";
    }

    private static String bar(Map<Status, Integer> counts) {
        StringBuilder bar = new StringBuilder("<div class=\"bar\" aria-hidden=\"true\">");
        for (Status status : List.of(Status.PASS, Status.FAIL, Status.WARN, Status.UNKNOWN)) {
            int count = counts.getOrDefault(status, 0);
            if (count > 0) {
                bar.append("<i class=\"%s\" style=\"flex:%d\"></i>".formatted(status.key(), count));
            }
        }
        return bar.append("</div>").toString();
    }

    private void actions() {
        List<Result> first = broken().stream().limit(ACTIONS).toList();
        if (first.isEmpty()) {
            return;
        }
        html.raw("<h2 id=\"first\">Do these first</h2>\n<ol class=\"first\">\n");
        for (Result result : first) {
            html.raw("<li><a href=\"#" + result.control().number() + "\">")
                    .text(result.control().title())
                    .raw("</a> ")
                    .element("div class=\"soft\"", result.control().fix())
                    .raw("</li>\n");
        }
        html.raw("</ol>\n");
    }

    private List<Result> broken() {
        return assessment.results().stream()
                .filter(r -> r.status() == Status.FAIL || r.status() == Status.WARN)
                .sorted(WORST_FIRST)
                .toList();
    }

    private void area(Area area) {
        List<Result> results = assessment.in(area);
        if (results.isEmpty()) {
            return;
        }
        html.raw("<section aria-labelledby=\"" + area.key() + "\">\n")
                .element("h2 id=\"" + area.key() + "\"", area.number() + " " + area.title());
        results.stream()
                .filter(r -> !r.outcome().findings().isEmpty())
                .sorted(WORST_FIRST)
                .forEach(result -> ResultHtml.write(html, result));
        List<Result> others =
                results.stream().filter(r -> r.outcome().findings().isEmpty()).toList();
        if (!others.isEmpty()) {
            html.raw(
                    "<table class=\"rows\">\n<thead><tr><th>Check</th><th>Result</th><th>What was seen</th></tr></thead>\n<tbody>\n");
            for (Result result : others) {
                html.raw("<tr>")
                        .element("td", result.control().number())
                        .raw("<td>")
                        .raw(ResultHtml.tag(result.status()))
                        .raw("</td><td>")
                        .text(result.control().title())
                        .raw("<br>")
                        .element("span class=\"soft\"", AssessmentJson.reason(result.outcome()))
                        .raw("</td></tr>\n");
            }
            html.raw("</tbody>\n</table>\n");
        }
        html.raw("</section>\n");
    }

    private void unchecked() {
        List<Result> unknown = assessment.results().stream()
                .filter(r -> r.status() == Status.UNKNOWN)
                .toList();
        html.raw("<h2 id=\"unchecked\">What could not be checked</h2>\n");
        if (unknown.isEmpty()) {
            html.element("p", "Every applicable check could be made.");
            return;
        }
        html.raw(
                "<table class=\"rows\">\n<thead><tr><th>Check</th><th>Why, and what would allow it</th></tr></thead>\n<tbody>\n");
        for (Result result : unknown) {
            html.raw("<tr>")
                    .element("td", result.control().number())
                    .raw("<td>")
                    .text(result.control().title())
                    .raw("<br>")
                    .element("span class=\"soft\"", AssessmentJson.reason(result.outcome()))
                    .raw("</td></tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    }

    private void method() {
        var server = assessment.answers().server();
        html.raw("<h2 id=\"method\">How this was made</h2>\n<dl class=\"facts\">\n");
        fact("Program", Tool.NAME);
        fact("Baseline", assessment.baseline().name());
        fact("Reached by", String.join(", ", server.via()));
        fact("As database role", server.role() + (server.superuser() ? " (superuser)" : ""));
        server.os().ifPresent(os -> fact("Operating system", os));
        fact(
                "Read in",
                String.format(
                        Locale.ROOT,
                        "%.1f s, %d database round trips, %d commands on the host",
                        assessment.took().toMillis() / 1000.0,
                        assessment.rounds().jdbc(),
                        assessment.rounds().ssh()));
        html.raw("</dl>\n<footer><p>")
                .text(
                        "A control counts as passed only when what it needs was read. What could not be read lowers the "
                                + "coverage, not the score. An open critical failure caps a score at 40, an open high one at 70.")
                .raw("</p></footer>\n");
    }

    private void fact(String name, String value) {
        html.element("dt", name).element("dd", value);
    }

    private static String count(Map<Status, Integer> counts, Status status) {
        return Integer.toString(counts.getOrDefault(status, 0));
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(AssessmentHtml.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
