package org.pgrampart.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.TargetsFile;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Environment;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.SshAddress;
import org.pgrampart.target.Sudo;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetText;

/// Puts a target together from the options of a command.
final class TargetParts {
    private TargetParts() {}

    static Target target(TargetOptions options, Context context, CommandLineSecrets secrets, TargetsFile saved)
            throws StoreException {
        if (options.name != null) {
            String name = options.name;
            alone("--target " + name, options);
            return saved.find(name)
                    .orElseThrow(() -> new CommandException(
                            Exit.USAGE,
                            "There is no saved target " + name + ".",
                            "See `pgrampart targets list`, or give --db."));
        }
        return from("", options, context, secrets);
    }

    /// @param name empty takes the database's host
    static Target from(String name, TargetOptions options, Context context, CommandLineSecrets secrets) {
        if (options.database == null) {
            throw new CommandException(
                    Exit.USAGE,
                    "No server was named.",
                    "Give --db URI, --target NAME or --practice; see --help for examples.");
        }
        fitting(options);
        TargetText text;
        try {
            text = TargetText.parse(options.database, context.environment());
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    Exit.USAGE,
                    String.valueOf(e.getMessage()),
                    "Write it like postgresql://user@host:5432/database.",
                    e);
        }
        text.password().ifPresent(p -> {
            secrets.with(Secrets.Kind.DATABASE_PASSWORD, p);
            if ("text".equals(text.from().get("password"))) {
                context.err()
                        .println("The password in --db can be seen by every user of this machine; it is not kept."
                                + " Better use --secrets-stdin or ~/.pgpass.");
            }
        });
        DatabaseAddress database = text.address();
        Environment environment = environment(options, context);
        String called = name.isEmpty() ? database.host() + "/" + database.database() : name;
        return new Target(
                called,
                database,
                ssh(options),
                options.local,
                options.tunnel,
                sudo(options.sudo),
                Optional.ofNullable(options.django),
                environment,
                environment == Environment.PRACTICE);
    }

    /// A saved target and the practice server bring everything with them; what would be ignored is refused.
    static void alone(String named, TargetOptions options) {
        Map<String, Boolean> others = new LinkedHashMap<>();
        others.put("--db", options.database != null);
        others.put("--ssh", options.ssh != null);
        others.put("--ssh-key", options.sshKey != null);
        others.put("--known-hosts", options.knownHosts != null);
        others.put("--accept-host-key", options.acceptHostKey != null);
        others.put("--local", options.local);
        others.put("--tunnel", options.tunnel);
        others.put("--sudo", options.sudo != null);
        others.put("--django", options.django != null);
        others.put("--practice", options.practice && !named.equals("--practice"));
        others.put("--target", options.name != null && named.equals("--practice"));
        others.forEach((option, given) -> {
            if (given) {
                throw new CommandException(
                        Exit.USAGE, named + " and " + option + " cannot be given together.", "Leave one of them out.");
            }
        });
    }

    private static void fitting(TargetOptions options) {
        if (options.local && options.ssh != null) {
            throw new CommandException(
                    Exit.USAGE,
                    "--local and --ssh cannot be given together.",
                    "Say where the server is: here or there.");
        }
        if (options.tunnel && options.ssh == null) {
            throw new CommandException(Exit.USAGE, "A tunnel needs an SSH host.", "Name the host with --ssh as well.");
        }
        if (options.ssh == null
                && (options.sshKey != null || options.knownHosts != null || options.acceptHostKey != null)) {
            throw new CommandException(
                    Exit.USAGE, "An option about SSH was given, but no SSH host.", "Name the host with --ssh as well.");
        }
        if (options.django != null && options.ssh == null && !options.local) {
            throw new CommandException(
                    Exit.USAGE,
                    "--django names a folder on the server's host, but there is no way to the host.",
                    "Name the host with --ssh, or give --local when it is this machine.");
        }
    }

    private static Optional<SshAddress> ssh(TargetOptions options) {
        String text = options.ssh;
        if (text == null) {
            return Optional.empty();
        }
        int at = text.lastIndexOf('@');
        Optional<String> user = at <= 0 ? Optional.empty() : Optional.of(text.substring(0, at));
        String rest = text.substring(at + 1);
        String host = rest;
        Optional<Integer> port = Optional.empty();
        int colon = rest.lastIndexOf(':');
        boolean bare6 = rest.indexOf(':') != colon && !rest.startsWith("[");
        if (colon > 0 && !bare6 && rest.substring(colon + 1).matches("\\d{1,5}")) {
            port = Optional.of(Integer.valueOf(rest.substring(colon + 1)));
            host = rest.substring(0, colon);
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isBlank() || host.startsWith(":") || host.startsWith("-")) {
            throw new CommandException(
                    Exit.USAGE, "--ssh names no host.", "Write it like --ssh audit@db1 or db1:2222.");
        }
        return Optional.of(new SshAddress(
                user,
                host,
                port,
                Optional.ofNullable(options.sshKey),
                Optional.ofNullable(options.knownHosts),
                Optional.ofNullable(options.acceptHostKey)));
    }

    /// Only a practice server of this user counts as one: nothing else may be spared the looks at the machine.
    private static Environment environment(TargetOptions options, Context context) {
        String word = options.environment;
        Environment environment = Arrays.stream(Environment.values())
                .filter(e -> e.word().equalsIgnoreCase(word == null ? Environment.PRODUCTION.word() : word))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        Exit.USAGE,
                        "There is no environment " + word + ".",
                        "Take one of production, staging, test and practice."));
        boolean ours = options.sshKey != null
                && options.sshKey
                        .toAbsolutePath()
                        .normalize()
                        .startsWith(context.folders().cache().resolve("practice"));
        if (environment == Environment.PRACTICE && !ours) {
            throw new CommandException(
                    Exit.USAGE,
                    "This is no practice server of yours.",
                    "Take the options that `pgrampart practice` prints, or another environment.");
        }
        return environment;
    }

    private static Sudo sudo(@Nullable String word) {
        return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
            case "" -> Sudo.AUTOMATIC;
            case "none" -> Sudo.NONE;
            case "nopasswd" -> Sudo.NOPASSWD;
            case "ask" -> Sudo.ASK;
            default ->
                throw new CommandException(
                        Exit.USAGE, "There is no sudo mode " + word + ".", "Take one of none, nopasswd and ask.");
        };
    }
}
