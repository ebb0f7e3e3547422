package org.pgrampart.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The constant shell scripts that run on the server; what differs is in files beside them, never in their text.
final class Scripts {
    /// What every change set carries with it, so that it can be undone without us.
    static final List<String> CARRIED = List.of(
            "common.sh",
            "prepare.sh",
            "arm.sh",
            "apply.sh",
            "activate.sh",
            "confirm.sh",
            "rollback.sh",
            "boot-recover.sh");

    private Scripts() {}

    /// What opens a change set or lists them, after old ones were let go.
    static String withRetention(String name) {
        return text("retain.sh") + text(name);
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program is incomplete: " + name + " is missing.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
