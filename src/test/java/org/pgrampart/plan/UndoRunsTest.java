package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.HostRestored;
import org.pgrampart.change.SshDropIn;
import org.pgrampart.change.Step;
import org.pgrampart.format.IpRange;

class UndoRunsTest {
    private static final Step.Run ONE = run("one");
    private static final Step.Run TWO = run("two");
    private static final Step FILE = new Step.Delete("/etc/file");

    private static Step.Run run(String word) {
        return new Step.Run(List.of(word), "");
    }

    private static List<String> told(List<Step> forward, List<Step> back) {
        FirewallRules any = FirewallRules.allow(1, List.<IpRange>of(), 2, List.of());
        return told(UndoRuns.of(new HostRestored(any, forward, Map.of()), new HostRestored(any, back, Map.of())));
    }

    private static List<String> told(List<UndoRuns.Item> items) {
        List<String> told = new ArrayList<>();
        for (UndoRuns.Item item : items) {
            told.add(word(item.step()) + (item.late() ? " when kept" : "") + " / "
                    + item.undo().map(UndoRunsTest::word).orElse("-"));
        }
        return told;
    }

    private static String word(Step step) {
        return !(step instanceof Step.Run run)
                ? "file"
                : run.argv().equals(List.of("true")) ? "-" : run.argv().getFirst();
    }

    @Test
    void commandsAreTakenBackLastOneFirst() {
        assertEquals(List.of("one / -", "two / undo"), told(List.of(ONE, TWO), List.of(run("undo"))));
        assertEquals(
                List.of("one / back one", "two / back two"),
                told(List.of(ONE, TWO), List.of(run("back two"), run("back one"))));
    }

    @Test
    void aCommandBehindTheFilesOnTheWayBackIsTiedToOneInFrontOfThem() {
        assertEquals(
                List.of("one / reload", "file / -", "two / stop"),
                told(List.of(ONE, FILE, TWO), List.of(run("stop"), FILE, run("reload"))));
    }

    @Test
    void whatHasNoCounterpartIsOnlyRunOnTheWayBack() {
        assertEquals(
                List.of("- / reload", "file / -", "two / -"), told(List.of(FILE, TWO), List.of(FILE, run("reload"))));
        assertEquals(List.of("file / -", "- / stop"), told(List.of(FILE), List.of(run("stop"), FILE)));
    }

    @Test
    void whatWaitsForTheDecisionStaysSo() {
        assertEquals(
                List.of("one / -", "file when kept / -", "two when kept / disable"),
                told(List.of(ONE, new Step.WhenKept(FILE), new Step.WhenKept(TWO)), List.of(run("disable"), FILE)));
    }

    @Test
    void sshdIsToldAgainOnceTheOldFileIsBack() {
        var edit = SshDropIn.of(Map.of("MaxAuthTries", "3"), true);
        var content = edit.on(Optional.empty());
        List<Step> back = new ArrayList<>();
        back.add(new Step.Delete(SshDropIn.FILE));
        back.add(content.steps().getLast());
        FirewallRules any = FirewallRules.allow(1, List.<IpRange>of(), 2, List.of());
        assertEquals(
                List.of("sh / sh", "file / -", "sh / -"),
                told(UndoRuns.of(content, new HostRestored(any, back, Map.of()))));
    }
}
