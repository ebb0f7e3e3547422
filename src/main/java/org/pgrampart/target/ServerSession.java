package org.pgrampart.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Sql;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Earlier;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.PortFacts;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;
import org.pgrampart.target.TargetException.Kind;

/// One PostgreSQL login with, where there is one, a shell on the host. One thread at a time, but for [#cancel].
final class ServerSession implements WriteSession, Collector.Source {
    /// Makes connections like those of this session anew.
    @FunctionalInterface
    interface Again {
        ServerSession open(boolean readOnly) throws TargetException;
    }

    private static final String SILENT = """
            SET LOCAL log_statement = 'none'; SET LOCAL log_min_duration_statement = -1;
            SET LOCAL log_min_error_statement = 'panic'; SET LOCAL log_min_messages = 'panic';
            SET LOCAL pgaudit.log = 'none'; SET LOCAL pg_stat_statements.track_utility = off;
            """;

    private final Login login;
    private final Connection connection;
    private final Optional<HostShell> shell;
    private final Server server;
    private final PortLook port;
    private final Again again;
    private final AtomicInteger jdbc = new AtomicInteger();
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicReference<java.sql.@Nullable Statement> running = new AtomicReference<>();
    private final Map<String, Connection> others = new LinkedHashMap<>();
    private volatile boolean cancelled;

    ServerSession(
            Login login, Connection connection, Optional<HostShell> shell, Server server, PortLook port, Again again) {
        this.login = login;
        this.connection = connection;
        this.shell = shell;
        this.server = server;
        this.port = port;
        this.again = again;
    }

    @Override
    public Server server() {
        return server;
    }

    @Override
    public Answers read(
            Collection<? extends Request> requests, Instant at, Optional<Earlier> earlier, Progress progress)
            throws TargetException {
        cancelled = false;
        try {
            return new Collector(server, this, progress).collect(requests, at, earlier);
        } finally {
            closeOthers();
        }
    }

    @Override
    public List<Answer<Rows>> ask(@Nullable String database, List<String> questions) throws TargetException {
        if (questions.isEmpty()) {
            return List.of();
        }
        try {
            Connection asked =
                    database == null || database.equals(login.address().database()) ? connection : other(database);
            return new Batch(asked, jdbc, running, () -> cancelled).ask(questions);
        } catch (SQLException e) {
            if (cancelled) {
                throw new TargetException(Kind.BROKEN, "It was cancelled.", "Start again when you like.", e);
            }
            throw Causes.of(e, login.address());
        }
    }

    private Connection other(String database) throws SQLException {
        Connection open = others.get(database);
        if (open == null) {
            open = login.open(database, true);
            others.put(database, open);
        }
        return open;
    }

    private void closeOthers() {
        others.values().forEach(ServerSession::quietly);
        others.clear();
    }

    @Override
    public Optional<HostShell> shell() {
        return shell;
    }

    @Override
    public Answer<PortFacts> port() {
        return port.look();
    }

    @Override
    public void countCommand() {
        commands.incrementAndGet();
    }

    @Override
    public Rounds rounds() {
        return new Rounds(jdbc.get(), commands.get());
    }

    @Override
    public void transaction(@Nullable String database, List<WriteSession.Statement> statements) throws TargetException {
        boolean secret = statements.stream().anyMatch(s -> s.secret() != null);
        boolean own = database == null || database.equals(login.address().database());
        try {
            Connection used = own ? connection : login.open(database == null ? "" : database, false);
            try (java.sql.Statement statement = used.createStatement()) {
                running.set(statement);
                statement.setEscapeProcessing(false);
                statement.execute("BEGIN; SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '30s';"
                        + " SET LOCAL search_path = pg_catalog");
                if (secret && server.superuser()) {
                    statement.execute(SILENT);
                }
                for (WriteSession.Statement one : statements) {
                    jdbc.incrementAndGet();
                    statement.execute(filled(one));
                }
                statement.execute("COMMIT");
            } catch (SQLException e) {
                rollback(used);
                throw refused(e, secret);
            } finally {
                running.set(null);
                if (!own) {
                    quietly(used);
                }
            }
        } catch (SQLException e) {
            throw Causes.of(e, login.address());
        }
    }

    @Override
    public void alone(WriteSession.Statement one) throws TargetException {
        try (java.sql.Statement statement = connection.createStatement()) {
            running.set(statement);
            statement.setEscapeProcessing(false);
            jdbc.incrementAndGet();
            statement.execute(filled(one));
        } catch (SQLException e) {
            throw refused(e, one.secret() != null);
        } finally {
            running.set(null);
        }
    }

    private static String filled(WriteSession.Statement one) {
        Secret secret = one.secret();
        return secret == null ? one.text() : one.text().replace(":'secret'", Sql.literal(secret.reveal()));
    }

    private static void rollback(Connection used) {
        try (java.sql.Statement statement = used.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            quietly(used);
        }
    }

    /// The cause of a failure with a secret in it is not kept: the driver's exception may quote the statement.
    private static TargetException refused(SQLException e, boolean secret) {
        String state = String.valueOf(e.getSQLState());
        Kind kind = state.equals("42501") ? Kind.RIGHTS : Kind.BROKEN;
        String remedy = switch (state) {
            case "42501" -> "Connect as a superuser, or have one make this change.";
            case "55P03", "57014" -> "Something else holds it; look at pg_locks and try again.";
            case "XX000" -> "Somebody changed the same thing at the same moment; try again.";
            default -> "Nothing of this transaction was kept; look at the reason and try again.";
        };
        String happened = "The server refused a change: " + Causes.words(e) + ".";
        return secret ? new TargetException(kind, happened, remedy) : new TargetException(kind, happened, remedy, e);
    }

    @Override
    public Output script(String script, byte[] input, boolean asRoot, Duration timeout) throws TargetException {
        HostShell host = shell.orElseThrow(() ->
                new TargetException(Kind.RIGHTS, "There is no shell on the server.", "Connect with SSH as well."));
        countCommand();
        return host.run(script, input, asRoot, timeout);
    }

    @Override
    public ServerTimer timer(@Nullable String database, List<WriteSession.Statement> statements, Duration window)
            throws TargetException {
        Connection own = null;
        try {
            own = login.open(database == null ? login.address().database() : database, false);
            List<String> texts = statements.stream().map(ServerSession::filled).toList();
            ServerTimer timer = SleepingBackend.start(own, texts, window);
            own = null;
            return timer;
        } catch (SQLException e) {
            throw refused(e, true);
        } finally {
            if (own != null) {
                quietly(own);
            }
        }
    }

    @Override
    public Tried tryLogin(String role, String database, boolean tls, boolean password) {
        return login.attempt(role, database, tls, password);
    }

    @Override
    public void trySsh(int port) throws TargetException {
        HostShell host = shell.orElseThrow(() ->
                new TargetException(Kind.UNREACHABLE, "There is no shell on the server.", "Connect with SSH as well."));
        host.trySsh(port);
    }

    @Override
    public ReadSession fresh() throws TargetException {
        return again.open(true);
    }

    @Override
    public WriteSession again() throws TargetException {
        return again.open(false);
    }

    @Override
    public void cancel() {
        cancelled = true;
        java.sql.Statement statement = running.get();
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                quietly(connection);
            }
        }
        shell.ifPresent(HostShell::cancel);
    }

    @Override
    public void close() {
        closeOthers();
        quietly(connection);
        shell.ifPresent(HostShell::close);
    }

    /// A connection that cannot even be closed is gone already.
    static void quietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            java.util.logging.Logger.getLogger(ServerSession.class.getName()).fine("closing: " + e.getSQLState());
        }
    }
}
