package org.pgrampart.report;

import java.util.List;
import org.pgrampart.check.Check;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The catalogue as JSON, in its order.
public final class CatalogueJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private CatalogueJson() {}

    public static String write(List<Check<?>> checks) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema", AssessmentJson.SCHEMA).put("tool", Tool.NAME);
        ArrayNode array = root.putArray("checks");
        for (Check<?> check : checks) {
            var control = check.control();
            ObjectNode node = array.addObject();
            node.put("check", control.number()).put("name", check.name());
            node.put("area", control.area().key())
                    .put("severity", control.severity().key());
            node.put("fix", control.fixKind().key()).put("title", control.title());
            node.put("why", control.why()).put("remedy", control.fix()).put("cost", control.cost());
            control.references().forEach(node.putArray("references")::add);
        }
        return MAPPER.writeValueAsString(root) + "\n";
    }
}
