package org.pgrampart.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.model.Secret;
import org.pgrampart.target.Secrets;

/// Passwords for a command: lines on standard input when asked for, else typed hidden on the terminal. Never arguments.
final class CommandLineSecrets implements Secrets {
    private final Map<Kind, Secret> given = new EnumMap<>(Kind.class);
    private final boolean interactive;

    private CommandLineSecrets(boolean interactive) {
        this.interactive = interactive;
    }

    /// Asks on the terminal when there is one.
    static CommandLineSecrets prompting(Context context) {
        return new CommandLineSecrets(context.interactive());
    }

    /// Knows one secret from the start, such as a practice server's own password.
    CommandLineSecrets with(Kind kind, Secret secret) {
        given.put(kind, secret);
        return this;
    }

    /// Reads lines such as `db=…`, `sudo=…`, `ssh=…`, `key=…` up to the end of the input.
    static CommandLineSecrets fromInput(Context context) {
        var secrets = new CommandLineSecrets(false);
        var reader = new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8));
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int equals = line.indexOf('=');
                Optional<Kind> kind = equals < 0
                        ? Optional.empty()
                        : kind(line.substring(0, equals).strip());
                if (kind.isPresent()) {
                    secrets.given.put(kind.get(), Secret.of(line.substring(equals + 1)));
                } else if (!line.isBlank()) {
                    throw new CommandException(
                            Exit.USAGE,
                            "A line on standard input names no known secret.",
                            "Write lines like db=…, ssh=…, key=… or sudo=….");
                }
            }
        } catch (IOException e) {
            throw new CommandException(
                    Exit.USAGE, "The secrets on standard input could not be read.", "Pipe them in and try again.", e);
        }
        return secrets;
    }

    private static Optional<Kind> kind(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "db" -> Kind.DATABASE_PASSWORD;
                    case "ssh" -> Kind.SSH_PASSWORD;
                    case "key" -> Kind.KEY_PASSPHRASE;
                    case "sudo" -> Kind.SUDO_PASSWORD;
                    default -> null;
                });
    }

    @Override
    public Optional<Secret> ask(Kind kind, String what) {
        Secret known = given.get(kind);
        if (known != null) {
            return Optional.of(known);
        }
        Console console = System.console();
        if (!interactive || console == null) {
            return Optional.empty();
        }
        char[] typed = console.readPassword("%s: ", what);
        if (typed == null || typed.length == 0) {
            return Optional.empty();
        }
        Secret secret = new Secret(typed);
        given.put(kind, secret);
        return Optional.of(secret);
    }
}
