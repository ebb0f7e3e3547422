package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;

class FirewallLookTest {
    private static final String RULES = FirewallRules.allow(
                    5432, List.of(range("10.0.0.0/8"), range("fd00::/8")), 22, List.of(range("192.0.2.7/32")))
            .script()
            .orElseThrow();

    private static IpRange range(String text) {
        return IpRange.parse(text).orElseThrow();
    }

    private static Verdict judge(String from, int port) {
        return FirewallLook.judge(
                RULES,
                List.of(new FirewallLook.Way("shop", IpAddress.parse(from).orElseThrow(), port)));
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
        assertFalse(RULES.isBlank());
    }
}
