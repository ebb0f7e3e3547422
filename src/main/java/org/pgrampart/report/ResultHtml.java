package org.pgrampart.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.pgrampart.assess.Result;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Status;

/// One broken control in the HTML report: what was found, what to do about it, what that costs.
final class ResultHtml {
    /// Findings shown at once; the rest opens on demand, and is open on paper.
    private static final int SHOWN = 6;

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Html html;
    private final Result result;

    private ResultHtml(Html html, Result result) {
        this.html = html;
        this.result = result;
    }

    static void write(Html html, Result result) {
        new ResultHtml(html, result).article();
    }

    static String tag(Status status) {
        return "<span class=\"tag " + status.key() + "\">" + Html.escape(status.word()) + "</span>";
    }

    private void article() {
        var control = result.control();
        Fix fix = Fix.of(result);
        html.raw("<article id=\"" + control.number() + "\">\n<header>")
                .element("span class=\"id\"", control.number())
                .element("h3", control.title())
                .raw("<span class=\"marks\">")
                .raw(tag(result.status()))
                .raw(" ")
                .element("span class=\"soft\"", control.severity().key())
                .raw("</span></header>\n")
                .element("p", control.why())
                .raw("<dl class=\"facts\">\n<dt>Found</dt><dd>");
        findings();
        html.raw("</dd>\n").element("dt", "Fix").element("dd", control.fix());
        if (!result.open().isEmpty()) {
            html.element("dt", "Who").element("dd", who(fix));
        }
        html.element("dt", "Cost").element("dd", control.cost()).raw("</dl>\n");
        if (!fix.changes().isEmpty()) {
            html.raw("<details><summary>What PgRampart would change</summary>\n<ul>\n");
            fix.changes().forEach(change -> html.element("li", change));
            html.raw("</ul></details>\n");
        }
        evidence();
        references(control.references());
        html.raw("</article>\n");
    }

    private void findings() {
        List<Finding> findings = result.outcome().findings();
        list(findings.subList(0, Math.min(SHOWN, findings.size())));
        if (findings.size() > SHOWN) {
            html.raw("<details><summary>")
                    .text((findings.size() - SHOWN) + " more")
                    .raw("</summary>\n");
            list(findings.subList(SHOWN, findings.size()));
            html.raw("</details>\n");
        }
    }

    private void list(List<Finding> findings) {
        html.raw("<ul>\n");
        for (Finding finding : findings) {
            html.raw("<li><code>")
                    .text(finding.subject().name())
                    .raw("</code> ")
                    .text(finding.seen());
            if (!finding.wanted().isEmpty()) {
                html.raw(" <span class=\"soft\">Wanted: ")
                        .text(finding.wanted())
                        .raw("</span>");
            }
            var waiver = result.waived().get(finding);
            if (waiver != null) {
                html.raw(" <em>Waived by ")
                        .text(waiver.who() + (waiver.until() == null ? "" : " until " + DAY.format(waiver.until())))
                        .raw(": ")
                        .text(waiver.justification())
                        .raw("</em>");
            }
            html.raw("</li>\n");
        }
        html.raw("</ul>");
    }

    private static String who(Fix fix) {
        String effect = fix.effect()
                .map(e -> switch (e) {
                    case AT_ONCE -> " It takes effect at once.";
                    case NEW_SESSIONS -> " It takes effect in new sessions.";
                    case RELOAD -> " It takes effect when the server reloads its configuration.";
                    case RESTART -> " It takes effect when the server restarts.";
                })
                .orElse("");
        return switch (fix.kind()) {
            case AUTOMATIC -> "PgRampart, after you confirm." + effect;
            case NEEDS_INPUT -> "PgRampart, once you give a value and confirm.";
            case MANUAL, NONE -> "A person, by hand.";
        };
    }

    private void evidence() {
        if (result.outcome().evidence().isEmpty()) {
            return;
        }
        html.raw("<details><summary>Evidence</summary>\n<pre>");
        for (Evidence seen : result.outcome().evidence()) {
            html.text(seen.source() + ": " + seen.text() + "\n");
        }
        html.raw("</pre></details>\n");
    }

    private void references(List<String> references) {
        html.raw("<p class=\"soft references\">");
        String between = "";
        for (String reference : references) {
            html.raw(between);
            if (reference.startsWith("https://")) {
                String address = Html.escape(reference);
                html.raw("<a href=\"" + address + "\">" + address + "</a>");
            } else {
                html.text(reference);
            }
            between = " · ";
        }
        html.raw("</p>\n");
    }
}
