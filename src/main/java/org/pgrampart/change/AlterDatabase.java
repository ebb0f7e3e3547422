package org.pgrampart.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Unreadable;

/// Says whether a database can be connected to, and by how many sessions at once.
///
/// @param connectionLimit -1 is no limit; superusers are never counted
public record AlterDatabase(String database, Optional<Boolean> allowConnections, Optional<Integer> connectionLimit)
        implements Change {
    private static final Query DATABASES =
            Query.cluster("SELECT datname, datallowconn, datconnlimit FROM pg_catalog.pg_database ORDER BY datname");

    public AlterDatabase {
        Sql.identifier(database);
        if (allowConnections.isEmpty() && connectionLimit.isEmpty()) {
            throw new IllegalArgumentException("A change of a database has to change something. Name a limit.");
        }
    }

    public static AlterDatabase allowConnections(String database, boolean allow) {
        return new AlterDatabase(database, Optional.of(allow), Optional.empty());
    }

    /// At most this many sessions at once; -1 is no limit.
    public static AlterDatabase connectionLimit(String database, int sessions) {
        return new AlterDatabase(database, Optional.empty(), Optional.of(sessions));
    }

    @Override
    public String summary() {
        List<String> words = new ArrayList<>();
        allowConnections.ifPresent(allow -> words.add(allow ? "connections are allowed" : "nobody connects to it"));
        connectionLimit.ifPresent(
                limit -> words.add(limit < 0 ? "no limit of sessions" : "at most %d sessions".formatted(limit)));
        return "Database " + database + ": " + String.join("; ", words);
    }

    @Override
    public List<Step> steps() {
        StringBuilder sql = new StringBuilder("ALTER DATABASE ")
                .append(Sql.identifier(database))
                .append(" WITH");
        allowConnections.ifPresent(allow -> sql.append(" ALLOW_CONNECTIONS ").append(allow));
        connectionLimit.ifPresent(limit -> sql.append(" CONNECTION LIMIT ").append(limit));
        return List.of(Step.Sql.cluster(sql.toString()));
    }

    @Override
    public List<Request> reads() {
        return List.of(DATABASES);
    }

    @Override
    public Change inverse(Answers before) {
        Row row = row(before);
        return new AlterDatabase(database, allowConnections.map(_ -> row.bool("datallowconn")), connectionLimit.map(_ ->
                (int) row.integer("datconnlimit")));
    }

    @Override
    public boolean holds(Answers now) {
        Row row = row(now);
        return allowConnections.map(allow -> allow == row.bool("datallowconn")).orElse(true)
                && connectionLimit
                        .map(limit -> limit == row.integer("datconnlimit"))
                        .orElse(true);
    }

    private Row row(Answers answers) {
        return answers.rows(DATABASES).stream()
                .filter(row -> row.text("datname").equals(database))
                .findFirst()
                .orElseThrow(() -> new Unreadable("there is no database " + database, "a new assessment"));
    }

    @Override
    public Effect effect() {
        return Effect.NEW_SESSIONS;
    }

    @Override
    public Hazard hazard() {
        boolean cuts = allowConnections.filter(allow -> !allow).isPresent()
                || connectionLimit.filter(limit -> limit >= 0).isPresent();
        return cuts ? Hazard.MAY_CUT_ACCESS : Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return Reversal.exact();
    }

    @Override
    public Map<String, String> decides() {
        Map<String, String> decided = new HashMap<>();
        allowConnections.ifPresent(allow -> decided.put("connections to " + database, allow.toString()));
        connectionLimit.ifPresent(limit -> decided.put("connection limit of database " + database, limit.toString()));
        return decided;
    }
}
