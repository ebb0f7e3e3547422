package org.pgrampart.access;

import java.util.List;

/// What new rules mean for one login.
public record AccessChange(Login login, Decision before, Decision after) {
    /// How the login fares.
    public enum Kind {
        SAME,
        /// It was let in and is no longer.
        LOSES_ACCESS,
        /// It was refused and is let in now.
        GAINS_ACCESS,
        /// It is let in as before but has to prove itself in another way.
        OTHER_METHOD,
        /// Before or after depends on what we do not know.
        UNCERTAIN
    }

    public Kind kind() {
        if (before.verdict() == Verdict.DEPENDS || after.verdict() == Verdict.DEPENDS) {
            return before.equals(after) ? Kind.SAME : Kind.UNCERTAIN;
        }
        if (before.admits() != after.admits()) {
            return before.admits() ? Kind.LOSES_ACCESS : Kind.GAINS_ACCESS;
        }
        return before.admits() && !before.method().equals(after.method()) ? Kind.OTHER_METHOD : Kind.SAME;
    }

    /// Judges each login by the rules before and after.
    public static List<AccessChange> compare(AccessSimulator before, AccessSimulator after, List<Login> logins) {
        return logins.stream()
                .map(login -> new AccessChange(login, before.decide(login), after.decide(login)))
                .toList();
    }
}
