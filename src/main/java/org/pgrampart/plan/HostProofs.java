package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes proofs of what the host said before and after, and of who came back: pure.
final class HostProofs {
    private static final String APPLICATION = "application";

    private HostProofs() {}

    static List<Proof> of(Before before, List<Verdict> after) {
        List<Proof> proofs = new ArrayList<>();
        for (Verdict verdict : after) {
            switch (verdict.what()) {
                case APPLICATION -> {} // with the sessions seen, below
                case "rescue" ->
                    proofs.add(Proof.of(
                            "The way to undo everything on the host itself is open",
                            verdict.state() == Verdict.State.PASSED,
                            verdict.detail()));
                case "certificate" -> proofs.add(proof("The port shows the certificate that is installed", verdict));
                case "log" -> {} // a hint, for the transcript only
                default -> proofs.add(proof("File " + verdict.what(), verdict));
            }
        }
        boolean lost = before.host("rescue")
                        .filter(v -> v.state() == Verdict.State.PASSED)
                        .isPresent()
                && after.stream().noneMatch(verdict -> verdict.what().equals("rescue"));
        if (lost) {
            proofs.add(
                    Proof.failed("The way to undo everything on the host itself is open", "nothing was heard of it"));
        }
        return List.copyOf(proofs);
    }

    private static Proof proof(String what, Verdict verdict) {
        return switch (verdict.state()) {
            case PASSED, NOTED -> Proof.proven(what, verdict.detail());
            case REFUSED -> Proof.failed(what, verdict.detail());
            case UNCHECKED -> Proof.unproven(what, verdict.detail());
        };
    }

    /// The application's own login: tried on the host, else seen to come anew, else unproven.
    ///
    /// @param risky whether the plan may shut anybody out; else only what was really tried counts
    /// @param came who logged in since: `role@address`
    static Optional<Proof> application(Before before, List<Verdict> after, Set<String> came, boolean risky) {
        String what = "The application still logs in";
        Optional<Verdict> now = after.stream()
                .filter(verdict -> verdict.what().equals(APPLICATION))
                .findFirst();
        boolean could = before.host(APPLICATION)
                .filter(verdict -> verdict.state() == Verdict.State.PASSED)
                .isPresent();
        if (now.isPresent() && now.get().state() == Verdict.State.PASSED) {
            return Optional.of(Proof.proven(what, now.get().detail()));
        }
        if (could && now.isPresent() && now.get().state() == Verdict.State.REFUSED) {
            return Optional.of(
                    Proof.failed(what, "it could before, and now: " + now.get().detail()));
        }
        Optional<String> seen = before.clients().stream().filter(came::contains).findFirst();
        if (seen.isPresent()) {
            return Optional.of(Proof.proven(what, "a new session of " + seen.get() + " has come since"));
        }
        if (!risky || now.isEmpty() && before.clients().isEmpty()) {
            return Optional.empty();
        }
        String why = now.map(verdict ->
                        could ? verdict.detail() : "its login could not be tried before either: " + verdict.detail())
                .orElse("none of its sessions was seen to come anew");
        return Optional.of(Proof.unproven(what, why));
    }

    /// Standbys and other receivers of changes are there again.
    static Optional<Proof> replicas(Before before, Set<String> now) {
        if (before.replicas().isEmpty()) {
            return Optional.empty();
        }
        String what = "The standbys are connected";
        List<String> missing = before.replicas().stream()
                .filter(name -> !now.contains(name))
                .sorted()
                .toList();
        return Optional.of(
                missing.isEmpty()
                        ? Proof.proven(what, String.join(", ", before.replicas()))
                        : Proof.failed(what, String.join(", ", missing) + " has not come back"));
    }

    /// Whether the server would start again with the files as they are now.
    static List<Proof> restart(List<Verdict> verdicts) {
        String what = "The server would start again";
        Optional<Verdict> refused = verdicts.stream()
                .filter(verdict -> verdict.state() == Verdict.State.REFUSED)
                .findFirst();
        if (refused.isPresent()) {
            return List.of(Proof.failed(
                    what, refused.get().what() + ": " + refused.get().detail()));
        }
        return verdicts.stream()
                .filter(verdict -> verdict.what().equals("start") && verdict.state() == Verdict.State.PASSED)
                .map(verdict -> Proof.proven(what, verdict.detail()))
                .toList(); // where it could not be tried, the plan was judged by that before
    }
}
