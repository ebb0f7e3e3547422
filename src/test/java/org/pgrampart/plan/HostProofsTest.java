package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.plan.Proof.Result;
import org.pgrampart.plan.Refusals.Try;
import org.pgrampart.target.Tried;

class HostProofsTest {
    private static final Verdict IN = Verdict.passed("application", "shop to shop");
    private static final Verdict OUT = Verdict.refused("application", "refused");
    private static final Verdict UNTRIED = Verdict.unchecked("application", "no python3");

    private static Before before(Set<String> clients, Verdict... host) {
        return new Before("2026-01-01 00:00:00+00", Set.of("repl@10.0.0.2 standby"), clients, true, List.of(host));
    }

    private static Optional<Result> application(Before before, List<Verdict> after, Set<String> came, boolean risky) {
        return HostProofs.application(before, after, came, risky).map(Proof::result);
    }

    @Test
    void anApplicationThatCouldLogInAndNoLongerCanIsAFailure() {
        assertEquals(Optional.of(Result.FAILED), application(before(Set.of(), IN), List.of(OUT), Set.of(), false));
    }

    @Test
    void anApplicationThatLogsInIsProven() {
        assertEquals(Optional.of(Result.PROVEN), application(before(Set.of(), OUT), List.of(IN), Set.of(), true));
    }

    @Test
    void oneThatNeverCouldBeTriedIsProvenByANewSessionOnly() {
        Before before = before(Set.of("shop@10.0.0.9"), UNTRIED);
        assertEquals(Optional.of(Result.PROVEN), application(before, List.of(UNTRIED), Set.of("shop@10.0.0.9"), true));
        assertEquals(
                Optional.of(Result.UNPROVEN), application(before, List.of(UNTRIED), Set.of("other@10.0.0.9"), true));
        assertEquals(Optional.of(Result.UNPROVEN), application(before(Set.of(), OUT), List.of(OUT), Set.of(), true));
    }

    @Test
    void whereNobodyCanBeShutOutNothingHasToBeAccepted() {
        assertEquals(Optional.empty(), application(before(Set.of(), UNTRIED), List.of(UNTRIED), Set.of(), false));
        assertEquals(Optional.empty(), application(before(Set.of()), List.of(), Set.of(), true));
    }

    @Test
    void noFreeSlotIsNeitherProofNorFailure() {
        Verdict full = Verdict.unchecked("application", "all connection slots of the server are taken");
        assertEquals(Optional.of(Result.UNPROVEN), application(before(Set.of(), IN), List.of(full), Set.of(), true));
        Try one = new Try("shop", "shop", true, false);
        assertEquals(
                Result.UNPROVEN,
                Refusals.judged(one, new Tried(false, "53300", "too many clients"))
                        .result());
    }

    @Test
    void aRefusalThatWasWantedIsProvenByARefusalAlone() {
        Try one = new Try("shop", "shop", false, true);
        assertEquals(
                Result.PROVEN,
                Refusals.judged(one, new Tried(false, "28000", "no entry")).result());
        assertEquals(
                Result.PROVEN,
                Refusals.judged(one, new Tried(false, "08004", "a password")).result());
        assertEquals(
                Result.FAILED,
                Refusals.judged(one, new Tried(true, "00000", "logged in")).result());
        assertEquals(
                Result.UNPROVEN,
                Refusals.judged(one, new Tried(false, "08001", "no answer")).result());
    }

    @Test
    void aStandbyThatStaysAwayIsAFailure() {
        Before before = before(Set.of());
        assertEquals(
                Result.PROVEN,
                HostProofs.replicas(before, Set.of("repl@10.0.0.2 standby"))
                        .orElseThrow()
                        .result());
        Proof away = HostProofs.replicas(before, Set.of()).orElseThrow();
        assertEquals(Result.FAILED, away.result());
        assertTrue(away.detail().contains("10.0.0.2"));
    }

    @Test
    void aLostWayBackAndABrokenStartAreFailures() {
        Before before = before(Set.of(), Verdict.passed("rescue", "postgres gets in"));
        assertEquals(
                List.of(Result.FAILED),
                HostProofs.of(before, List.of()).stream().map(Proof::result).toList());
        assertEquals(
                Result.FAILED,
                HostProofs.restart(List.of(Verdict.refused("start", "FATAL")))
                        .getFirst()
                        .result());
        assertEquals(List.of(), HostProofs.restart(List.of(Verdict.unchecked("start", "no initdb"))));
    }

    @Test
    void aHintFromTheLogDecidesNothing() {
        Verdict hint = Verdict.read("noted\tlog\tFATAL: somebody else\n").getFirst();
        assertEquals(List.of(), HostProofs.of(before(Set.of()), List.of(hint)));
    }
}
