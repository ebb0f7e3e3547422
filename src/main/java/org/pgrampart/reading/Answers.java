package org.pgrampart.reading;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.model.Status;

/// Everything that came back in one assessment. It can be kept and judged again elsewhere.
///
/// @param at when it was read, by the clock of the machine that runs the program
/// @param cluster answers to queries of cluster scope
/// @param perDatabase answers to queries of database scope, by database name
/// @param soFar what this run has judged so far, by control number; filled for the last checks only
public record Answers(
        Server server,
        Instant at,
        Map<Query, Answer<Rows>> cluster,
        Map<Query, Map<String, Answer<Rows>>> perDatabase,
        Map<Command, Answer<Output>> outputs,
        Answer<PortFacts> port,
        Optional<Earlier> earlier,
        Map<String, Status> soFar) {

    /// The answer to a query of cluster scope.
    ///
    /// @throws Unreadable when it could not be read
    /// @throws NotHere when this release has nothing of the kind
    public Rows rows(Query query) {
        return find(query).get();
    }

    /// The same for a check that can also judge without it.
    public Answer<Rows> find(Query query) {
        return cluster.getOrDefault(query, new Answer.Unseen<>("it was not asked for", "a new assessment"));
    }

    /// The answers of every database that could be read. The assessor lets no check pass over one that could not.
    ///
    /// @throws Unreadable when no database could be read
    public Map<String, Rows> byDatabase(Query query) {
        Map<String, Rows> seen = new LinkedHashMap<>();
        Map<String, Answer<Rows>> answers = perDatabase.getOrDefault(query, Map.of());
        answers.forEach((database, answer) -> {
            if (answer instanceof Answer.Seen<Rows>(Rows rows)) {
                seen.put(database, rows);
            }
        });
        if (seen.isEmpty()) {
            for (Answer<Rows> answer : answers.values()) {
                answer.get();
            }
            throw new Unreadable("no database could be read", "CONNECT on the databases");
        }
        return seen;
    }

    /// What a command printed.
    ///
    /// @throws Unreadable when there is no shell or a right is missing
    /// @throws NotHere when the thing does not exist or is not looked at on a practice server
    public Output output(Command command) {
        return find(command).get();
    }

    /// The same for a check that can also judge without it.
    public Answer<Output> find(Command command) {
        return outputs.getOrDefault(command, new Answer.Unseen<>("it was not asked for", "a new assessment"));
    }

    public Answers soFar(Map<String, Status> outcomes) {
        return new Answers(server, at, cluster, perDatabase, outputs, port, earlier, Map.copyOf(outcomes));
    }
}
