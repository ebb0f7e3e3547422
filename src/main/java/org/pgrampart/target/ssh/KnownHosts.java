package org.pgrampart.target.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The host keys that `known_hosts` files hold; plain, pattern and hashed names, `[host]:port`, revoked keys.
public final class KnownHosts {
    /// What the files say about a key.
    public enum Verdict {
        KNOWN,
        UNKNOWN,
        /// They hold another key for this host.
        CHANGED,
        REVOKED
    }

    private record Entry(String marker, String names, String type, byte[] key) {}

    private final List<Entry> entries = new ArrayList<>();

    /// Reads them all; files that do not exist are skipped.
    ///
    /// @throws IOException when one is there and cannot be read
    public static KnownHosts read(List<Path> files) throws IOException {
        KnownHosts known = new KnownHosts();
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                known.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return known;
    }

    /// From the text of a file.
    public static KnownHosts of(String text) {
        KnownHosts known = new KnownHosts();
        known.add(text);
        return known;
    }

    private void add(String text) {
        for (String line : text.split("\\R")) {
            List<String> words = Arrays.asList(line.strip().split("[ \t]+"));
            boolean marked = words.getFirst().startsWith("@");
            int at = marked ? 1 : 0;
            if (words.getFirst().startsWith("#") || words.size() < at + 3) {
                continue;
            }
            key(words.get(at + 2))
                    .ifPresent(key -> entries.add(
                            new Entry(marked ? words.getFirst() : "", words.get(at), words.get(at + 1), key)));
        }
    }

    /// Empty for a line that no ssh could use either.
    private static Optional<byte[]> key(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Judges the key a host showed.
    ///
    /// @param encoded the public key in SSH's own encoding
    public Verdict judge(String host, int port, byte[] encoded) {
        boolean other = false;
        boolean same = false;
        for (Entry entry : entries) {
            boolean equal = Arrays.equals(entry.key, encoded);
            if (entry.marker.equals("@revoked") && equal) {
                return Verdict.REVOKED;
            }
            if (!entry.marker.isEmpty()) {
                continue;
            }
            if (covers(entry, name(host, port))) {
                same |= equal;
                other |= !equal;
            } else if (port != 22 && equal && covers(entry, name(host, 22))) {
                same = true; // OpenSSH takes a key known for the host at its usual port as well
            }
        }
        return same ? Verdict.KNOWN : other ? Verdict.CHANGED : Verdict.UNKNOWN;
    }

    /// The key types known for a host, to ask it for one of them: `ssh-ed25519`.
    public List<String> types(String host, int port) {
        Set<String> types = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (entry.marker.isEmpty() && covers(entry, name(host, port))) {
                types.add(entry.type);
            }
        }
        return List.copyOf(types);
    }

    /// The fingerprints of the keys known for a host.
    public List<String> fingerprints(String host, int port) {
        return entries.stream()
                .filter(entry -> entry.marker.isEmpty() && covers(entry, name(host, port)))
                .map(entry -> fingerprint(entry.key))
                .distinct()
                .toList();
    }

    /// How the files write a host: `[host]:port` unless it is the usual port.
    public static String name(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return port == 22 ? lower : "[" + lower + "]:" + port;
    }

    /// As `ssh-keygen -l` prints it: `SHA256:…`.
    public static String fingerprint(byte[] encoded) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean covers(Entry entry, String name) {
        if (entry.names.startsWith("|1|")) {
            return hashed(entry.names, name);
        }
        return SshWords.matches(List.of(entry.names.split(",")), name);
    }

    private static boolean hashed(String names, String name) {
        String[] parts = names.split("\\|");
        if (parts.length != 4) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
            byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[3]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
