package org.pgrampart.store;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Secret;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The owner's answers in a file: `{"AUTH-01/role app": {"password": "…"}}`.
public final class InputsFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private InputsFile() {}

    public static Inputs read(Path file) throws StoreException {
        try {
            Map<String, Map<String, Secret>> inputs = new LinkedHashMap<>();
            JsonNode root = MAPPER.readTree(WholeFile.read(file));
            if (!root.isObject() || !root.valueStream().allMatch(JsonNode::isObject)) {
                throw noAnswers(file);
            }
            for (Map.Entry<String, JsonNode> finding : root.properties()) {
                Map<String, Secret> values = new LinkedHashMap<>();
                for (Map.Entry<String, JsonNode> value : finding.getValue().properties()) {
                    if (value.getValue().isContainer() || value.getValue().isNull()) {
                        throw noAnswers(file);
                    }
                    values.put(value.getKey(), Secret.of(value.getValue().asString()));
                }
                inputs.put(finding.getKey(), values);
            }
            return new Inputs(inputs);
        } catch (JacksonException e) {
            // the cause would quote the file, which may hold passwords
            throw noAnswers(file);
        }
    }

    private static StoreException noAnswers(Path file) {
        return new StoreException(
                "The file " + file + " holds no answers that can be read.",
                "Write JSON like {\"AUTH-01/role app\": {\"password\": \"…\"}}.");
    }
}
