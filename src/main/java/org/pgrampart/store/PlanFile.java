package org.pgrampart.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.plan.PlannedAccess;
import org.pgrampart.report.AccessJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A plan on disk: which findings it clears and what was shown. It holds no secret; applying works the changes out anew
/// and goes on only when they have the same digest.
///
/// @param keys the findings' keys: `AUTH-02/setting password_encryption`
/// @param text what was shown and digested
/// @param undo what would take it back
public record PlanFile(String target, String digest, List<String> keys, String text, String undo) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public PlanFile {
        keys = List.copyOf(keys);
    }

    public void write(Path file) throws StoreException {
        write(file, Optional.empty());
    }

    /// @param access what the plan means for those who log in, for whoever reads the file
    public void write(Path file, Optional<PlannedAccess> access) throws StoreException {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema", 1).put("target", target).put("digest", digest);
        ArrayNode fixes = root.putArray("fixes");
        keys.forEach(fixes::add);
        lines(root.putArray("text"), text);
        lines(root.putArray("undo"), undo);
        access.ifPresent(planned -> root.set("access", AccessJson.impact(planned)));
        WholeFile.write(file, MAPPER.writeValueAsString(root) + "\n");
    }

    private static void lines(ArrayNode array, String text) {
        text.lines().forEach(array::add);
    }

    public static PlanFile read(Path file) throws StoreException {
        try {
            JsonNode root = MAPPER.readTree(WholeFile.read(file));
            List<String> keys = new ArrayList<>();
            root.path("fixes").forEach(node -> keys.add(node.asString()));
            String digest = root.path("digest").asString();
            if (keys.isEmpty() || digest.isEmpty()) {
                throw new StoreException(
                        "The file " + file + " is no plan.", "Make one with `pgrampart plan … -o FILE`.");
            }
            return new PlanFile(
                    root.path("target").asString(), digest, keys, joined(root, "text"), joined(root, "undo"));
        } catch (JacksonException e) {
            throw new StoreException(
                    "The file " + file + " is no plan.", "Make one with `pgrampart plan … -o FILE`.", e);
        }
    }

    private static String joined(JsonNode root, String name) {
        StringBuilder text = new StringBuilder();
        root.path(name).forEach(line -> text.append(line.asString()).append('\n'));
        return text.toString();
    }
}
