package org.pgrampart.ui.kit;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.model.Secret;

/// What a person typed or pasted about a target, field by field, and where each value came from.
///
/// @param origins in a few words, only for values the person did not type: `from PGHOST`
/// @param password what was cut out of the pasted text
/// @param options driver settings of the pasted text that have no field of their own, by libpq name
public record TargetForm(
        Map<Field, String> values, Map<Field, String> origins, Optional<Secret> password, Map<String, String> options) {
    /// One line of the form; `choices` is empty for free text.
    public enum Field {
        HOST("Host", "db1.example.org, or a socket folder", false),
        PORT("Port", "5432", false),
        DATABASE("Database", "postgres", false),
        USER("Role", "a superuser, or a role with pg_monitor", false),
        TLS("TLS", "", false, "verify-full", "verify-ca", "require", "prefer", "disable"),
        ROOT_CERTIFICATE("Root certificate", "the system's, or a file", false),
        SSH_HOST("SSH host", "an address or a name from ~/.ssh/config", true),
        SSH_PORT("SSH port", "22", true),
        SSH_USER("SSH user", "your name on that host", true),
        SSH_KEY("Key file", "the agent's keys, or a file", true),
        SUDO("Root rights", "", true, "automatic", "nopasswd", "ask", "none"),
        TUNNEL("Tunnel", "", true, "no", "through SSH"),
        DJANGO("Django project", "/srv/shop on that host", true),
        NAME("Name", "how you call this server", false),
        ENVIRONMENT("Environment", "", false, "production", "staging", "test");

        private final String label;
        private final String hint;
        private final boolean host;
        private final List<String> choices;

        Field(String label, String hint, boolean host, String... choices) {
            this.label = label;
            this.hint = hint;
            this.host = host;
            this.choices = List.of(choices);
        }

        public String label() {
            return label;
        }

        /// An example, shown while the field is empty.
        public String hint() {
            return hint;
        }

        /// Whether it is about the machine and not about the database.
        public boolean host() {
            return host;
        }

        public List<String> choices() {
            return choices;
        }
    }

    public TargetForm {
        values = Map.copyOf(values);
        origins = Map.copyOf(origins);
        options = Map.copyOf(options);
    }

    public static TargetForm empty() {
        return new TargetForm(Map.of(), Map.of(), Optional.empty(), Map.of());
    }

    public String get(Field field) {
        return values.getOrDefault(field, "").strip();
    }

    public TargetForm with(Field field, String value) {
        Map<Field, String> changed = new EnumMap<>(Field.class);
        changed.putAll(values);
        changed.put(field, value);
        return new TargetForm(changed, origins, password, options);
    }
}
