package org.pgrampart.change;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Unreadable;

/// The bytes of a file, compared by what they are.
public record Content(byte[] bytes) {
    private static final int LIMIT = 1 << 24;

    public Content {
        bytes = bytes.clone();
    }

    public static Content of(String text) {
        return new Content(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /// As UTF-8; what is none shows as replacement characters.
    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// In lower-case hexadecimal.
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// What reads a file; the place says whether it belongs to the database server.
    static Command reading(String path, Command.Place place) {
        String script = """
                f=%s
                [ -e "$f" ] || { echo "there is no $f" >&2; exit 78; }
                [ -r "$f" ] || { echo "this user may not read $f" >&2; exit 77; }
                cat -- "$f"
                """.formatted(Shell.quoteName(path));
        return new Command(place, true, script, LIMIT);
    }

    /// The file as it is now, or empty when there is none.
    ///
    /// @throws Unreadable when it could not be read as a whole
    static Optional<Content> now(Answers answers, Command command, String path) {
        Answer<Output> answer = answers.find(command);
        if (answer instanceof Answer.Absent) {
            return Optional.empty();
        }
        Output output = answer.get();
        if (output.status() == 78) {
            return Optional.empty();
        }
        if (output.status() != 0 || output.cut()) {
            throw new Unreadable(path + " could not be read as a whole", "root rights on the host");
        }
        return Optional.of(new Content(output.bytes()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content(byte[] that) && Arrays.equals(bytes, that);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
