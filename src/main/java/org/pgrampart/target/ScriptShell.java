package org.pgrampart.target;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Printable;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Output;
import org.pgrampart.target.CommandLine.Rise;
import org.pgrampart.target.Starter.Started;
import org.pgrampart.target.TargetException.Kind;

/// Runs scripts as the login user and, where sudo allows it, as root.
final class ScriptShell implements HostShell {
    private static final int MOST_OUTPUT = 1 << 28;
    private static final int MOST_ERRORS = 1 << 20;
    private static final long READY_SECONDS = 20;
    private static final Duration PROBE = Duration.ofSeconds(20);
    private static final String FEW = "sudo lets this user run only some commands, and no shell";

    /// How root is reached here.
    private record Root(boolean possible, Rise rise, boolean terminal, Optional<Secret> password, String reason) {
        static Root no(String reason) {
            return new Root(false, Rise.NONE, false, Optional.empty(), reason);
        }
    }

    private final Starter starter;
    private final AtomicReference<@Nullable Runnable> running = new AtomicReference<>();
    private volatile boolean cancelled;
    private Root root = Root.no("it was not asked for");

    private ScriptShell(Starter starter) {
        this.starter = starter;
    }

    /// Finds out who we are there and how root can be reached.
    ///
    /// @param secrets asked for sudo's password when `wanted` says so and sudo does not do without
    static ScriptShell open(Starter starter, Sudo wanted, RememberedSecrets secrets) throws TargetException {
        ScriptShell shell = new ScriptShell(starter);
        List<String> first = shell.run("""
                                LC_ALL=C; export LC_ALL
                                id -u
                                said=$(sudo -n -- /bin/sh -c 'id -u' 2>&1 </dev/null | tail -n 1)
                                echo "$said"
                                if [ "$said" != 0 ] && sudo -n -l >/dev/null 2>&1 </dev/null &&
                                        ! sudo -n -l /bin/sh >/dev/null 2>&1 </dev/null; then
                                    echo few
                                fi
                                exit 0
                                """, new byte[0], false, PROBE).lines();
        String self = first.isEmpty() ? "" : first.getFirst();
        String said = first.size() < 2 ? "" : Printable.line(first.get(1));
        if (self.equals("0")) {
            shell.root = new Root(true, Rise.NONE, false, Optional.empty(), "the login user is root");
        } else if (wanted == Sudo.NONE) {
            shell.root = Root.no("sudo is not to be used");
        } else if (said.equals("0")) {
            shell.root = new Root(true, Rise.SUDO, false, Optional.empty(), "sudo without a password");
        } else if (first.size() > 2) {
            shell.root = Root.no(FEW);
        } else {
            shell.root = shell.otherwise(wanted, said, secrets);
        }
        return shell;
    }

    private Root otherwise(Sudo wanted, String said, RememberedSecrets secrets) throws TargetException {
        boolean terminal = said.contains("tty");
        if (terminal) {
            Root onTerminal = new Root(true, Rise.SUDO, true, Optional.empty(), "sudo on a terminal");
            if (refusal(onTerminal).isEmpty()) {
                return onTerminal;
            }
        }
        if (wanted != Sudo.ASK) {
            return Root.no(
                    said.isEmpty() || said.contains("not found") ? "there is no sudo here" : "sudo wants a password");
        }
        String whose = "sudo on " + starter.where();
        Optional<Secret> password = secrets.ask(Secrets.Kind.SUDO_PASSWORD, whose);
        if (password.isEmpty()) {
            return Root.no("no password was given for sudo");
        }
        Root withPassword = new Root(true, Rise.SUDO_WITH_PASSWORD, terminal, password, "sudo with a password");
        Optional<String> refusal = refusal(withPassword);
        if (refusal.isEmpty()) {
            return withPassword;
        }
        if (refusal.get().contains("not allowed to execute")) {
            return Root.no(FEW);
        }
        secrets.forget(Secrets.Kind.SUDO_PASSWORD, whose);
        throw new TargetException(
                Kind.LOGIN,
                "sudo on " + starter.where() + " did not take the password.",
                "Type the login user's own password again, or go on without root (--sudo none).");
    }

    /// Tries with an empty script first: after the password the input ends, so that sudo asks for no second guess.
    ///
    /// @return what sudo said instead; empty when it works
    private Optional<String> refusal(Root candidate) throws TargetException {
        try {
            run("", new byte[0], candidate, PROBE);
            String who = run("id -u", new byte[0], candidate, PROBE).text().strip();
            return who.equals("0") ? Optional.empty() : Optional.of("it became user " + Printable.line(who));
        } catch (TargetException e) {
            if (e.kind() == Kind.RIGHTS) {
                return Optional.of(e.happened());
            }
            throw e;
        }
    }

