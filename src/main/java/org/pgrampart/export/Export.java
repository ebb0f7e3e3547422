package org.pgrampart.export;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.plan.Plan;
import org.pgrampart.reading.Server;

/// A plan to be handed to somebody else: what it does, worked out for one server at one time. No secret is in any of
/// the files it becomes.
///
/// @param target what the person calls the server
public record Export(Plan plan, Server server, String target, Instant made) {
    /// The forms a plan can be handed over in.
    public enum Format {
        /// A script for a POSIX shell with psql, with its undo inside.
        SHELL(".sh"),
        /// An Ansible playbook, with its undo in a second one.
        ANSIBLE(".yml"),
        /// A change request in Markdown for those who have to agree.
        REQUEST(".md");

        private final String suffix;

        Format(String suffix) {
            this.suffix = suffix;
        }

        public String suffix() {
            return suffix;
        }

        /// The format a file's name asks for.
        public static Optional<Format> of(String fileName) {
            String name = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.yaml$", ".yml");
            for (Format format : values()) {
                if (name.endsWith(format.suffix)) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }
    }

    /// The texts by the names of their files; the first is the one that was asked for.
    ///
    /// @param fileName its end says which format is meant
    /// @throws IllegalArgumentException when it does not
    public Map<String, String> files(String fileName) {
        Format format = Format.of(fileName)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s is none of the formats of an export. Let its name end in .sh, .yml or .md."
                                .formatted(fileName)));
        Map<String, String> files = new LinkedHashMap<>();
        switch (format) {
            case SHELL -> files.put(fileName, new ShellScript(this).text());
            case REQUEST -> files.put(fileName, new ChangeRequest(this).text());
            case ANSIBLE -> {
                int dot = fileName.lastIndexOf('.');
                String undo = fileName.substring(0, dot) + "-undo" + fileName.substring(dot);
                Playbook playbook = new Playbook(this);
                files.put(fileName, playbook.forward(undo));
                files.put(undo, playbook.undo());
            }
        }
        return files;
    }

    /// What the files do, in their order.
    List<Act> acts() {
        return Acts.of(plan, server.databases());
    }

    /// The same for the same plan: names what is kept on the server.
    String id() {
        return plan.digest().substring(0, 16);
    }

    String path(String name) {
        return server.paths().getOrDefault(name, "");
    }
}
