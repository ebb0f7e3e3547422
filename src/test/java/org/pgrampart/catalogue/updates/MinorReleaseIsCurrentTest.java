package org.pgrampart.catalogue.updates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ServerBuild;

class MinorReleaseIsCurrentTest {
    private final MinorReleaseIsCurrent check = new MinorReleaseIsCurrent();
    private static final String DAY = "2026-11-23";

    private Outcome judge(ServerBuild build) {
        return check.judge(build, Baseline.standard());
    }

    @Test
    void theNewestPassesAndOneBehindASecurityReleaseFails() {
        assertEquals(Status.PASS, judge(Builds.of(15, 20, "15.20", DAY)).status());
        assertEquals(Status.FAIL, judge(Builds.of(15, 19, "15.19", DAY)).status());
        assertEquals(
                Status.PASS, judge(Builds.of(15, 19, "15.19", "2026-11-01")).status(), "15.20 was not out that day");
    }

    @Test
    void anOldTableProvesNothingNew() {
        assertEquals(
                Status.UNKNOWN, judge(Builds.of(15, 20, "15.20", "2027-06-01")).status());
        assertEquals(
                Status.FAIL, judge(Builds.of(15, 18, "15.18", "2027-06-01")).status());
    }

    @Test
    void aDistributionsNewestPackagePassesThoughUpstreamIsFurther() {
        ServerBuild build = Builds.debian(
                15, 18, "15.18-0+deb12u1", DAY, "LISTS " + Builds.epoch(DAY), "PACKAGE postgresql-15 15.18-0+deb12u1");
        assertEquals(Status.PASS, judge(build).status());
    }

    @Test
    void aSecurityUpgradeOfTheDistributionFails() {
        ServerBuild build = Builds.debian(
                15,
                18,
                "15.18-0+deb12u1",
                DAY,
                "LISTS " + Builds.epoch(DAY),
                "PACKAGE postgresql-15 15.18-0+deb12u1",
                "UPGRADE postgresql-15/oldstable-security 15.20-0+deb12u1 amd64 [upgradable from: 15.18-0+deb12u1]");
        assertEquals(Status.FAIL, judge(build).status());
    }

    @Test
    void whatIsInstalledButDoesNotRunYetNeedsARestart() {
        ServerBuild build = Builds.debian(
                15, 18, "15.18-0+deb12u1", DAY, "LISTS " + Builds.epoch(DAY), "PACKAGE postgresql-15 15.20-0+deb12u1");
        Outcome outcome = judge(build);
        assertEquals(Status.FAIL, outcome.status());
        assertEquals("a restart", outcome.findings().getFirst().wanted());
    }

    @Test
    void stalePackageListsAreNotBelieved() {
        ServerBuild build = Builds.debian(
                15,
                18,
                "15.18-0+deb12u1",
                DAY,
                "LISTS " + Builds.epoch("2026-06-01"),
                "PACKAGE postgresql-15 15.18-0+deb12u1");
        Outcome outcome = judge(build);
        assertEquals(Status.FAIL, outcome.status());
        assertTrue(outcome.reason().contains("upstream"), outcome.reason());
    }
}
