package org.pgrampart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pgrampart.store.Folders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs commands as a script would, with a home of its own, and keeps what they wrote.
final class Console {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private byte[] input = new byte[0];

    Console(Path home) {
        this.home = home;
        environment.put("HOME", home.toString());
        environment.put("USER", "tester");
    }

    Console with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Console typed(String text) {
        input = text.getBytes(UTF_8);
        return this;
    }

    Folders folders() {
        return new Folders(home.resolve("config"), home.resolve("data"), home.resolve("cache"));
    }

    Said run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = CommandLineProgram.run(
                new Context(
                        Clock.systemUTC(),
                        folders(),
                        new ByteArrayInputStream(input),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        environment,
                        false,
                        false,
                        120),
                arguments);
        return new Said(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    /// What a command left: its exit status, results and messages.
    record Said(int status, String out, String err) {
        JsonNode json() {
            return MAPPER.readTree(out);
        }

        JsonNode check(String number) {
            for (JsonNode finding : json().path("findings")) {
                if (finding.path("check").asString().equals(number)) {
                    return finding;
                }
            }
            throw new AssertionError("no entry for " + number + " in " + out + err);
        }
    }
}
