package org.pgrampart.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Starts commands on this very machine, for a server that runs here.
final class LocalStarter implements Starter {
    @Override
    public Started start(String command, boolean terminal) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "-c", command).start();
        return new Started() {
            @Override
            public OutputStream in() {
                return process.getOutputStream();
            }

            @Override
            public InputStream out() {
                return process.getInputStream();
            }

            @Override
            public InputStream err() {
                return process.getErrorStream();
            }

            @Override
            public int status(Duration timeout) throws InterruptedException {
                return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
            }

            @Override
            public void end() {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        };
    }

    @Override
    public String via() {
        return "local";
    }

    @Override
    public String where() {
        return "this machine";
    }

    @Override
    public void trySsh(int port) throws TargetException {
        throw new TargetException(
                TargetException.Kind.UNREACHABLE,
                "Commands run on this machine, without SSH.",
                "Try an SSH login from another machine.");
    }

    @Override
    public Optional<Login.Route> tunnel(DatabaseAddress address) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
