package org.pgrampart.check.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is known of PostgreSQL's releases and vulnerabilities, as of one day.
///
/// @param asOf the day the facts were gathered
/// @param majors by number
public record PostgresFacts(LocalDate asOf, Map<Integer, Major> majors, List<Vulnerability> vulnerabilities) {
    /// A major release.
    ///
    /// @param end the day its support ends
    /// @param minors the day each minor release came out, by its number
    public record Major(int number, LocalDate end, TreeMap<Integer, LocalDate> minors) {}

    /// A published vulnerability.
    ///
    /// @param component such as `core server` or `contrib module (pgcrypto)`
    /// @param affected major releases
    /// @param fixed the minor release that mends it, by major release; a major missing here was never mended
    /// @param score CVSS, when one was published
    /// @param needs what an attacker must have already; may be empty
    public record Vulnerability(
            String id,
            String component,
            Set<Integer> affected,
            Map<Integer, Integer> fixed,
            OptionalDouble score,
            String needs,
            String text) {
        /// Whether a build with this number, as upstream counts, has it.
        public boolean in(int major, int minor) {
            return affected.contains(major) && minor < fixed.getOrDefault(major, Integer.MAX_VALUE);
        }
    }

    private static final int MONTHS_BETWEEN_MINORS = 4;

    private static final class Bundled {
        private static final PostgresFacts FACTS = read();

        private static PostgresFacts read() {
            try (InputStream in = PostgresFacts.class.getResourceAsStream("postgresql.json")) {
                return PostgresFacts.read(new JsonMapper().readTree(Objects.requireNonNull(in)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Those that come with the program.
    public static PostgresFacts bundled() {
        return Bundled.FACTS;
    }

    private static PostgresFacts read(JsonNode root) {
        Map<Integer, Major> majors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.get("majors").properties()) {
            TreeMap<Integer, LocalDate> minors = new TreeMap<>();
            entry.getValue()
                    .get("minors")
                    .properties()
                    .forEach(minor -> minors.put(
                            minor(minor.getKey()),
                            LocalDate.parse(minor.getValue().asString())));
            int number = Integer.parseInt(entry.getKey());
            majors.put(
                    number,
                    new Major(
                            number, LocalDate.parse(entry.getValue().get("end").asString()), minors));
        }
        List<Vulnerability> vulnerabilities = new ArrayList<>();
        root.get("vulnerabilities").forEach(node -> vulnerabilities.add(vulnerability(node)));
        return new PostgresFacts(
                LocalDate.parse(root.get("generated").asString()), Map.copyOf(majors), List.copyOf(vulnerabilities));
    }

    private static Vulnerability vulnerability(JsonNode node) {
        Set<Integer> affected = new TreeSet<>();
        node.get("affected").forEach(major -> affected.add(Integer.parseInt(major.asString())));
        node.get("never").forEach(major -> affected.add(Integer.parseInt(major.asString())));
        Map<Integer, Integer> fixed = new LinkedHashMap<>();
        node.get("fixed")
                .properties()
                .forEach(entry -> fixed.put(
                        Integer.parseInt(entry.getKey()), minor(entry.getValue().asString())));
        JsonNode score = node.get("score");
        return new Vulnerability(
                node.get("id").asString(),
                node.get("component").asString(),
                affected,
                fixed,
                score.isNumber() ? OptionalDouble.of(score.asDouble()) : OptionalDouble.empty(),
                node.get("needs").asString(),
                node.get("text").asString());
    }

    private static int minor(String version) {
        return Integer.parseInt(version.substring(version.indexOf('.') + 1));
    }

    public Optional<Major> major(int number) {
        return Optional.ofNullable(majors.get(number));
    }

    /// The newest minor release of a major one that was out on a day.
    public Optional<Integer> newest(int major, LocalDate day) {
        return major(major)
                .flatMap(m -> m.minors().entrySet().stream()
                        .filter(e -> !e.getValue().isAfter(day))
                        .map(Map.Entry::getKey)
                        .max(Integer::compare));
    }

    /// What a later minor release mended, up to and including that one.
    public List<Vulnerability> mendedBetween(int major, int from, int to) {
        return vulnerabilities.stream()
                .filter(v -> v.in(major, from) && !v.in(major, to))
                .toList();
    }

    /// Whether a newer minor release than those known is to be expected by that day: they come every three months.
    public boolean isOld(LocalDate day) {
        return day.isAfter(asOf.plusMonths(MONTHS_BETWEEN_MINORS));
    }
}
