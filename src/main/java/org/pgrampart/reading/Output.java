package org.pgrampart.reading;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What a command printed.
///
/// @param cut whether it printed more than was kept
public record Output(int status, byte[] bytes, String error, boolean cut) {
    /// As text; bytes that are no UTF-8 become the replacement character.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public List<String> lines() {
        return text().lines().toList();
    }

    /// For tests and recorded answers.
    public static Output of(String text) {
        return new Output(0, text.getBytes(StandardCharsets.UTF_8), "", false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Output that
                && status == that.status
                && cut == that.cut
                && error.equals(that.error)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Output[status=" + status + ", " + bytes.length + " bytes]";
    }
}
