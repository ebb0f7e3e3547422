package org.pgrampart.catalogue.updates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.HostPackages;
import org.pgrampart.probe.PendingUpdates;

class NoSecurityUpdateIsPendingTest {
    private final NoSecurityUpdateIsPending check = new NoSecurityUpdateIsPending();
    private static final String DAY = "2026-11-23";

    private Outcome judge(String listed, String... lines) {
        List<String> all = new ArrayList<>(List.of("LISTS " + Builds.epoch(listed)));
        all.addAll(List.of(lines));
        return check.judge(new PendingUpdates(HostPackages.read(all), Builds.at(DAY)), Baseline.standard());
    }

    @Test
    void freshListsWithoutUpgradesPass() {
        assertEquals(Status.PASS, judge(DAY).status());
    }

    @Test
    void aSecurityUpdateOfOpensslFailsAndOneOfAGameDoesNot() {
        Outcome outcome = judge(
                DAY,
                "PACKAGE libssl3 3.0.11-1",
                "UPGRADE libssl3/stable-security 3.0.17-1 amd64 [upgradable from: 3.0.11-1]",
                "UPGRADE nethack/stable-security 3.6 amd64 [upgradable from: 3.5]");
        assertEquals(Status.FAIL, outcome.status());
        assertEquals(
                List.of("package libssl3"),
                outcome.findings().stream().map(f -> f.subject().name()).toList());
    }

    @Test
    void anUpdateWithoutSecurityFixesPasses() {
        assertEquals(
                Status.PASS,
                judge(DAY, "UPGRADE pgbackrest/stable 2.58 amd64 [upgradable from: 2.57]")
                        .status());
    }

    @Test
    void listsThatNobodyFetchesProveNothing() {
        assertEquals(Status.UNKNOWN, judge("2026-09-01").status());
        HostPackages never = HostPackages.read(List.of("LISTS 0"));
        assertEquals(
                Status.UNKNOWN,
                check.judge(new PendingUpdates(never, Builds.at(DAY)), Baseline.standard())
                        .status());
    }
}
