package org.pgrampart.store;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Status;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a file says of one assessment: enough to read it without the server.
public record StoredAssessment(
        String target, String server, Instant started, OptionalInt score, double coverage, List<Entry> entries) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /// What became of one control, with the subjects that broke it.
    public record Entry(
            String number,
            String area,
            String title,
            Status status,
            Severity severity,
            String reason,
            List<String> objects) {
        public Entry {
            objects = List.copyOf(objects);
        }
    }

    public StoredAssessment {
        entries = List.copyOf(entries);
    }

    /// Reads a file that the program wrote, on this machine or another.
    public static StoredAssessment read(Path file) throws StoreException {
        try {
            JsonNode root = MAPPER.readTree(WholeFile.read(file));
            List<Entry> entries = new ArrayList<>();
            for (JsonNode node : root.path("findings")) {
                List<String> objects = new ArrayList<>();
                node.path("objects").forEach(object -> objects.add(object.asString()));
                entries.add(new Entry(
                        node.path("check").asString(),
                        node.path("area").asString(),
                        node.path("title").asString(),
                        Status.valueOf(constant(node.path("status").asString())),
                        Severity.valueOf(constant(node.path("severity").asString())),
                        node.path("reason").asString(),
                        objects));
            }
            JsonNode summary = root.path("summary");
            JsonNode score = summary.path("score");
            return new StoredAssessment(
                    root.path("target").path("name").asString(),
                    root.path("target").path("server").asString(),
                    Instant.parse(root.path("started").asString()),
                    score.isInt() ? OptionalInt.of(score.asInt()) : OptionalInt.empty(),
                    summary.path("coverage").asDouble(),
                    entries);
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new StoreException(
                    "The file " + file + " is no assessment of PgRampart.",
                    "Choose a JSON file that `assess` or the Report page wrote.",
                    e);
        }
    }

    private static String constant(String key) {
        return key.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
