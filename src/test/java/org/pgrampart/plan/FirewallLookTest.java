package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Admission;
import org.pgrampart.change.Change;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.FirewalldRules;
import org.pgrampart.change.UfwRules;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;

class FirewallLookTest {
    private static final List<IpRange> CLIENTS = List.of(range("10.0.0.0/8"), range("fd00::/8"));
    private static final List<IpRange> ADMINS = List.of(range("192.0.2.7/32"));
    private static final List<Change> TOOLS = List.of(
            FirewallRules.allow(5432, CLIENTS, 22, ADMINS),
            UfwRules.allow(5432, CLIENTS, 22, ADMINS),
            FirewalldRules.allow(5432, CLIENTS, 22, ADMINS));

    private static IpRange range(String text) {
        return IpRange.parse(text).orElseThrow();
    }

    private static Verdict judge(String from, int port) {
        Set<Verdict> verdicts = new LinkedHashSet<>();
        for (Change tool : TOOLS) {
            verdicts.add(FirewallLook.judge(
                    FirewallLook.admissions(tool),
                    List.of(new FirewallLook.Way("shop", IpAddress.parse(from).orElseThrow(), port))));
        }
        assertEquals(1, verdicts.size(), verdicts::toString);
        return verdicts.iterator().next();
    }

    @Test
    void whoIsNamedStaysIn() {
        assertEquals(Verdict.State.PASSED, judge("10.1.2.3", 5432).state());
        assertEquals(Verdict.State.PASSED, judge("fd00::7", 5432).state());
        assertEquals(Verdict.State.PASSED, judge("192.0.2.7", 22).state());
    }

    @Test
    void whoIsNotNamedIsToldByNameAndPort() {
        Verdict refused = judge("192.0.2.8", 5432);
        assertEquals(Verdict.State.REFUSED, refused.state());
        assertTrue(refused.detail().contains("shop from 192.0.2.8 to port 5432"), refused.detail());
        assertEquals(Verdict.State.REFUSED, judge("10.1.2.3", 22).state());
    }

    @Test
    void anotherPortAndTheMachineItselfAreLeftAlone() {
        assertEquals(Verdict.State.PASSED, judge("203.0.113.9", 443).state());
        assertEquals(Verdict.State.PASSED, judge("127.0.0.1", 5432).state());
    }

    @Test
    void sshIsLeftAloneWhereNobodyIsNamedForIt() {
        for (Change tool : List.of(
                FirewallRules.allow(5432, CLIENTS, 22, List.of()),
                UfwRules.allow(5432, CLIENTS, 22, List.of()),
                FirewalldRules.allow(5432, CLIENTS, 22, List.of()))) {
            assertEquals(List.of(new Admission(5432, CLIENTS)), FirewallLook.admissions(tool));
        }
    }
}
