package org.pgrampart.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// The public halves of the host keys that lie in `etc/ssh` below a server's root.
record HostKeys(Path root) {
    /// `SHA256:…` of the Ed25519 key, as `ssh-keygen -l` prints it.
    String fingerprint() throws IOException {
        String blob = all().stream()
                .filter(key -> key.startsWith("ssh-ed25519 "))
                .findFirst()
                .orElseThrow()
                .split(" ")[1];
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(blob));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A line of known_hosts for each key, for that host.
    String knownAs(String host) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String key : all()) {
            String[] words = key.split(" ");
            lines.append("%s %s %s%n".formatted(host, words[0], words[1]));
        }
        return lines.toString();
    }

    private List<String> all() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("etc/ssh"))) {
            List<String> keys = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith("_key.pub"))
                    .sorted()
                    .toList()) {
                keys.add(Files.readString(file).strip());
            }
            return keys;
        }
    }
}
