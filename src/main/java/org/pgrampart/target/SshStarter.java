package org.pgrampart.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.connection.channel.direct.PTYMode;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;

/// Starts commands on the server's host over SSH, and opens ways to the database port there.
final class SshStarter implements Starter {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final SshLink link;
    private final ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor();

    SshStarter(SshLink link) {
        this.link = link;
    }

    @Override
    public Started start(String command, boolean terminal) throws IOException {
        Session session = channel();
        try {
            if (terminal) {
                session.allocatePTY("dumb", 200, 50, 0, 0, Map.of(PTYMode.ECHO, 0));
            }
            return new Running(session, session.exec(command), closing);
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    /// A server with few sessions (`MaxSessions`) counts one until it has put it away, which may be after the next one
    /// is asked for; so a refusal is taken for final only after a while.
    private Session channel() throws IOException {
        long begun = System.nanoTime();
        while (true) {
            try {
                return link.client().startSession();
            } catch (OpenFailException e) {
                if (Thread.currentThread().isInterrupted() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (IllegalStateException e) {
                throw new SSHException("The connection has ended", e); // so sshj tells of one that died before
            }
        }
    }

    private record Running(Session session, Session.Command command, ExecutorService closing) implements Started {
        @Override
        public OutputStream in() {
            return command.getOutputStream();
        }

        @Override
        public InputStream out() {
            return command.getInputStream();
        }

        @Override
        public InputStream err() {
            return command.getErrorStream();
        }

        @Override
        public int status(Duration timeout) throws IOException {
            command.join(timeout.toMillis(), TimeUnit.MILLISECONDS);
            Integer status = command.getExitStatus();
            return status == null ? -1 : status;
        }

        @Override
        public void end() {
            if (!session.isOpen()) {
                return;
            }
            // the server answers only when the command has ended, which may take its time
            closing.submit(() -> {
                try {
                    command.signal(Signal.KILL);
                    session.close();
                } catch (IOException e) {
                    SshLink.LOG.log(System.Logger.Level.DEBUG, "closing an SSH channel", e);
                }
            });
        }
    }

    @Override
    public String via() {
        return "ssh";
    }

    @Override
    public String where() {
        return link.host();
    }

    @Override
    public void trySsh(int port) throws TargetException {
        link.door().attempt(port);
    }

    @Override
    public Optional<Login.Route> tunnel(DatabaseAddress address) {
        return Optional.of(Routes.register(() -> {
            DirectConnection direct = direct(address);
            return new Routes.Stream(direct.getInputStream(), direct.getOutputStream(), direct);
        }));
    }

    /// A server that listens on loopback only is not found under the host's own name, but right there.
    private DirectConnection direct(DatabaseAddress address) throws IOException {
        try {
            return link.client().newDirectConnection(address.host(), address.port());
        } catch (SSHException e) {
            if (!address.host().equalsIgnoreCase(link.host()) && !address.host().equalsIgnoreCase(link.alias())) {
                throw new java.net.ConnectException("not reachable from " + link.host());
            }
            return link.client().newDirectConnection(LOOPBACK, address.port());
        }
    }

    @Override
    public void close() {
        link.close();
        closing.shutdownNow();
    }
}
