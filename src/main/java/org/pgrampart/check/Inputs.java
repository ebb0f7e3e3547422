package org.pgrampart.check;

import java.util.Map;
import java.util.Optional;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;

/// What the owner answered, by finding key and input name (`AUTH-01/role app` → `password`).
public record Inputs(Map<String, Map<String, Secret>> byFinding) {
    public static Inputs none() {
        return new Inputs(Map.of());
    }

    public Optional<Secret> secret(Finding finding, String name) {
        return Optional.ofNullable(
                        byFinding.getOrDefault(finding.key(), Map.of()).get(name))
                .filter(value -> !value.isEmpty());
    }

    public Optional<String> text(Finding finding, String name) {
        return secret(finding, name).map(Secret::reveal).map(String::strip).filter(text -> !text.isEmpty());
    }
}