    @Override
    public Output run(String script, byte[] input, boolean asRoot, Duration timeout) throws TargetException {
        if (asRoot && !canBeRoot()) {
            throw new TargetException(
                    Kind.RIGHTS,
                    "This needs root on " + starter.where() + ", and " + root.reason() + ".",
                    "Allow sudo for the login user, or log in as one who may.");
        }
        return run(script, input, asRoot ? root : Root.no(""), timeout);
    }

    private Output run(String script, byte[] input, Root as, Duration timeout) throws TargetException {
        byte[] code = script.getBytes(StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(CommandLine.newMark(), code.length, input.length);
        cancelled = false;
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
        Started started = start(line, as);
        Runnable end = () -> {
            started.end();
            readers.shutdownNow();
        };
        try {
            running.set(end);
            Gathered out = new Gathered(line.mark(), MOST_OUTPUT);
            Gathered err = new Gathered(line.mark(), MOST_ERRORS);
            Future<Gathered> allOut = readers.submit(() -> out.drain(started.out()));
            Future<Gathered> allErr = readers.submit(() -> err.drain(started.err()));
            feed(started.in(), as.password(), out, code, input);
            allOut.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            allErr.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            int status = started.status(timeout);
            if (cancelled) {
                throw cancelledByPerson();
            }
            if (!out.isMarked()) {
                throw noShell(out, err, as);
            }
            String error = new String(err.bytes(), StandardCharsets.UTF_8);
            return new Output(status, out.bytes(), error, out.isCut());
        } catch (TimeoutException e) {
            throw new TargetException(
                    Kind.BROKEN,
                    "A command on " + starter.where() + " did not end within " + timeout.toSeconds() + " seconds.",
                    "Look what it waits for, and try again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelledByPerson();
        } catch (IOException | ExecutionException e) {
            throw cancelled ? cancelledByPerson() : broken(e);
        } finally {
            running.set(null);
            end.run();
        }
    }

    private Started start(CommandLine line, Root as) throws TargetException {
        try {
            return starter.start(line.text(as.rise(), as.terminal()), as.terminal());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /// The script follows sudo's password only when sudo has taken it and the mark has come back.
    private static void feed(OutputStream in, Optional<Secret> password, Gathered out, byte[] code, byte[] input)
            throws InterruptedException {
        try (in) {
            if (password.isPresent()) {
                byte[] line = (password.get().reveal() + "\n").getBytes(StandardCharsets.UTF_8);
                in.write(line);
                in.flush();
                Arrays.fill(line, (byte) 0);
                if (code.length == 0 || !out.awaitMark(READY_SECONDS)) {
                    return;
                }
            }
            in.write(code);
            in.write(input);
            in.flush();
        } catch (IOException e) {
            // the command ended without reading all of its input; its status and words tell why
            return;
        }
    }

    private static TargetException cancelledByPerson() {
        return new TargetException(Kind.BROKEN, "It was cancelled.", "Start again when you like.");
    }

    private TargetException broken(Exception e) {
        if (e instanceof OpenFailException || e.getCause() instanceof OpenFailException) {
            return new TargetException(
                    Kind.UNREACHABLE,
                    starter.where() + " lets this connection begin no further session.",
                    "Wait until the commands that still run there have ended, or raise MaxSessions of its sshd.",
                    e);
        }
        return new TargetException(
                Kind.UNREACHABLE,
                "The connection to " + starter.where() + " broke while a command ran.",
                "Look whether the host is still there, and connect again.",
                e);
    }

    private TargetException noShell(Gathered out, Gathered err, Root as) {
        String said = (err.noise() + "\n" + out.noise())
                .lines()
                .map(line -> Printable.line(line).strip())
                .filter(line -> !line.isEmpty())
                .map(line -> line.endsWith(".") ? line.substring(0, line.length() - 1) : line)
                .findFirst()
                .orElse("nothing");
        if (as.rise() != Rise.NONE) {
            return new TargetException(
                    Kind.RIGHTS,
                    "sudo on " + starter.where() + " did not start a shell; it said: " + said + ".",
                    "Allow the login user to run /bin/sh by sudo, or log in as root.");
        }
        return new TargetException(
                Kind.LOGIN,
                "The login user on " + starter.where() + " has no usable shell; it said: " + said + ".",
                "Log in as a user whose shell runs commands, or leave SSH out: then only statements can be run.");
    }

    @Override
    public boolean canBeRoot() {
        return root.possible();
    }

    @Override
    public String rootReason() {
        return root.reason();
    }

    @Override
    public String via() {
        return starter.via();
    }

    @Override
    public Optional<Login.Route> tunnel(DatabaseAddress address) {
        return starter.tunnel(address);
    }

    @Override
    public void trySsh(int port) throws TargetException {
        starter.trySsh(port);
    }

    @Override
    public void cancel() {
        Runnable end = running.get();
        if (end != null) {
            cancelled = true;
            end.run();
        }
    }

    @Override
    public void close() {
        cancel();
        starter.close();
    }
}
