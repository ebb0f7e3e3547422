package org.pgrampart.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.format.IpRange;
import org.pgrampart.reading.Answers;

class FirewalldRulesTest {
    private static final FirewalldRules RULES = FirewalldRules.allow(
            5432, List.of(range("10.77.1.2/16"), range("fd00::1/128")), 22, List.of(range("::/0")));

    /// As firewalld 1.3.3 prints them back.
    private static final List<String> PRINTED = List.of(
            "rule priority=\"-31000\" family=\"ipv6\" port port=\"22\" protocol=\"tcp\" accept",
            "rule priority=\"-31000\" family=\"ipv4\" source address=\"10.77.0.0/16\" port port=\"5432\" protocol=\"tcp\" accept",
            "rule priority=\"-31000\" family=\"ipv6\" source address=\"fd00::1\" port port=\"5432\" protocol=\"tcp\" accept",
            "rule priority=\"-30999\" port port=\"22\" protocol=\"tcp\" drop",
            "rule priority=\"-30999\" port port=\"5432\" protocol=\"tcp\" drop");

    private static IpRange range(String text) {
        return IpRange.parse(text).orElseThrow();
    }

    private static String zone(String name, List<String> runtime, List<String> permanent, String files) {
        return """
                zone %1$s
                runtime %2$s
                permanent %1$s (active)
                permanent   target: default
                permanent   services: dhcpv6-client ssh
                permanent   rich rules:\s
                %3$spermanent\s
                %4$s""".formatted(
                        name,
                        String.join("\nruntime ", runtime),
                        String.join(
                                "",
                                permanent.stream()
                                        .map(rule -> "permanent \t" + rule + "\n")
                                        .toList()),
                        files);
    }

    private static Answers now(String... zones) {
        return HostChangeTest.answers(RULES, "version 1.3.3\n" + String.join("", zones));
    }

    private static final String PUBLIC = zone("public", List.of(), List.of(), "");
    private static final String INTERNAL = zone("internal", List.of(), List.of(), "file Zm9v\nold YmFy\n");

    private static String script(Step step) {
        return assertInstanceOf(Step.Run.class, step).argv().getLast();
    }

    @Test
    void firewalldPrintsTheRulesAsTheyAreWritten() {
        assertEquals(PRINTED, RULES.rules());
    }

    @Test
    void everyZoneIsToldAtOnceAndForGoodOnlyOnceItIsKept() {
        List<Step> steps = RULES.ready(now(PUBLIC, INTERNAL)).steps();
        assertEquals(4, steps.size());
        assertTrue(script(steps.get(0)).contains("firewall-cmd --zone=public "), script(steps.get(0)));
        assertTrue(script(steps.get(1)).contains("firewall-cmd --zone=internal "), script(steps.get(1)));
        for (int i = 2; i < 4; i++) {
            Step late = assertInstanceOf(Step.WhenKept.class, steps.get(i)).step();
            assertTrue(script(late).contains("firewall-cmd --permanent --zone="), script(late));
        }
        for (String rule : PRINTED) {
            assertTrue(script(steps.getFirst()).contains("--add-rich-rule='" + rule + "'"), script(steps.getFirst()));
        }
        String all = steps.toString();
        assertFalse(all.contains("--reload") || all.contains("runtime-to-permanent"), all);
    }

    @Test
    void eachStepIsTakenBackByItsOwn() {
        List<Step> back = RULES.inverse(now(PUBLIC, INTERNAL)).steps();
        assertEquals(4, back.size());
        assertTrue(script(back.get(0)).contains("f=/etc/firewalld/zones/internal.xml\n"), script(back.get(0)));
        assertTrue(script(back.get(0)).contains("put Zm9v \"$f\"\nput YmFy \"$f.old\"\n"), script(back.get(0)));
        assertTrue(script(back.get(1)).contains("f=/etc/firewalld/zones/public.xml\n"), script(back.get(1)));
        assertTrue(script(back.get(1)).contains("--load-zone-defaults=public"), script(back.get(1)));
        assertTrue(script(back.get(1)).endsWith("rm -f -- \"$f\"\nrm -f -- \"$f.old\"\n"), script(back.get(1)));
        assertTrue(script(back.get(2)).contains("--zone=internal"), script(back.get(2)));
        assertTrue(script(back.get(3)).contains("--zone=public"), script(back.get(3)));
    }

    @Test
    void whatStoodBeforeStaysWhenItIsTakenBack() {
        String half = zone("public", PRINTED.subList(0, 2), PRINTED.subList(4, 5), "");
        List<Step> back = RULES.inverse(now(half)).steps();
        assertFalse(script(back.get(0)).contains(PRINTED.get(4)), script(back.get(0)));
        assertTrue(script(back.get(0)).contains(PRINTED.get(0)), script(back.get(0)));
        assertFalse(script(back.get(1)).contains(PRINTED.get(0)), script(back.get(1)));
        assertTrue(script(back.get(1)).contains(PRINTED.get(4)), script(back.get(1)));
    }

    @Test
    void itHoldsWhereEveryZoneHasThemInForce() {
        String done = zone("public", PRINTED, PRINTED, "");
        assertTrue(RULES.holds(now(done)));
        assertFalse(RULES.holds(now(done, INTERNAL)));
        assertTrue(RULES.holds(now(zone("public", PRINTED, List.of(), ""))), "it is not kept yet");
        assertFalse(RULES.holds(now(zone("public", PRINTED.subList(0, 4), PRINTED, ""))));
        assertFalse(RULES.holds(HostChangeTest.answers(RULES, "")));
    }

    @Test
    void itIsLeftOutWhereFirewalldCannotDoIt() {
        refused(HostChangeTest.answers(RULES, ""), "does not run");
        refused(HostChangeTest.answers(RULES, "version 0.6.3\n" + PUBLIC), "priority");
        refused(now(zone("it's", List.of(), List.of(), "")), "name");
        refused(now(zone("public", List.of(), List.of(), "file " + "A".repeat(50_000) + "\n")), "too large");
        assertThrows(
                org.pgrampart.reading.Unreadable.class, () -> RULES.ready(HostChangeTest.answers(RULES, "(none)")));
    }

    private static void refused(Answers now, String because) {
        String message = assertThrows(IllegalArgumentException.class, () -> RULES.ready(now))
                .getMessage();
        assertTrue(message.contains(because), message);
    }

    @Test
    void aZoneIsReadWithItsFiles() {
        assertEquals(
                List.of(new FirewalldZone(
                        "internal",
                        List.of(),
                        List.of(
                                "internal (active)",
                                "  target: default",
                                "  services: dhcpv6-client ssh",
                                "  rich rules:"),
                        Optional.of("Zm9v"),
                        Optional.of("YmFy"))),
                FirewalldZone.of("version 1.3.3\n" + INTERNAL));
    }
}
