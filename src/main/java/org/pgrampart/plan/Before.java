package org.pgrampart.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;

/// What is compared with afterwards, read in the moment before anything changes.
///
/// @param clock the server's own time, as it writes it
/// @param replicas the standbys and other receivers that are connected: `role@address application`
/// @param clients the programs that are connected as other roles than ours: `role@address`
/// @param root whether commands could be run as root
/// @param host what the host said of itself
record Before(String clock, Set<String> replicas, Set<String> clients, boolean root, List<Verdict> host) {
    static final Query REPLICAS = Query.cluster("""
            SELECT usename || '@' || coalesce(host(client_addr), 'socket') || ' ' || coalesce(application_name, '') AS name
              FROM pg_catalog.pg_stat_replication WHERE state IN ('streaming', 'catchup')""").needs(Query.ALL_STATS);

    private static final Query CLOCK = Query.cluster("SELECT pg_catalog.clock_timestamp()::text AS now");

    private static final Query CLIENTS = Query.cluster("""
            SELECT DISTINCT usename || '@' || coalesce(host(client_addr), 'socket') AS name
              FROM pg_catalog.pg_stat_activity
             WHERE backend_type = 'client backend' AND usename <> session_user AND application_name <> 'pgrampart'""").needs(Query.ALL_STATS);

    Before {
        replicas = Set.copyOf(replicas);
        clients = Set.copyOf(clients);
        host = List.copyOf(host);
    }

    static Before read(ReadSession session, List<Verdict> host, Instant at) throws TargetException {
        Answers answers = session.read(List.of(CLOCK, REPLICAS, CLIENTS), at, Optional.empty(), Progress.NONE);
        String clock = answers.find(CLOCK) instanceof Answer.Seen<Rows>(Rows rows)
                ? rows.first().text("now")
                : "infinity";
        return new Before(
                clock,
                names(answers, REPLICAS),
                names(answers, CLIENTS),
                session.server().hasRoot(),
                host);
    }

    static Set<String> names(Answers answers, Query query) {
        Set<String> names = new TreeSet<>();
        if (answers.find(query) instanceof Answer.Seen<Rows>(Rows rows)) {
            for (Row row : rows) {
                names.add(row.text("name"));
            }
        }
        return names;
    }

    /// What the host said about one thing, where it said anything.
    Optional<Verdict> host(String what) {
        return host.stream().filter(verdict -> verdict.what().equals(what)).findFirst();
    }
}
