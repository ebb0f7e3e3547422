package org.pgrampart.target;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pgrampart.target.TargetException.Kind;

/// A [ServerTimer] as a connection whose one statement sleeps in the server.
final class SleepingBackend implements ServerTimer {
    // what would end the sleep, and what would write verifiers into a log; each only where the server knows it
    private static final String PREPARE = """
            SELECT pg_catalog.set_config(s.name, v.value, false)
              FROM (VALUES ('statement_timeout', '0', false), ('idle_session_timeout', '0', false),
                           ('idle_in_transaction_session_timeout', '0', false), ('transaction_timeout', '0', false),
                           ('client_connection_check_interval', '0', false), ('lock_timeout', '5s', false),
                           ('default_transaction_read_only', 'off', false), ('search_path', 'pg_catalog', false),
                           ('log_statement', 'none', true), ('log_min_duration_statement', '-1', true),
                           ('log_min_duration_sample', '-1', true), ('log_duration', 'off', true),
                           ('log_min_error_statement', 'panic', true), ('log_min_messages', 'panic', true),
                           ('pgaudit.log', 'none', true), ('pg_stat_statements.track', 'none', true))
                   AS v(name, value, superuser)
              JOIN pg_catalog.pg_settings s USING (name)
             WHERE NOT v.superuser
                OR (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)""";

    // the statements come as values, never as part of a text that others may see
    private static final String STATEMENTS = "SELECT pg_catalog.set_config('pgrampart.undo', ?::text[]::text, false),"
            + " pg_catalog.set_config('pgrampart.seconds', ?, false),"
            + " pg_catalog.set_config('application_name', ?, false)";

    private static final String SLEEP = """
            DO $deadman$
            DECLARE
                undo text[] := pg_catalog.current_setting('pgrampart.undo')::text[];
                one text;
                tries int := 0;
            BEGIN
                PERFORM pg_catalog.pg_sleep(pg_catalog.current_setting('pgrampart.seconds')::float8);
                LOOP
                    BEGIN
                        FOREACH one IN ARRAY undo LOOP
                            EXECUTE one;
                        END LOOP;
                        EXIT;
                    EXCEPTION WHEN OTHERS THEN -- somebody else holds it: again
                        tries := tries + 1;
                        IF tries > 120 THEN
                            RAISE;
                        END IF;
                        PERFORM pg_catalog.pg_sleep(1);
                    END;
                END LOOP;
                COMMIT;
            END $deadman$""";

    private final Connection connection;
    private final int pid;
    private final CompletableFuture<State> end = new CompletableFuture<>();

    private SleepingBackend(Connection connection, int pid) {
        this.connection = connection;
        this.pid = pid;
    }

    /// @param undo whole statements, secrets in them
    static SleepingBackend start(Connection connection, List<String> undo, Duration window)
            throws SQLException, TargetException {
        connection.setNetworkTimeout(Runnable::run, 0);
        int pid;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
            rows.next();
            pid = rows.getInt(1);
        }
        if (pid != connection.unwrap(org.postgresql.PGConnection.class).getBackendPID()) {
            throw new TargetException(
                    Kind.WRONG_INPUT,
                    "A connection pooler stands in between, so no timer can wait in the server.",
                    "Give the port of PostgreSQL itself.");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(PREPARE);
        }
        try (PreparedStatement statement = connection.prepareStatement(STATEMENTS)) {
            statement.setArray(1, connection.createArrayOf("text", undo.toArray()));
            statement.setString(2, Long.toString(window.toSeconds()));
            statement.setString(3, NAME);
            statement.execute();
        }
        SleepingBackend timer = new SleepingBackend(connection, pid);
        Thread.ofVirtual().name("server-timer").start(timer::sleep);
        return timer;
    }

    private void sleep() {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(SLEEP);
            end.complete(State.RAN);
        } catch (SQLException e) {
            end.complete("57014".equals(e.getSQLState()) ? State.CANCELLED : State.LOST);
        }
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public State state() {
        return end.getNow(State.WAITING);
    }

    @Override
    public State ended(Duration patience) {
        try {
            return end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return State.WAITING;
        } catch (ExecutionException e) {
            return State.LOST;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return state();
        }
    }

    @Override
    public void close() {
        try {
            // closing in the ordinary way would wait for the statement
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            ServerSession.quietly(connection);
        }
    }
}
