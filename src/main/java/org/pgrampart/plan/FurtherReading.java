package org.pgrampart.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.probe.WhoLogsIn;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Unreadable;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;

/// Reads what pg_hba.conf takes from other files, round by round, as each may name further ones; and what the clients
/// are called, where a rule goes by names.
final class FurtherReading {
    /// PostgreSQL itself stops at ten files in each other.
    private static final int MOST_ROUNDS = 12;

    private FurtherReading() {}

    /// The answers with all that; no round trip at all where pg_hba.conf stands alone and knows no names.
    static Answers read(ReadSession session, Answers first) throws TargetException {
        Answers answers = first;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Set<Request> missing = missing(answers);
            if (missing.isEmpty()) {
                break;
            }
            answers = joined(answers, session.read(missing, first.at(), Optional.empty(), Progress.NONE));
        }
        return answers;
    }

    private static Set<Request> missing(Answers answers) {
        try {
            return WhoLogsIn.more(answers);
        } catch (Unreadable notAtAll) {
            return Set.of();
        }
    }

    private static Answers joined(Answers one, Answers more) {
        Map<Command, Answer<Output>> outputs = new LinkedHashMap<>(one.outputs());
        outputs.putAll(more.outputs());
        return new Answers(
                one.server(),
                one.at(),
                one.cluster(),
                one.perDatabase(),
                outputs,
                one.port(),
                one.earlier(),
                one.soFar());
    }
}
