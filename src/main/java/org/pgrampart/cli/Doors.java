package org.pgrampart.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgrampart.export.StandaloneUndo;
import org.pgrampart.format.Printable;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.plan.ApplyListener;
import org.pgrampart.plan.Mode;
import org.pgrampart.plan.Workbench;
import org.pgrampart.practice.PracticeException;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.TargetsFile;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.HostKeyQuestion;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;

/// Turns target options into a target and opens it, telling on standard error what is going on.
final class Doors {
    private final Context context;

    Doors(Context context) {
        this.context = context;
    }

    /// A target with the means to connect to it; closing it closes the session and removes a practice server.
    static final class Opened implements AutoCloseable {
        private final Target target;
        private final Connector connector;
        private final Checklist checklist;
        private final @Nullable PracticeServer practice;
        private @Nullable ReadSession session;

        private Opened(Target target, Connector connector, Checklist checklist, @Nullable PracticeServer practice) {
            this.target = target;
            this.connector = connector;
            this.checklist = checklist;
            this.practice = practice;
        }

        Target target() {
            return target;
        }

        Connector connector() {
            return connector;
        }

        Checklist checklist() {
            return checklist;
        }

        Optional<PracticeServer> practice() {
            return Optional.ofNullable(practice);
        }

        ReadSession toRead() throws TargetException {
            ReadSession open = session;
            if (open == null) {
                open = connector.open(target, checklist);
                session = open;
            }
            return open;
        }

        @Override
        public void close() {
            ReadSession open = session;
            if (open != null) {
                open.close();
            }
            if (practice != null) {
                practice.close();
            }
        }
    }

    Opened open(TargetOptions options) throws StoreException {
        if (options.practice) {
            TargetParts.alone("--practice", options);
            return practice(PracticeOptions.weak());
        }
        CommandLineSecrets secrets = options.secretsFromInput
                ? CommandLineSecrets.fromInput(context)
                : CommandLineSecrets.prompting(context);
        Target target = TargetParts.target(options, context, secrets, new TargetsFile(context.folders()));
        return new Opened(target, connector(secrets), this::told, null);
    }

    Opened practice(PracticeOptions options) {
        try {
            PracticeServer server = PracticeServer.start(options, context.clock(), this::tell);
            var secrets =
                    CommandLineSecrets.prompting(context).with(Secrets.Kind.DATABASE_PASSWORD, server.adminPassword());
            return new Opened(server.target(), connector(secrets), this::told, server);
        } catch (PracticeException e) {
            throw new CommandException(
                    Exit.NO_CONNECTION,
                    String.valueOf(e.getMessage()),
                    "Assess a server of your own with --db instead.",
                    e);
        }
    }

    private Connector connector(Secrets secrets) {
        String home = context.environment().getOrDefault("HOME", System.getProperty("user.home", "."));
        return new Connector(secrets, question(), context.folders().knownHosts(), context.environment(), Path.of(home));
    }

    private HostKeyQuestion question() {
        return (host, fingerprint, type) -> {
            var console = System.console();
            if (!context.interactive() || console == null) {
                return false;
            }
            context.err().println("The host key of " + Printable.line(host) + " is not known here (" + type + "):");
            context.err().println("  " + fingerprint);
            context.err()
                    .println("Compare it with `ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub` on the server's console.");
            String answer = console.readLine("Type the word trust to go on: ");
            return answer != null && answer.strip().equalsIgnoreCase("trust");
        };
    }

    private void told(Checklist.Line line, Checklist.State state, String detail, String remedy) {
        if (state == Checklist.State.WARN) {
            tell(line.title() + ": " + detail);
        }
    }

    /// Says what is going on, on standard error.
    void tell(String words) {
        context.err().println(Printable.line(words));
    }

    /// Says how changes would be made and what cannot be done this way, before anything is worked out or done.
    void tell(Mode mode) {
        tell(mode.title());
        mode.limits().forEach(limit -> tell("  " + limit));
    }

    /// Progress on one line of a terminal; nothing where nobody watches.
    Progress progress() {
        if (!context.interactive()) {
            return Progress.NONE;
        }
        return (doing, done, total) -> {
            String line = String.format(Locale.ROOT, "%d/%d %s", done, total, Printable.line(doing));
            String end = total > 0 && done >= total ? "\r\u001b[K" : "";
            context.err().print("\r\u001b[K" + (end.isEmpty() ? line : end));
            context.err().flush();
        };
    }

    /// The server opened for changing.
    Workbench workbench(Opened opened) throws TargetException {
        return Workbench.open(
                opened.connector(),
                opened.target(),
                opened.checklist(),
                context.clock(),
                context.folders().changes(opened.target().name()),
                who(),
                new StandaloneUndo(opened.target().name(), context.clock()));
    }

    private String who() {
        String user = System.getProperty("user.name", "somebody");
        String host = context.environment().getOrDefault("HOSTNAME", "");
        return host.isEmpty() ? user : user + "@" + host;
    }

    /// Tells each step of applying or undoing once it is done or failed.
    ApplyListener steps() {
        return (_, step, state, transcript) -> {
            if (state == ApplyListener.State.RUNNING) {
                return;
            }
            tell((state == ApplyListener.State.DONE ? "done    " : "failed  ") + step);
            if (state != ApplyListener.State.DONE && !transcript.isBlank()) {
                transcript.lines().forEach(line -> tell("        " + line));
            }
        };
    }

    /// Says how an apply or undo went wrong and gives the exit status that means it.
    int failed(ApplyException e) {
        tell(e.happened());
        tell(e.remedy());
        return switch (e.state()) {
            case UNTOUCHED -> Exit.USAGE;
            case ROLLED_BACK -> Exit.ROLLED_BACK;
            case INCOMPLETE -> Exit.ROLLBACK_INCOMPLETE;
        };
    }
}
