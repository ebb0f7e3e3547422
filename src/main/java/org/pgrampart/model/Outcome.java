package org.pgrampart.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// What became of one control in one assessment.
public sealed interface Outcome {
    /// Why, in one sentence.
    String reason();

    /// What it was judged from.
    List<Evidence> evidence();

    Status status();

    /// The subjects that break the control; empty unless it failed or warns.
    default List<Finding> findings() {
        return List.of();
    }

    /// The same outcome with what it was judged from.
    Outcome with(List<Evidence> evidence);

    /// The control holds.
    record Pass(String reason, List<Evidence> evidence) implements Outcome {
        @Override
        public Status status() {
            return Status.PASS;
        }

        @Override
        public Pass with(List<Evidence> seen) {
            return new Pass(reason, List.copyOf(seen));
        }
    }

    /// At least one subject breaks the control; warns when none of them fails.
    record Broken(String reason, List<Finding> findings, List<Evidence> evidence) implements Outcome {
        public Broken {
            if (findings.isEmpty()) {
                throw new IllegalArgumentException("a broken control needs a finding");
            }
            findings = List.copyOf(findings);
        }

        @Override
        public Status status() {
            return findings.stream().anyMatch(f -> f.level() == Status.FAIL) ? Status.FAIL : Status.WARN;
        }

        @Override
        public Broken with(List<Evidence> seen) {
            return new Broken(reason, findings, List.copyOf(seen));
        }
    }

    /// Worth knowing, neither good nor bad.
    record Info(String reason, List<Evidence> evidence) implements Outcome {
        @Override
        public Status status() {
            return Status.INFO;
        }

        @Override
        public Info with(List<Evidence> seen) {
            return new Info(reason, List.copyOf(seen));
        }
    }

    /// The thing the control is about does not exist here.
    record NotApplicable(String reason, List<Evidence> evidence) implements Outcome {
        @Override
        public Status status() {
            return Status.NOT_APPLICABLE;
        }

        @Override
        public NotApplicable with(List<Evidence> seen) {
            return new NotApplicable(reason, List.copyOf(seen));
        }
    }

    /// It could not be read, so nothing is claimed; `missing` is the right or access that would allow it.
    record Unknown(String reason, String missing, List<Evidence> evidence) implements Outcome {
        @Override
        public Status status() {
            return Status.UNKNOWN;
        }

        @Override
        public Unknown with(List<Evidence> seen) {
            return new Unknown(reason, missing, List.copyOf(seen));
        }
    }

    static Outcome pass(String reason) {
        return new Pass(reason, List.of());
    }

    static Outcome info(String reason) {
        return new Info(reason, List.of());
    }

    static Outcome notApplicable(String because) {
        return new NotApplicable(because, List.of());
    }

    static Outcome unknown(String because, String missing) {
        return new Unknown(because, missing, List.of());
    }

    /// Broken when there are findings, worst first; else a pass for the reason given.
    static Outcome of(List<Finding> findings, String whenGood) {
        if (findings.isEmpty()) {
            return pass(whenGood);
        }
        var sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing((Finding f) -> f.level() == Status.FAIL ? 0 : 1));
        return new Broken(reason(sorted), sorted, List.of());
    }

    /// The same with a reason of its own.
    static Outcome broken(String reason, Finding... findings) {
        return new Broken(reason, Arrays.asList(findings), List.of());
    }

    private static String reason(List<Finding> findings) {
        Finding first = findings.getFirst();
        String one = first.subject().name() + ": " + first.seen();
        return findings.size() == 1 ? one : one + ", and " + (findings.size() - 1) + " more";
    }
}
