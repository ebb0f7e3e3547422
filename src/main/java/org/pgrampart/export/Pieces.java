package org.pgrampart.export;

import com.github.difflib.DiffUtils;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Content;
import org.pgrampart.format.Masked;

/// The parts of a file that change, by their places in the old bytes. What stays is not among them, so that a secret
/// elsewhere in the file is not handed around with it.
final class Pieces {
    /// @param length how many old bytes go away
    /// @param bytes what comes in their place
    record Piece(int offset, int length, byte[] bytes) {
        String base64() {
            return bytes.length == 0 ? "-" : Base64.getEncoder().encodeToString(bytes);
        }
    }

    private Pieces() {}

    static List<Piece> of(Act.FileContents file) {
        if (file.after().isEmpty()) {
            return List.of();
        }
        byte[] after = file.after().get().bytes();
        Optional<Content> before = file.before();
        if (file.whatever() || before.isEmpty()) {
            return after.length == 0 ? List.of() : List.of(new Piece(0, 0, after));
        }
        List<byte[]> oldLines = lines(before.get().bytes());
        List<byte[]> newLines = lines(after);
        int[] starts = new int[oldLines.size() + 1];
        for (int i = 0; i < oldLines.size(); i++) {
            starts[i + 1] = starts[i] + oldLines.get(i).length;
        }
        List<Piece> pieces = new ArrayList<>();
        DiffUtils.diff(texts(oldLines), texts(newLines)).getDeltas().forEach(delta -> {
            int from = delta.getSource().getPosition();
            int to = from + delta.getSource().size();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int at = delta.getTarget().getPosition();
            newLines.subList(at, at + delta.getTarget().size()).forEach(bytes::writeBytes);
            pieces.add(new Piece(starts[from], starts[to] - starts[from], bytes.toByteArray()));
        });
        return pieces;
    }

    private static List<String> texts(List<byte[]> lines) {
        return lines.stream()
                .map(line -> new String(line, StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static List<byte[]> lines(byte[] bytes) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || i == bytes.length - 1) {
                lines.add(java.util.Arrays.copyOfRange(bytes, start, i + 1));
                start = i + 1;
            }
        }
        return lines;
    }

    /// Whether a text holds what must never be handed around.
    static boolean isSecret(String text) {
        return !Masked.text(text).equals(text);
    }
}
