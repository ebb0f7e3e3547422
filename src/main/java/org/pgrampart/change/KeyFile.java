package org.pgrampart.change;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.Shell;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Unreadable;

/// Puts a new private key on the server, for the server's user alone, or takes it away again. The key goes there and
/// never comes back: it is recognised by its hash, and never shown.
///
/// @param owner `user:group`; empty is the folder's
/// @param key empty removes the file
public record KeyFile(String path, Optional<String> owner, Optional<Secret> key) implements Change {
    private static final String MODE = "0600";

    /// A key where there is no file yet.
    public static KeyFile create(String path, Optional<String> owner, Secret key) {
        return new KeyFile(path, owner, Optional.of(key));
    }

    @Override
    public String summary() {
        return key.isPresent()
                ? "Put a new private key into " + path + ", readable for the server alone"
                : "Remove the private key " + path;
    }

    private static byte[] bytes(Secret key) {
        return key.reveal().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<Step> steps() {
        return List.of(key.<Step>map(secret -> new Step.Write(path, bytes(secret), owner.orElse(null), MODE))
                .orElseGet(() -> new Step.Delete(path)));
    }

    private Command hash() {
        String script = """
                f=%s
                [ -e "$f" ] || { echo absent; exit 0; }
                [ -r "$f" ] || { echo "this user may not read $f" >&2; exit 77; }
                if command -v sha256sum >/dev/null; then sha256sum <"$f"; else shasum -a 256 <"$f"; fi | cut -d' ' -f1
                """.formatted(Shell.quoteName(path));
        return Command.server(script).limit(4096);
    }

    @Override
    public List<Request> reads() {
        return List.of(hash());
    }

    // empty when there is no such file
    private Optional<String> now(Answers answers) {
        Answer<Output> answer = answers.find(hash());
        Output output = answer.get();
        if (output.status() != 0) {
            throw new Unreadable(path + " could not be read", "root rights on the host");
        }
        return Optional.of(output.text().strip()).filter(text -> !text.equals("absent"));
    }

    /// @throws IllegalArgumentException when there is a file of that name already
    @Override
    public Change inverse(Answers before) {
        if (key.isPresent() && now(before).isPresent()) {
            throw new IllegalArgumentException(
                    "There is a file " + path + " already, and no key is ever written over. Choose another name.");
        }
        return new KeyFile(path, owner, Optional.empty());
    }

    @Override
    public boolean holds(Answers now) {
        return now(now).equals(key.map(secret -> new Content(bytes(secret)).sha256()));
    }

    @Override
    public Effect effect() {
        return Effect.RELOAD;
    }

    @Override
    public Hazard hazard() {
        return Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("the key is removed; whoever has read it meanwhile still has it");
    }

    @Override
    public Map<String, String> decides() {
        return Map.of("file " + path, key.map(secret -> "a key").orElse("gone"));
    }
}
