package org.pgrampart.target;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pgrampart.model.Secret;

/// Asks each secret once and keeps it in memory, so that proving by new connections asks nothing again.
final class RememberedSecrets implements Secrets {
    private record Question(Kind kind, String what) {}

    private final Secrets person;
    private final Map<Question, Secret> known = new ConcurrentHashMap<>();

    RememberedSecrets(Secrets person) {
        this.person = person;
    }

    @Override
    public Optional<Secret> ask(Kind kind, String what) {
        Question question = new Question(kind, what);
        Secret secret = known.get(question);
        if (secret != null) {
            return Optional.of(secret);
        }
        Optional<Secret> answer = person.ask(kind, what);
        answer.ifPresent(s -> known.put(question, s));
        return answer;
    }

    /// The server refused it, so the next attempt asks again.
    void forget(Kind kind, String what) {
        known.remove(new Question(kind, what));
    }
}
