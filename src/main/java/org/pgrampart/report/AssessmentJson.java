package org.pgrampart.report;

import java.util.Locale;
import java.util.Map;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Result;
import org.pgrampart.assess.Score;
import org.pgrampart.format.Masked;
import org.pgrampart.model.Area;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An assessment as JSON, schema 1: one entry for each check of the catalogue, in its order.
public final class AssessmentJson {
    public static final int SCHEMA = 1;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private AssessmentJson() {}

    public static String write(Assessment assessment) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema", SCHEMA).put("tool", Tool.NAME);
        var server = assessment.answers().server();
        ObjectNode target = root.putObject("target");
        target.put("name", assessment.target());
        target.put("server", "PostgreSQL " + server.versionText());
        server.os().ifPresent(os -> target.put("os", os));
        server.via().forEach(target.putArray("via")::add);
        root.put(
                "started",
                assessment
                        .started()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        .toString());
        root.put("seconds", Math.round(assessment.took().toMillis() / 100.0) / 10.0);
        root.put("baseline", assessment.baseline().name());
        root.set("summary", summary(assessment));
        ArrayNode findings = root.putArray("findings");
        assessment.results().forEach(result -> findings.add(entry(result)));
        root.putObject("rounds")
                .put("jdbc", assessment.rounds().jdbc())
                .put("ssh", assessment.rounds().ssh());
        return MAPPER.writeValueAsString(root) + "\n";
    }

    private static ObjectNode summary(Assessment assessment) {
        ObjectNode summary = MAPPER.createObjectNode();
        score(summary, assessment.score());
        counts(summary.putObject("byStatus"), assessment.counts());
        ArrayNode areas = summary.putArray("areas");
        for (Area area : Area.values()) {
            if (assessment.in(area).isEmpty()) {
                continue;
            }
            ObjectNode node = areas.addObject().put("area", area.key());
            score(node, assessment.score(area));
            counts(node, Assessment.counts(assessment.in(area)));
        }
        return summary;
    }

    private static void score(ObjectNode node, Score score) {
        if (score.points().isPresent()) {
            node.put("score", score.points().getAsInt());
        } else {
            node.putNull("score");
        }
        node.put("coverage", score.coveragePercent() / 100.0);
    }

    private static void counts(ObjectNode node, Map<Status, Integer> counts) {
        for (Status status : Status.values()) {
            node.put(status.key(), counts.getOrDefault(status, 0));
        }
    }

    private static ObjectNode entry(Result result) {
        var control = result.control();
        Outcome outcome = result.outcome();
        ObjectNode node = MAPPER.createObjectNode();
        node.put("check", control.number());
        node.put("name", result.check().name());
        node.put("area", control.area().key());
        node.put("title", control.title());
        node.put("status", result.status().key());
        node.put("severity", control.severity().key());
        node.put("reason", Masked.text(reason(outcome)));
        ArrayNode objects = node.putArray("objects");
        outcome.findings().forEach(f -> objects.add(Masked.text(f.subject().name())));
        ArrayNode details = node.putArray("details");
        for (Finding finding : outcome.findings()) {
            ObjectNode detail = details.addObject();
            detail.put("key", Masked.text(finding.key()));
            detail.put("object", Masked.text(finding.subject().name()));
            detail.put("level", finding.level().key());
            detail.put("seen", Masked.text(finding.seen()));
            detail.put("wanted", Masked.text(finding.wanted()));
            var waiver = result.waived().get(finding);
            if (waiver != null) {
                ObjectNode waived = detail.putObject("waived");
                waived.put("who", waiver.who()).put("justification", Masked.text(waiver.justification()));
                if (waiver.until() != null) {
                    waived.put("until", waiver.until().toString());
                }
            }
        }
        ArrayNode evidence = node.putArray("evidence");
        for (Evidence seen : outcome.evidence()) {
            evidence.addObject().put("source", seen.source()).put("text", Masked.text(seen.text()));
        }
        node.set("fix", fix(Fix.of(result)));
        control.references().forEach(node.putArray("references")::add);
        return node;
    }

    private static ObjectNode fix(Fix fix) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("kind", fix.kind().key()).put("summary", fix.summary());
        fix.effect().ifPresent(effect -> node.put("effect", effect.key()));
        node.put("hazard", fix.hazard().key());
        ArrayNode changes = node.putArray("changes");
        fix.changes().forEach(change -> changes.add(Masked.text(change)));
        return node;
    }

    /// The reason, and for what could not be read also what was missing.
    static String reason(Outcome outcome) {
        return outcome instanceof Outcome.Unknown(String because, String missing, var _) && !missing.isEmpty()
                ? because + "; it needs " + lower(missing)
                : outcome.reason();
    }

    private static String lower(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return word ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1) : sentence;
    }
}
