package org.pgrampart.target.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Finds the public half of a private key file without its passphrase, to tell whether the agent holds it too.
public final class PublicKeys {
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private PublicKeys() {}

    /// In SSH's own encoding: from the `.pub` file beside it, or from the file itself where it shows it.
    public static Optional<byte[]> of(Path privateKey) {
        Path name = privateKey.getFileName();
        if (name == null) {
            return Optional.empty();
        }
        Path beside = privateKey.resolveSibling(name + ".pub");
        try {
            if (Files.isReadable(beside)) {
                String[] words = Files.readString(beside, StandardCharsets.ISO_8859_1)
                        .strip()
                        .split("\\s+");
                return words.length < 2
                        ? Optional.empty()
                        : Optional.of(Base64.getDecoder().decode(words[1]));
            }
            return Files.isReadable(privateKey)
                    ? inside(Files.readString(privateKey, StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // the login itself will say what is wrong with the file
        }
    }

    private static Optional<byte[]> inside(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
        byte[] magic = new byte[MAGIC.length];
        if (bytes.remaining() < magic.length) {
            return Optional.empty();
        }
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            return Optional.empty();
        }
        // cipher, key derivation and its options come first, then the number of keys
        for (int i = 0; i < 3; i++) {
            if (string(bytes).isEmpty()) {
                return Optional.empty();
            }
        }
        return bytes.remaining() < 4 || bytes.getInt() != 1 ? Optional.empty() : string(bytes);
    }

    private static Optional<byte[]> string(ByteBuffer from) {
        int length = from.remaining() < 4 ? -1 : from.getInt();
        if (length < 0 || length > from.remaining()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return Optional.of(bytes);
    }
}
