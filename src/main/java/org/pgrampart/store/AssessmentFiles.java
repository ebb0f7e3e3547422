package org.pgrampart.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.assess.Assessment;
import org.pgrampart.model.Status;
import org.pgrampart.reading.Earlier;
import org.pgrampart.report.AssessmentJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The assessments of each target, each one whole in a file of its own that is named after its time.
public final class AssessmentFiles {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Folders folders;

    public AssessmentFiles(Folders folders) {
        this.folders = folders;
    }

    /// Keeps an assessment and says where.
    public Path save(Assessment assessment) throws StoreException {
        Path folder = folders.assessments(assessment.target());
        Path file = folder.resolve(NAME.format(assessment.started()) + ".json");
        for (int n = 2; Files.exists(file); n++) {
            // sorts behind the first one of the same second
            file = folder.resolve(String.format(Locale.ROOT, "%s_%03d.json", NAME.format(assessment.started()), n));
        }
        WholeFile.write(file, AssessmentJson.write(assessment));
        return file;
    }

    /// The files of a target, newest first.
    public List<Path> list(String target) throws StoreException {
        Path folder = folders.assessments(target);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .sorted(Comparator.comparing((Path f) -> f.getFileName().toString())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new StoreException(
                    "The folder " + folder + " could not be listed.", "Give yourself the right to read it.", e);
        }
    }

    /// When the newest assessment of a target was and what became of each control; empty before the first.
    public Optional<Earlier> newest(String target) throws StoreException {
        List<Path> files = list(target);
        return files.isEmpty() ? Optional.empty() : Optional.of(read(files.getFirst()));
    }

    /// Reads the time and the outcomes of one file.
    public static Earlier read(Path file) throws StoreException {
        try {
            JsonNode root = MAPPER.readTree(WholeFile.read(file));
            Map<String, Status> outcomes = new LinkedHashMap<>();
            for (JsonNode finding : root.path("findings")) {
                outcomes.put(
                        finding.path("check").asString(),
                        Status.valueOf(finding.path("status")
                                .asString()
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_')));
            }
            return new Earlier(Instant.parse(root.path("started").asString()), outcomes);
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new StoreException(
                    "The file " + file + " is no assessment of PgRampart.",
                    "It was left alone; choose another file or move it away.",
                    e);
        }
    }
}
