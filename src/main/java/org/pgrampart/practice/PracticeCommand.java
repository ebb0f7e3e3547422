package org.pgrampart.practice;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/// One command over SSH, run by `/bin/sh` inside the practice host, or refused where there is no inside.
final class PracticeCommand implements Command {
    private static final Logger LOG = Logger.getLogger(PracticeCommand.class.getName());
    private static final String NO_FENCE =
            "This computer offers no way to keep commands within the practice folder, so "
                    + "none is run. Practise with the database alone, or on a Linux that allows user namespaces.\n";

    private final PracticeHost host;
    private final Path folder;
    private final String text;
    private final Executor pumps;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;
    private @Nullable Process process;

    PracticeCommand(PracticeHost host, Path folder, String text, Executor pumps) {
        this.host = host;
        this.folder = folder;
        this.text = text;
        this.pumps = pumps;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        InputStream input = given(in);
        OutputStream output = given(out);
        OutputStream errors = given(err);
        ExitCallback callback = given(exit);
        if (!host.isConfined()) {
            pumps.execute(() -> {
                try (errors) {
                    errors.write(NO_FENCE.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    LOG.log(Level.FINE, "The client is gone.", e);
                }
                callback.onExit(126);
            });
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(host.inside(List.of("/bin/sh", "-c", text)));
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(host.environment());
        Process started = builder.start();
        process = started;
        pumps.execute(() -> pump(input, started.getOutputStream()));
        CompletableFuture<Void> said = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> pump(started.getInputStream(), output), pumps),
                CompletableFuture.runAsync(() -> pump(started.getErrorStream(), errors), pumps));
        started.onExit().thenAcceptBothAsync(said, (ended, nothing) -> callback.onExit(ended.exitValue()), pumps);
    }

    @Override
    public void destroy(ChannelSession channel) {
        Process running = process;
        if (running != null) {
            running.destroy();
        }
    }

    // closing matters: it is how the other side learns of the end
    private static void pump(InputStream from, OutputStream to) {
        byte[] buffer = new byte[16 * 1024];
        try (to) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.write(buffer, 0, n);
                to.flush();
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "One end of a command is gone.", e);
        }
    }

    private static <T> T given(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The SSH server has not set this command up.");
        }
        return part;
    }
}
