package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Secrets that a test plants in a server and in its own inputs, and the search for them in everything that is left
/// behind: what finds one there has found a leak.
public final class PlantedSecrets {
    /// For inputs that ask for a password.
    public static final String ROLE_PASSWORD = "planted-role-Tq7xW2m9LkZ4";

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Set<String> leaks = new TreeSet<>();

    public PlantedSecrets() {
        plant("the password given for a role", ROLE_PASSWORD);
    }

    public void plant(String what, String secret) {
        if (secret.length() < 8) {
            throw new IllegalArgumentException(what + " is too short to be searched for");
        }
        secrets.put(secret, what);
    }

    /// What `pg_authid` holds, one verifier a line.
    public void plantVerifiers(String lines) {
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> plant("a verifier", line));
    }

    /// Looks into a text; what is found is remembered for [#assertNowhere].
    public void search(String where, String text) {
        secrets.forEach((secret, what) -> {
            if (text.contains(secret)) {
                leaks.add(what + " in " + where);
            }
        });
        if (java.util.regex.Pattern.compile("SCRAM-SHA-256\\$\\d+:[A-Za-z0-9+/=]{8}|\\bmd5[0-9a-f]{32}\\b")
                .matcher(text)
                .find()) {
            leaks.add("a verifier in " + where);
        }
    }

    /// Looks into everything that an exception says, and its causes.
    public void search(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            search("an exception", String.valueOf(each.getMessage()) + each);
        }
    }

    /// Looks into every file below a folder.
    public void searchTree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                search(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void assertNowhere() {
        assertEquals(List.of(), List.copyOf(leaks), "secrets that got out");
    }
}
