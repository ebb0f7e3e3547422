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

    /// What the deciding line asks for: method and options, `scram-sha-256 clientcert=verify-full`.
    public String demand() {
        return rule.map(line -> {
                    StringBuilder words = new StringBuilder(line.rule().method());
                    line.rule().options().forEach(option -> words.append(' ').append(option));
                    return words.toString();
                })
                .orElse("");
    }

    /// Whether both ask for the same, whatever line it stands in.
    public boolean alike(Decision other) {
        if (verdict != other.verdict || !demand().equals(other.demand()) || possible.size() != other.possible.size()) {
            return false;
        }
        for (int i = 0; i < possible.size(); i++) {
            if (!possible.get(i).alike(other.possible.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// `pg_hba.conf:12`, empty where no single line decides.
    public String place() {
        return rule.map(FileRule::shortPlace).orElse("");
    }

    /// `scram-sha-256 (pg_hba.conf:12)`, `rejected (pg_hba.conf:3)`, `no line matches`, `not known`.
    public String words() {
        return switch (verdict) {
            case ADMITS_BY -> demand() + " (" + place() + ")";
            case REJECTED -> "rejected (" + place() + ")";
            case NO_RULE -> "no line matches";
            case DEPENDS -> "not known";
        };
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
