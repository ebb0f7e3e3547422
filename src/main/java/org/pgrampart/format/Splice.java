package org.pgrampart.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Puts text in the place of some bytes and keeps all others.
final class Splice {
    private Splice() {}

    static byte[] replace(byte[] bytes, int start, int end, String text) {
        ByteArrayOutputStream edited = new ByteArrayOutputStream(bytes.length + text.length());
        edited.write(bytes, 0, start);
        edited.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        edited.write(bytes, end, bytes.length - end);
        return edited.toByteArray();
    }

    /// The line ending of the first line.
    static String ending(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i > 0 && bytes[i - 1] == '\r' ? "\r\n" : "\n";
            }
        }
        return "\n";
    }

    /// What has to stand at the end of a file so that the next line begins a line of its own.
    static String fresh(byte[] bytes, boolean backslashContinues) {
        if (bytes.length == 0) {
            return "";
        }
        boolean ended = bytes[bytes.length - 1] == '\n';
        int last = bytes.length;
        while (last > 0 && (bytes[last - 1] == '\n' || bytes[last - 1] == '\r')) {
            last--;
        }
        boolean backslash = backslashContinues && last > 0 && bytes[last - 1] == '\\';
        return (ended ? "" : ending(bytes)) + (backslash ? ending(bytes) : "");
    }
}
