package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Effect;

class CandidatesTest {
    private static Plan plan(AlterSystem setting) {
        Plan.Item item = new Plan.Item(setting, setting, List.of(), Optional.empty());
        return new Plan(List.of(), List.of(item), Reach.ROOT, List.of());
    }

    private static final Plan RESTART_THAT_MAY_LOCK_OUT =
            plan(AlterSystem.set("shared_preload_libraries", "pgaudit", Effect.RESTART));
    private static final Plan RESTART = plan(AlterSystem.set("wal_buffers", "16MB", Effect.RESTART));

    @Test
    void aValueIsWrittenAsAFileReadsIt() {
        assertEquals("log_line_prefix = '%m [%p] \\\\ ''q'' '", Candidates.line("log_line_prefix", "%m [%p] \\ 'q' "));
        assertThrows(IllegalArgumentException.class, () -> Candidates.line("log_line_prefix", "a\nport = 1"));
    }

    @Test
    void onlyTheLinesOfTheTrialAreRead() {
        List<Verdict> verdicts = Verdict.read(
                "noise\npassed\tstart\tit started\nrefused\tmemory\ttoo \u001b[31mmuch.\nperhaps\tx\ty\nunchecked\ttls\tno openssl\n");
        assertEquals(
                List.of(Verdict.State.PASSED, Verdict.State.REFUSED, Verdict.State.UNCHECKED),
                verdicts.stream().map(Verdict::state).toList());
        assertTrue(verdicts.get(1).detail().chars().noneMatch(Character::isISOControl));
        assertTrue(verdicts.get(1).detail().endsWith("much"));
    }

    @Test
    void whatIsBrokenAlreadyIsToldAsThat() {
        assertTrue(Candidates.broken(List.of(Verdict.passed("start", "it started"), Verdict.unchecked("tls", "?")))
                .isEmpty());
        ApplyException broken = Candidates.broken(List.of(Verdict.refused("settings", "FATAL: no such library")))
                .orElseThrow();
        assertEquals(ApplyException.State.UNTOUCHED, broken.state());
        assertTrue(broken.happened().startsWith("Even without these changes"), broken.happened());
    }

    @Test
    void oneRefusalIsEnough() {
        Optional<ApplyException> refusal = Candidates.refusal(
                RESTART, List.of(Verdict.passed("start", "it started"), Verdict.refused("memory", "too much")));
        assertEquals(ApplyException.State.UNTOUCHED, refusal.orElseThrow().state());
        assertTrue(refusal.get().happened().contains("memory: too much"));
    }

    @Test
    void whatCouldNotBeTriedIsRefusedOnlyWhereARestartMayLockOut() {
        List<Verdict> verdicts = List.of(Verdict.unchecked("start", "there is no initdb"));
        assertTrue(Candidates.refusal(RESTART_THAT_MAY_LOCK_OUT, verdicts)
                .orElseThrow()
                .happened()
                .contains("there is no initdb"));
        assertTrue(Candidates.refusal(RESTART, verdicts).isEmpty());
        assertTrue(Candidates.refusal(plan(AlterSystem.set("session_preload_libraries", "", Effect.RELOAD)), verdicts)
                .isEmpty());
        assertTrue(Candidates.refusal(RESTART_THAT_MAY_LOCK_OUT, List.of()).isEmpty());
    }
}
