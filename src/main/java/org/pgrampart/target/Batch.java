package org.pgrampart.target;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Printable;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// Asks many SELECTs of one database in one round trip, in one read-only transaction.
///
/// Where one of them fails unexpectedly the rest are asked one by one, so that only its own answer is lost.
final class Batch {
    /// Rows kept of one answer; a hostile or huge server must not fill our memory.
    private static final int MOST_ROWS = 200_000;

    private static final String BEGIN = """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL statement_timeout = '15s'; SET LOCAL lock_timeout = '1s';
            SET LOCAL idle_in_transaction_session_timeout = '30s'; SET LOCAL search_path = pg_catalog;
            SET LOCAL jit = off;
            """;

    private static final int PREAMBLE = 6;

    private final Connection connection;
    private final AtomicInteger rounds;
    private final AtomicReference<@Nullable Statement> running;
    private final BooleanSupplier cancelled;

    /// @param cancelled whether the person has ended it; the server's words would depend on its language
    Batch(
            Connection connection,
            AtomicInteger rounds,
            AtomicReference<@Nullable Statement> running,
            BooleanSupplier cancelled) {
        this.connection = connection;
        this.rounds = rounds;
        this.running = running;
        this.cancelled = cancelled;
    }

    /// The answers, in the order of the questions.
    ///
    /// @throws SQLException when the connection is lost or the person cancelled
    List<Answer<Rows>> ask(List<String> questions) throws SQLException {
        if (questions.isEmpty()) {
            return List.of();
        }
        try {
            return seen(together(questions));
        } catch (SQLException e) {
            abandon(e);
        }
        List<Answer<Rows>> answers = new ArrayList<>();
        for (String question : questions) {
            try {
                answers.addAll(seen(together(List.of(question))));
            } catch (SQLException e) {
                abandon(e);
                answers.add(new Answer.Unseen<>(because(e), missing(e)));
            }
        }
        return answers;
    }

    private static List<Answer<Rows>> seen(List<Rows> rows) {
        List<Answer<Rows>> answers = new ArrayList<>();
        rows.forEach(r -> answers.add(new Answer.Seen<>(r)));
        return answers;
    }

    private List<Rows> together(List<String> questions) throws SQLException {
        String sql = BEGIN + String.join(";\n", questions) + ";\nROLLBACK";
        List<Rows> answers = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setMaxRows(MOST_ROWS);
            running.set(statement);
            rounds.incrementAndGet();
            boolean isRows = statement.execute(sql);
            for (int i = 0; i < PREAMBLE; i++) {
                isRows = statement.getMoreResults();
            }
            for (int i = 0; i < questions.size(); i++) {
                if (!isRows) {
                    throw new SQLException("a question gave no rows: " + questions.get(i));
                }
                try (ResultSet result = statement.getResultSet()) {
                    answers.add(rows(result));
                }
                isRows = statement.getMoreResults();
            }
            return answers;
        } finally {
            running.set(null);
        }
    }

    /// Leaves the failed transaction; a lost connection or a cancelled statement goes up.
    private void abandon(SQLException e) throws SQLException {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("08") || state.equals("57P01") || state.equals("57014") && cancelled.getAsBoolean()) {
            throw e;
        }
        rounds.incrementAndGet();
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        }
    }

    private static String because(SQLException e) {
        String message = e instanceof org.postgresql.util.PSQLException p && p.getServerErrorMessage() != null
                ? String.valueOf(p.getServerErrorMessage().getMessage())
                : String.valueOf(e.getMessage());
        return "the server answered: " + Printable.line(message);
    }

    private static String missing(SQLException e) {
        return "42501".equals(e.getSQLState())
                ? "the right that the server names, or a superuser session"
                : "a server that answers this query";
    }

    private static Rows rows(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        List<Row> rows = new ArrayList<>();
        while (result.next()) {
            var values = new LinkedHashMap<String, @Nullable String>();
            for (int c = 1; c <= columns.getColumnCount(); c++) {
                values.put(columns.getColumnLabel(c), result.getString(c));
            }
            rows.add(new Row(values));
        }
        return new Rows(rows);
    }
}
