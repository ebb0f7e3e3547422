package org.pgrampart.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which server a command is about.
final class TargetOptions {
    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "A target saved with `targets add` or in the window.")
    @Nullable
    String name;

    @Option(names = "--practice", description = "Start a practice server, use it, remove it.")
    boolean practice;

    @Option(
            names = "--db",
            paramLabel = "URI",
            description =
                    "postgresql://user@host:5432/name?sslmode=verify-full, a DSN, service=NAME or a socket directory.")
    @Nullable
    String database;

    @Option(names = "--ssh", paramLabel = "[USER@]HOST[:PORT]", description = "The server's host, by SSH.")
    @Nullable
    String ssh;

    @Option(names = "--ssh-key", paramLabel = "FILE", description = "Private key; else ~/.ssh/config and the agent.")
    @Nullable
    Path sshKey;

    @Option(names = "--known-hosts", paramLabel = "FILE", description = "Known host keys besides ~/.ssh/known_hosts.")
    @Nullable
    Path knownHosts;

    @Option(
            names = "--accept-host-key",
            paramLabel = "SHA256:…",
            description = "Trust exactly this host key, for scripts.")
    @Nullable
    String acceptHostKey;

    @Option(names = "--local", description = "The server is this machine: commands run here, without SSH.")
    boolean local;

    @Option(names = "--tunnel", description = "Reach PostgreSQL through the SSH connection.")
    boolean tunnel;

    @Option(
            names = "--sudo",
            paramLabel = "none|nopasswd|ask",
            description = "How to become root; default: nopasswd if it works.")
    @Nullable
    String sudo;

    @Option(names = "--django", paramLabel = "DIR", description = "The Django project's folder on the server's host.")
    @Nullable
    String django;

    @Option(
            names = "--environment",
            paramLabel = "production|staging|test|practice",
            description = "What the server is for; production by default.")
    @Nullable
    String environment;

    @Option(
            names = "--secrets-stdin",
            description = "Read secrets from standard input: lines db=…, ssh=…, key=…, sudo=….")
    boolean secretsFromInput;
}
