package org.pgrampart.access;

import java.util.List;
import java.util.Optional;

/// What pg_hba decides about a login and by which line.
///
/// `because` is empty but for [Verdict#DEPENDS], where `possible` holds every decision that may come out.
public record Decision(Verdict verdict, Optional<FileRule> rule, String because, List<Decision> possible) {
    public Decision {
        possible = List.copyOf(possible);
    }

    static Decision by(FileRule rule) {
        Verdict verdict = rule.rule().isReject() ? Verdict.REJECTED : Verdict.ADMITS_BY;
        return new Decision(verdict, Optional.of(rule), "", List.of());
    }

    static Decision none() {
        return new Decision(Verdict.NO_RULE, Optional.empty(), "", List.of());
    }

    static Decision depends(String because, List<Decision> possible) {
        return new Decision(Verdict.DEPENDS, Optional.empty(), because, possible);
    }

    /// The method of the deciding line, empty where no single line decides.
    public String method() {
        return rule.map(line -> line.rule().method()).orElse("");
    }

    /// Whether a line lets the login try.
    public boolean admits() {
        return verdict == Verdict.ADMITS_BY;
    }

    /// Whether the login is surely refused.
    public boolean refuses() {
        return verdict == Verdict.REJECTED || verdict == Verdict.NO_RULE;
    }

    /// Whether the login may get through: for sure or depending on what we do not know.
    public boolean mayAdmit() {
        return admits()
                || (verdict == Verdict.DEPENDS
                        && (possible.isEmpty() || possible.stream().anyMatch(Decision::admits)));
    }
}
